"""Pollers see the public events alone, and of these what they ask for."""

import re
from pathlib import Path
from typing import Any

import pytest

from deploy.topics import CLOCK, EVERYBODY, listed_topics
from shared.contracts.registry import all_messages
from shared.plumbing.core.failures import Invalid
from shared.plumbing.feed.selection import Selection, public_events, public_topics

ROOT = Path(__file__).parents[3]


def a_fact(name: str = "endorsement.umkm-endorsed.v1", **data: Any) -> dict[str, Any]:
    return {"type": name, "data": data}


KOPI = a_fact(district="12.16", hs6=["090111", "090121"])
ULOS = a_fact("intake.umkm-recommended.v1", district="12.02", products=[{"hs6": "621410"}])
ROUND = a_fact("intake.round-opened.v1", district="12.16")


def test_the_feed_shows_only_topics_that_everybody_may_read() -> None:
    for_everybody = {topic.name for topic in listed_topics() if EVERYBODY in topic.readers}

    assert for_everybody - set(public_topics()) == {CLOCK, "notify.notice.v1"}
    assert set(public_topics()) <= for_everybody


def test_neither_contacts_nor_votes_of_an_agency_nor_notices_are_public() -> None:
    assert not {
        "intake.contact-changed.v1",
        "endorsement.cast-vote.v1",
        "endorsement.withdraw-vote.v1",
        "notify.notice-sent.v1",
    } & set(public_events())


@pytest.mark.parametrize(
    ("selection", "seen"),
    [
        (Selection(), [KOPI, ULOS, ROUND]),
        (Selection(types=("intake.*",)), [ULOS, ROUND]),
        (Selection(types=("intake.round-opened.v1", "endorsement.*")), [KOPI, ROUND]),
        (Selection(districts=("12.16",)), [KOPI, ROUND]),
        (Selection(districts=("12.16", "12.02")), [KOPI, ULOS, ROUND]),
        (Selection(commodities=("0901",)), [KOPI]),
        (Selection(commodities=("62", "090121")), [KOPI, ULOS]),
        (Selection(types=("intake.*",), commodities=("09",)), []),
    ],
)
def test_each_part_narrows_and_within_a_part_any_value_will_do(
    selection: Selection, seen: list[dict[str, Any]]
) -> None:
    assert [fact for fact in (KOPI, ULOS, ROUND) if selection.has(fact)] == seen


def test_only_the_topics_of_the_chosen_types_need_be_read() -> None:
    chosen = Selection(types=("intake.round-*", "endorsement.vote-cast.v1")).chosen()

    assert set(chosen.values()) == {"intake.round.v1", "endorsement.ballot.v1"}


@pytest.mark.parametrize("name", ["endorsement.vote-kast.v1", "intake.contact-changed.v1", "x*"])
def test_a_type_that_no_public_event_has_is_told(name: str) -> None:
    with pytest.raises(Invalid, match="no public event"):
        Selection(types=(name,)).chosen()


@pytest.mark.parametrize("data", [None, [], {"hs6": None, "products": None}, {"hs6": [1]}])
def test_data_of_an_unexpected_form_is_no_match(data: Any) -> None:
    assert not Selection(commodities=("09",)).has({"type": "x", "data": data})


def test_the_page_says_which_events_a_filter_can_fit() -> None:
    page = (ROOT / "docs" / "feed.md").read_text(encoding="utf-8")
    told = re.search(r"`commodity` fits (.+?), which carry HS codes", page, re.DOTALL)
    fields = {name: set(all_messages()[name].model_fields) for name in public_events()}

    carry = {name.split(".")[1] for name, has in fields.items() if has & {"hs6", "products"}}

    assert told
    assert set(re.findall(r"`([\w-]+)`", told.group(1))) == carry
    assert not [name for name, has in fields.items() if ".vote-" in name and "district" in has]
