"""Where topics end, and where a consumer group stands in them."""

from collections.abc import Iterable
from typing import Self

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from deploy.topics import listed_topics

Offsets = dict[TopicPartition, int]


def partitions_of(topics: Iterable[str]) -> list[TopicPartition]:
    counts = {topic.name: topic.partitions for topic in listed_topics()}
    return [TopicPartition(topic, n) for topic in topics for n in range(counts[topic])]


async def ends_of(bootstrap: str, topics: Iterable[str]) -> Offsets:
    async with AIOKafkaConsumer(bootstrap_servers=bootstrap) as consumer:
        ends: Offsets = await consumer.end_offsets(partitions_of(topics))
        return ends


async def read_between(bootstrap: str, begins: Offsets, ends: Offsets) -> list[ConsumerRecord]:
    all_records: list[ConsumerRecord] = []
    async with AIOKafkaConsumer(bootstrap_servers=bootstrap) as consumer:
        consumer.assign(list(begins))
        for where, offset in begins.items():
            consumer.seek(where, offset)
        while [each for each in begins if await consumer.position(each) < ends[each]]:
            for records in (await consumer.getmany(timeout_ms=200)).values():
                all_records += records
    return all_records


class Group:
    """A consumer group, seen and moved by somebody who is no member of it."""

    def __init__(self, bootstrap: str, name: str) -> None:
        self.name = name
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=bootstrap, group_id=name, enable_auto_commit=False
        )

    async def __aenter__(self) -> Self:
        await self._consumer.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._consumer.stop()

    async def begin_at(self, offsets: Offsets) -> None:
        """Make its first member begin there; Kafka refuses that while it has one."""
        self._consumer.assign(list(offsets))
        await self._consumer.commit(offsets)

    async def waiting(self, ends: Offsets) -> int:
        """How many messages before these ends it has not committed."""
        committed = {each: await self._consumer.committed(each) or 0 for each in ends}
        return sum(max(0, end - committed[each]) for each, end in ends.items())
