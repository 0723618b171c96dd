"""Views in MongoDB keep what a projection relies on."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from shared.plumbing.core.projection import Projection, Section, ViewChange
from shared.plumbing.mongo import MongoViews, connect
from tests.suites import views_suite as suite
from tests.support.engines import Engines
from tests.support.viewing import VIEWING, Seen, facts

pytestmark = pytest.mark.engines


@pytest.fixture
async def views(engines: Engines) -> AsyncIterator[MongoViews]:
    client, database = connect(engines.mongo_url, f"views_{uuid4().hex}")
    views = MongoViews(database, "seen", VIEWING)
    await views.prepare()
    yield views
    await client.drop_database(database.name)
    client.close()


class TestSaving(suite.Saving):
    """In MongoDB."""


class TestLosing(suite.Losing):
    """In MongoDB."""


class TestCounting(suite.Counting):
    """In MongoDB."""


async def test_every_replica_can_prepare_the_collections(views: MongoViews) -> None:
    change = ViewChange("u1", suite.NEW, suite.BALLOT)
    await views.write([change], {})

    await views.prepare()

    assert not await views.write([change], {})


async def test_a_section_that_only_another_program_knows_is_left_out_and_stays_stored(
    views: MongoViews,
) -> None:
    await views.write([ViewChange("u1", suite.NEW, suite.BALLOT)], {})
    other = {"version": 1, "n": 0, "state": {"stage": "kemasan"}}
    await views.collection.update_one({"_id": "u1"}, {"$set": {"sections.journey": other}})

    before = await suite.loaded(views)
    await views.write([ViewChange("u1", before, {"ballot": Section(4, 0, Seen())})], {})

    assert before.sections == suite.BALLOT
    stored = await views.collection.find_one({"_id": "u1"}) or {}
    assert stored["sections"]["journey"] == other
    assert stored["sections"]["ballot"]["version"] == 4


async def test_replicas_that_write_the_same_views_at_once_fold_every_event_once(
    views: MongoViews,
) -> None:
    ids = [f"ballot/u1:{version}:0" for version in range(1, 31)]
    replicas = [Projection(VIEWING, views) for _ in range(2)]

    async def take_all(projection: Projection) -> None:
        for event_id in ids:
            await projection.apply(facts(event_id))

    await asyncio.gather(*(take_all(each) for each in replicas))

    [section] = (await suite.loaded(views)).sections.values()
    assert section.state == Seen(tuple(ids))
    assert (await views.counts())["ballot.events"] == len(ids)
