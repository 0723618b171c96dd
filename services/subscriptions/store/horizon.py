"""How far the public topics reach at this moment."""

import asyncio
import time
from datetime import UTC, datetime

from aiokafka import AIOKafkaConsumer, TopicPartition

from services.subscriptions.model.cursors import Extent, Offsets
from services.subscriptions.model.selection import public_topics
from shared.plumbing.core.kafka_server import KafkaServer
from shared.plumbing.kafka.observer import Observer

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ANSWERS_WITHIN_SECONDS = 10


class Horizon:
    """Asks Kafka once for all who want to know at the same time."""

    def __init__(self, kafka: KafkaServer, topics_every: float) -> None:
        self._topics_every = topics_every
        self._asking = asyncio.Lock()
        self._observer = Observer(kafka, client_id="sentra-feed")
        self._partitions: list[TopicPartition] = []
        self._listed_at = self._looked_at = float("-inf")
        self._extent: Extent = {}

    async def look(self, age: float = 0.0) -> Extent:
        """Beginnings and ends, as they were this many seconds ago at most."""
        since = time.monotonic() - age
        async with self._asking:
            if self._looked_at < since:
                began = time.monotonic()
                async with asyncio.timeout(ANSWERS_WITHIN_SECONDS):
                    self._extent = await self._ask(await self._observer.opened())
                self._looked_at = began
            return self._extent

    async def at(self, moment: datetime, extent: Extent) -> Offsets:
        """Where each partition stood at that time, by the clock of those who wrote."""
        milliseconds = max(0, int((moment - EPOCH).total_seconds() * 1000))
        async with self._asking, asyncio.timeout(ANSWERS_WITHIN_SECONDS):
            observer = await self._observer.opened()
            stood = await observer.offsets_for_times(dict.fromkeys(extent, milliseconds))
        return {tp: stood[tp].offset if stood[tp] else end for tp, (_, end) in extent.items()}

    async def close(self) -> None:
        await self._observer.close()

    async def _ask(self, observer: AIOKafkaConsumer) -> Extent:
        if not self._partitions or time.monotonic() - self._listed_at > self._topics_every:
            cluster = await self._observer.cluster()
            self._partitions = [
                TopicPartition(topic, n)
                for topic in public_topics()
                for n in sorted(cluster.partitions_for_topic(topic) or ())
            ]
            self._listed_at = time.monotonic()
        begins = await observer.beginning_offsets(self._partitions)
        ends = await observer.end_offsets(self._partitions)
        return {tp: (begins[tp], ends[tp]) for tp in self._partitions}
