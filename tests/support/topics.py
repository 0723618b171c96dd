"""Topics as an outsider reads them: over one connection, and each record once."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from shared.plumbing.core.kafka_server import KafkaServer
from shared.plumbing.kafka.observer import Observer

LARGEST = 8 * 1024 * 1024
Fact = dict[str, Any]


class TopicReader:
    """Tests ask often, so a reader keeps its connection and what it has read.

    A group lets it ask what that group has committed. It never joins the group.
    """

    def __init__(
        self, bootstrap: str, *, group: str | None = None, since: datetime | None = None
    ) -> None:
        self._observer = Observer(
            KafkaServer(bootstrap), group_id=group, max_partition_fetch_bytes=LARGEST
        )
        self._since = int(since.timestamp() * 1000) if since else 0
        self._read: defaultdict[str, list[ConsumerRecord]] = defaultdict(list)
        self._partitions: dict[str, list[TopicPartition]] = {}
        self._next: dict[TopicPartition, int] = {}
        self._turn = asyncio.Lock()

    async def stop(self) -> None:
        await self._observer.close()

    async def records(self, *topics: str) -> list[ConsumerRecord]:
        """Everything so far on these topics."""
        async with self._at_work() as consumer:
            where = [place for topic in topics for place in await self._partitions_of(topic)]
            await self._go_to(consumer, where)
            ends = await consumer.end_offsets(where)
            while [each for each in where if await consumer.position(each) < ends[each]]:
                for place, records in (await consumer.getmany(timeout_ms=200)).items():
                    self._read[place.topic] += records
            self._next |= {each: await consumer.position(each) for each in where}
            return [record for topic in topics for record in self._read[topic]]

    async def facts(self, *topics: str) -> list[Fact]:
        """Every event so far on these topics, without repeats."""
        return list(first_of_each(await self.records(*topics)))

    async def committed(self, topic: str, partition: int) -> int:
        """The offset up to which the group has dealt with a partition."""
        async with self._at_work() as consumer:
            return await consumer.committed(TopicPartition(topic, partition)) or 0

    async def skip_past(self) -> None:
        """Let the group begin behind all that there is. It must not have members yet."""
        async with self._at_work() as consumer:
            cluster = await self._observer.cluster()
            where = [
                TopicPartition(topic, number)
                for topic in cluster.topics(exclude_internal_topics=True)
                for number in cluster.partitions_for_topic(topic)
            ]
            consumer.assign(where)
            await consumer.commit(await consumer.end_offsets(where))
            consumer.unsubscribe()

    async def forget(self, topic: str) -> None:
        """Begin anew with a topic that was emptied."""
        async with self._at_work() as consumer:
            self._read.pop(topic, None)
            for place in await self._partitions_of(topic):
                self._next.pop(place, None)
            consumer.unsubscribe()

    @asynccontextmanager
    async def _at_work(self) -> AsyncIterator[AIOKafkaConsumer]:
        async with self._turn:
            yield await self._observer.opened()

    async def _partitions_of(self, topic: str) -> list[TopicPartition]:
        if not self._partitions.get(topic):  # it may be made later
            cluster = await self._observer.cluster()
            numbers = cluster.partitions_for_topic(topic) or ()
            self._partitions[topic] = [TopicPartition(topic, number) for number in numbers]
        return self._partitions[topic]

    async def _go_to(self, consumer: AIOKafkaConsumer, where: list[TopicPartition]) -> None:
        if consumer.assignment() == set(where):
            return
        consumer.assign(where)
        if unread := [each for each in where if each not in self._next]:
            first = await consumer.offsets_for_times(dict.fromkeys(unread, self._since))
            ends = await consumer.end_offsets(unread)
            for each in unread:
                self._next[each] = first[each].offset if first[each] else ends[each]
        for each in where:
            consumer.seek(each, self._next[each])


def first_of_each(records: Iterable[ConsumerRecord]) -> Iterator[Fact]:
    """Drop repeats, and empty records: they erase a contact."""
    met = set()
    for record in records:
        if record.value is None:
            continue
        fact: Fact = orjson.loads(record.value)
        name = fact["id"], fact.get("causationid")
        if name not in met:
            met.add(name)
            yield fact | {"topic": record.topic}
