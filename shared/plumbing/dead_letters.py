"""Messages that can never succeed: kept whole, with the reason, until somebody looks at them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from shared.plumbing.clock import Clock
from shared.plumbing.publisher import KafkaPublisher

PREFIX = "sentra-"
OPEN_GROUP = "sentra-dead-letters"
"""Its committed offsets say which dead letters have been dealt with."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A record of a `.dlq` topic; `headers` are those of the original."""

    topic: str
    partition: int
    offset: int
    at: str
    group: str
    reason: str
    attempts: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    where: TopicPartition
    position: int


class DeadLetters:
    """Writes to `<topic>.dlq`; returns only when the broker has it."""

    def __init__(self, publisher: KafkaPublisher, group: str, clock: Clock) -> None:
        self._publisher, self._group, self._clock = publisher, group, clock

    async def bury(self, record: ConsumerRecord, reason: str, attempts: int) -> None:
        """Keep key, value and headers as they came, and say beside them what went wrong."""
        about = {
            "reason": reason[:2000],
            "attempts": str(attempts),
            "topic": record.topic,
            "partition": str(record.partition),
            "offset": str(record.offset),
            "at": self._clock.now().isoformat(),
            "group": self._group,
        }
        headers = [*record.headers, *((PREFIX + k, v.encode()) for k, v in about.items())]
        await self._publisher.send(f"{record.topic}.dlq", record.key, record.value, headers)


def parse(record: ConsumerRecord) -> DeadLetter:
    """Read a record of a `.dlq` topic back."""
    about = {
        name.removeprefix(PREFIX): value.decode(errors="replace")
        for name, value in record.headers
        if name.startswith(PREFIX)
    }
    return DeadLetter(
        topic=about.get("topic", record.topic.removesuffix(".dlq")),
        partition=int(about.get("partition", -1)),
        offset=int(about.get("offset", -1)),
        at=about.get("at", ""),
        group=about.get("group", ""),
        reason=about.get("reason", ""),
        attempts=int(about.get("attempts", 0)),
        key=record.key,
        value=record.value,
        headers=tuple(h for h in record.headers if not h[0].startswith(PREFIX)),
        where=TopicPartition(record.topic, record.partition),
        position=record.offset,
    )


@asynccontextmanager
async def open_dead_letters(bootstrap: str) -> AsyncIterator["OpenDeadLetters"]:
    """Look at the dead letters that nobody has dealt with yet."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap, group_id=OPEN_GROUP, enable_auto_commit=False
    )
    await consumer.start()
    try:
        yield OpenDeadLetters(consumer)
    finally:
        await consumer.stop()


class OpenDeadLetters:
    """The `.dlq` topics, from what was dealt with to the end."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self._consumer = consumer

    async def count(self) -> dict[str, int]:
        """How many are open, by topic."""
        counted: dict[str, int] = {}
        for where, (first, end) in (await self._open()).items():
            counted[where.topic] = counted.get(where.topic, 0) + end - first
        return counted

    async def read(self, topic: str | None = None) -> list[DeadLetter]:
        """All that are open, of one original topic or of every one."""
        ranges = {
            where: (first, end)
            for where, (first, end) in (await self._open()).items()
            if first < end and topic in (None, where.topic.removesuffix(".dlq"))
        }
        self._consumer.assign(list(ranges))
        found: list[DeadLetter] = []
        for where, (first, end) in ranges.items():
            self._consumer.seek(where, first)
            while await self._consumer.position(where) < end:
                record = await self._consumer.getone(where)
                found.append(parse(record))
        return found

    async def redrive(self, publisher: KafkaPublisher, letters: Sequence[DeadLetter]) -> None:
        """Send these to their original topics again, then count them as dealt with."""
        for letter in letters:
            await publisher.send(letter.topic, letter.key, letter.value, letter.headers)
            await self._consumer.commit({letter.where: letter.position + 1})

    async def _open(self) -> dict[TopicPartition, tuple[int, int]]:
        every = [
            TopicPartition(topic, partition)
            for topic in await self._consumer.topics()
            if topic.endswith(".dlq")
            for partition in self._consumer.partitions_for_topic(topic) or ()
        ]
        begins = await self._consumer.beginning_offsets(every)
        ends = await self._consumer.end_offsets(every)
        dealt_with = {where: await self._consumer.committed(where) or 0 for where in every}
        return {where: (max(begins[where], dealt_with[where]), ends[where]) for where in every}
