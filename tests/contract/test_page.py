"""The page of messages says all that the AsyncAPI document says, and needs nothing but itself."""

import html
import re

from cli.docs import FOLDER
from cli.events.fields import Field, fields_of
from cli.events.sources import facts, subscriptions
from shared.contracts.endorsement import UmkmEndorsed
from shared.contracts.registry import all_messages
from shared.contracts.schemas import component_schemas

PAGE = FOLDER / "index.html"


def test_every_message_has_its_place_with_every_field() -> None:
    page = PAGE.read_text(encoding="utf-8")

    for name, message in all_messages().items():
        [article] = re.findall(rf'<article id="{re.escape(name)}">.*?</article>', page, re.DOTALL)
        terms = set(re.findall(r"<dt><code>([^<.]+)</code>", article))
        assert terms == set(message.model_fields)
        assert html.escape(f'"type": "{name}"', quote=True).replace("&quot;", "&#34;") in article


def test_it_loads_nothing_and_leads_only_to_what_is_there() -> None:
    page = PAGE.read_text(encoding="utf-8")

    targets = set(re.findall(r'(?:href|src)="([^"]+)"', page))

    assert not re.findall(r"<script\s|<link|url\(|@import|fetch\(", page)
    inside = {target.removeprefix("#") for target in targets if target.startswith("#")}
    assert inside <= set(re.findall(r'id="([^"]+)"', page))
    files = {target for target in targets if not target.startswith("#")}
    assert [file for file in files if not (FOLDER / file).exists()] == []


def test_it_says_who_reacts_to_a_message_and_how() -> None:
    page, reading = PAGE.read_text(encoding="utf-8"), list(subscriptions())

    for fact in facts():
        [article] = re.findall(
            rf'<article id="{re.escape(fact.type)}">.*?</article>', page, re.DOTALL
        )
        for service, subscription in reading:
            assert (f"<b>{service}</b>" in article) == (fact.message in subscription.reads)


def test_a_part_of_a_message_is_told_field_by_field() -> None:
    schemas = component_schemas([UmkmEndorsed], "#/{model}")

    fields = {field.path: field for field in fields_of(schemas["UmkmEndorsed"], schemas)}

    assert fields["score"].type == "number"
    assert fields["votes"].type == "list of object"
    assert fields["votes[].choice"] == Field(
        "votes[].choice",
        "one of endorse, reject, abstain, need-info",
        is_required=True,
        sentence="",
    )
