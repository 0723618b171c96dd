"""The table of reactions says what the subscriptions do."""

from dataclasses import replace

import pytest

from cli.events.reactions import aggregates, reactions
from cli.events.sources import Fact, facts, subscriptions
from shared.contracts.endorsement import CastVote
from shared.contracts.intake import UmkmMerged, UmkmRecommended
from shared.contracts.notify import NoticeSent
from shared.plumbing.kafka.consumer import Subscription

HEARD = dict(subscriptions())
FACTS = {fact.message: fact for fact in facts()}


def rows_of(fact: Fact, heard: dict[str, Subscription]) -> list[str]:
    lines = reactions(list(FACTS.values()), heard).splitlines()
    return [line for line in lines if f"[`{fact.type}`]" in line]


def test_a_message_has_a_row_for_each_service_that_reads_it() -> None:
    endorsement, notify = rows_of(FACTS[UmkmRecommended], HEARD)

    assert "[endorsement]" in endorsement
    assert "| ballot | opens a ballot" in endorsement
    assert "| notice | sends `umkm-recommended` to the owner, unless `corrected` |" in notify


def test_a_message_that_no_service_reads_stands_below_the_table() -> None:
    assert rows_of(FACTS[NoticeSent], HEARD) == [
        "- [`notify.notice-sent.v1`](schemas/notify.notice-sent.v1.json)"
    ]


def test_the_aggregate_is_the_one_that_the_service_routes_the_message_to() -> None:
    assert aggregates(FACTS[CastVote], HEARD["endorsement"]) == ["ballot"]


def test_a_message_that_is_read_and_reaches_no_aggregate_is_an_error() -> None:
    deaf = replace(HEARD["endorsement"], route=lambda _incoming: ())

    with pytest.raises(LookupError, match="but its example does nothing"):
        aggregates(FACTS[UmkmMerged], deaf)
