"""Pollers see the public events alone, and of these what they ask for."""

import re
from pathlib import Path
from typing import Any

import pytest

from deploy.topics import EVERYBODY, listed_topics
from services.subscriptions.api import Poll
from services.subscriptions.model.selection import (
    Selection,
    filterable_paths,
    public_events,
    public_topics,
)
from shared.plumbing.core.failures import Invalid

ROOT = Path(__file__).parents[3]


def a_fact(name: str = "endorsement.umkm-endorsed.v1", **data: Any) -> dict[str, Any]:
    return {"type": name, "data": data}


KOPI = a_fact(district="12.16", hs6=["090111", "090121"])
ULOS = a_fact("intake.umkm-recommended.v1", district="12.02", products=[{"hs6": "621410"}])
ROUND = a_fact("intake.round-opened.v1", district="12.16")


def test_the_feed_shows_only_topics_that_everybody_may_read() -> None:
    for_everybody = {topic.name for topic in listed_topics() if EVERYBODY in topic.readers}

    assert for_everybody == set(public_topics())


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
        (Selection(fields={"district": ("12.16",)}), [KOPI, ROUND]),
        (Selection(fields={"district": ("12.16", "12.02")}), [KOPI, ULOS, ROUND]),
        (Selection(fields={"hs6": ("0901",)}), [KOPI]),
        (Selection(fields={"hs6": ("62", "090121")}), [KOPI, ULOS]),
        (Selection(types=("intake.*",), fields={"hs6": ("09",)}), []),
    ],
)
def test_each_part_narrows_and_within_a_part_any_value_will_do(
    selection: Selection, seen: list[dict[str, Any]]
) -> None:
    assert [fact for fact in (KOPI, ULOS, ROUND) if selection.has(fact)] == seen


def test_only_the_topics_of_the_chosen_types_need_be_read() -> None:
    topics = Selection(types=("intake.round-*", "endorsement.vote-cast.v1")).topics()

    assert topics == {"intake.round.v1", "endorsement.ballot.v1"}


@pytest.mark.parametrize("name", ["endorsement.vote-kast.v1", "intake.contact-changed.v1", "x*"])
def test_a_type_that_no_public_event_has_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match="no public event"):
        Selection(types=(name,)).topics()


@pytest.mark.parametrize("data", [None, [], {"hs6": None, "products": None}, {"hs6": [1]}])
def test_data_of_an_unexpected_form_is_no_match(data: Any) -> None:
    assert not Selection(fields={"hs6": ("09",)}).has(KOPI | {"data": data})


def test_a_field_that_the_contract_does_not_declare_filterable_is_no_match() -> None:
    vote = a_fact("endorsement.vote-cast.v1", district="12.16")

    assert not Selection(fields={"district": ("12.16",)}).has(vote)


def test_the_door_has_a_filter_for_each_field_that_the_contracts_declare_filterable() -> None:
    filters = Poll().request().selection.fields

    assert set(filters) == {name for _, name in filterable_paths()}


def test_the_page_says_which_events_a_filter_can_fit() -> None:
    page = (ROOT / "docs" / "feed.md").read_text(encoding="utf-8")
    sentence = re.search(r"`commodity` fits (.+?), which carry HS codes", page, re.DOTALL)

    carry = {kind.split(".")[1] for kind, name in filterable_paths() if name == "hs6"}

    assert sentence
    assert set(re.findall(r"`([\w-]+)`", sentence.group(1))) == carry
    assert not [kind for kind, _ in filterable_paths() if ".vote-" in kind]
