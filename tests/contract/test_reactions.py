"""The table of reactions says what the subscriptions do."""

from dataclasses import replace

import pytest

from cli.events.reactions import Subscriptions, changed_by, reactions
from cli.events.sources import Fact, facts, subscriptions, subscriptions_of
from shared.contracts.endorsement import CastVote, VoteWithdrawn
from shared.contracts.intake import UmkmMerged, UmkmRecommended
from shared.contracts.notify import NoticeSent
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.run.service import Service
from tests.support.viewing import VIEWING

HEARD = list(subscriptions())
ENDORSEMENT = dict(HEARD)["endorsement"]
FACTS = {fact.message: fact for fact in facts()}


def rows_of(fact: Fact, heard: Subscriptions) -> list[str]:
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


def test_a_view_of_a_service_has_rows_too() -> None:
    viewer = Service("viewer", ServiceSettings())
    viewer.project(VIEWING)

    [row] = rows_of(FACTS[VoteWithdrawn], [("viewer", each) for each in subscriptions_of(viewer)])

    assert row.endswith("| [viewer](../../services/viewer) | view viewing | keeps it |")


def test_the_aggregate_is_the_one_that_the_service_routes_the_message_to() -> None:
    assert changed_by(FACTS[CastVote], ENDORSEMENT) == ["ballot"]


def test_a_message_that_is_read_and_reaches_no_aggregate_is_an_error() -> None:
    deaf = replace(ENDORSEMENT, route=lambda _incoming: ())

    with pytest.raises(LookupError, match="but its example does nothing"):
        changed_by(FACTS[UmkmMerged], deaf)
