"""The projection as a service runs it: FastStream, inbox, folds, one transaction for each batch."""

import asyncio
from collections.abc import Sequence

from aiokafka import ConsumerRecord

from shared.plumbing.core.clock import SystemClock
from shared.plumbing.core.projection import Projection, to_fold
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.dead_letters import DeadLetters
from shared.plumbing.kafka.bus import Member
from shared.plumbing.kafka.consumer import Inbox, Subscription
from shared.plumbing.kafka.publisher import KafkaPublisher
from shared.plumbing.mongo import MongoViews, connect
from shared.plumbing.run.service import settle_memory
from tests.bench.projection.umkm_view import EVENTS_OF_ONE, TOPICS, UMKM_VIEW


async def run(settings: ServiceSettings, events: int) -> float:
    """Seconds from the first batch to the last commit."""
    client, database = connect(settings.mongo_url, f"views{settings.namespace}")
    views, publisher = MongoViews(database, "umkm", UMKM_VIEW), KafkaPublisher(settings)
    await views.prepare()
    projection = Projection(UMKM_VIEW, views, settings.cached_aggregates)
    subscription = Subscription(
        group=f"views{settings.namespace}",
        topics=TOPICS,
        reads={
            each: why for part in UMKM_VIEW.sections.values() for each, why in part.reads.items()
        },
        route=lambda incoming: [(projection, to_fold(incoming.envelope))],
    )
    letters = DeadLetters(publisher, subscription.group, SystemClock(), settings.kafka_bootstrap)
    member = _Timed(settings, Inbox(subscription, letters), _nothing, lambda: None)
    member.expected, member.all_committed = events, asyncio.Event()
    settle_memory()
    await member.start()
    await member.all_committed.wait()
    await member.stop()
    assert (await views.counts())["ballot endorsed"] == events // EVENTS_OF_ONE
    await client.drop_database(database.name)
    client.close()
    return member.ended - member.began


async def _nothing() -> None:
    return


class _Timed(Member):
    """Knows when the last of so many messages is committed."""

    began, ended, committed, expected = 0.0, 0.0, 0, 0
    all_committed: asyncio.Event

    async def _take(self, records: Sequence[ConsumerRecord]) -> None:
        self.began = self.began or asyncio.get_running_loop().time()
        await super()._take(records)

    async def _commit(self, records: Sequence[ConsumerRecord]) -> None:
        await super()._commit(records)
        self.committed += len(records)
        if self.committed >= self.expected:
            self.ended = asyncio.get_running_loop().time()
            self.all_committed.set()
