"""Histories in MongoDB keep what the runner relies on."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from shared.plumbing.core.failures import HeldByAnother
from shared.plumbing.mongo.connection import connect
from shared.plumbing.mongo.histories import MongoHistories
from tests.suites import histories_suite as suite
from tests.support.builders import a_change
from tests.support.counting import COUNTING, Counted
from tests.support.engines import Engines

pytestmark = pytest.mark.engines


@pytest.fixture
async def histories(engines: Engines) -> AsyncIterator[MongoHistories[Counted]]:
    client, database = connect(engines.mongo_url, f"histories_{uuid4().hex}")
    histories = MongoHistories(database, "ballots", COUNTING)
    await histories.prepare()
    yield histories
    await client.drop_database(database.name)
    client.close()


class TestSaving(suite.Saving):
    """In MongoDB."""


class TestRecalling(suite.Recalling):
    """In MongoDB."""


class TestArchiving(suite.Archiving):
    """In MongoDB."""


class TestWaiting(suite.Waiting):
    """In MongoDB."""


async def test_the_indexes_and_the_guard_can_be_prepared_by_every_replica(
    histories: MongoHistories[Counted],
) -> None:
    await histories.write([a_change(pending=True)])

    await histories.prepare()

    assert await histories.count_pending() == 1
    assert await histories.write([a_change()]) == {"u1"}


async def test_the_relay_looks_at_waiting_aggregates_only(
    histories: MongoHistories[Counted],
) -> None:
    waiting = {"pending": {"$exists": True}}

    plan = await histories.collection.find(waiting).sort("pending", 1).explain()

    assert "IXSCAN" in str(plan["queryPlanner"]["winningPlan"])


async def test_to_claim_what_is_another_ones_is_no_lost_race(
    histories: MongoHistories[Counted],
) -> None:
    await histories.collection.create_index("state.labels", unique=True)
    await histories.write([a_change()])

    with pytest.raises(HeldByAnother, match="this state"):
        await histories.write([a_change(key="u2")])

    assert await histories.write([a_change()]) == {"u1"}
    assert (await histories.load(["u1", "u2"])).keys() == {"u1"}
