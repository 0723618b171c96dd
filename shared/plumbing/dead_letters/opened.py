"""The dead letters nobody has dealt with yet: look at them, send them again, let them go."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from shared.plumbing.dead_letters.dealt import Dealt
from shared.plumbing.dead_letters.letters import SUFFIX, DeadLetter, parse
from shared.plumbing.publisher import KafkaPublisher

OPEN_GROUP = "sentra-dead-letters"
"""Its committed offsets say which dead letters have been dealt with."""
PORTION = 100
"""Sent again before they are counted as dealt with; what is sent twice is applied once."""
SILENCE_MS = 10_000
"""So long a topic may say nothing although it holds more."""


@asynccontextmanager
async def open_dead_letters(bootstrap: str) -> AsyncIterator["OpenDeadLetters"]:
    """Connect; raises KafkaError where no broker answers."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap, group_id=OPEN_GROUP, enable_auto_commit=False
    )
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await consumer.start()
        await admin.start()
        yield OpenDeadLetters(consumer, admin)
    finally:
        await admin.close()
        await consumer.stop()


class OpenDeadLetters:
    """The `.dlq` topics, without what was dealt with."""

    def __init__(self, consumer: AIOKafkaConsumer, admin: AIOKafkaAdminClient) -> None:
        self._consumer, self._admin = consumer, admin

    async def count(self) -> dict[str, int]:
        """How many are open, by the `.dlq` topic."""
        counted: dict[str, int] = {}
        for where, (dealt, end) in (await self._state()).items():
            counted[where.topic] = counted.get(where.topic, 0) + dealt.open_before(end)
        return counted

    async def read(self, topic: str | None = None) -> AsyncIterator[DeadLetter]:
        """All that are open, of one original topic or of every one, oldest first in each."""
        for where, (dealt, end) in (await self._state()).items():
            if dealt.below < end and topic in (None, where.topic.removesuffix(SUFFIX)):
                async for letter in self._read(where, dealt.below, end):
                    if letter.position not in dealt:
                        yield letter

    async def redrive(self, publisher: KafkaPublisher, letters: Sequence[DeadLetter]) -> None:
        """Send these to their original topics again, byte for byte, and count them as dealt with.

        Raises ValueError for a letter that was not kept whole, before any is sent.
        """
        for letter in letters:
            if not letter.is_whole:
                raise ValueError(f"{letter.id} was not kept whole: it can only be discarded.")
        for start in range(0, len(letters), PORTION):
            portion = letters[start : start + PORTION]
            for letter in portion:
                await publisher.send(letter.topic, letter.key, letter.value, letter.headers)
            await self.settle(portion)

    async def settle(self, letters: Sequence[DeadLetter]) -> None:
        """Count these as dealt with; they stay on their topic.

        Raises ValueError where the broker does not remember that: the stand-in keeps no notes.
        """
        state = await self._state()
        positions: dict[TopicPartition, list[int]] = {}
        for letter in letters:
            positions.setdefault(letter.where, []).append(letter.position)
        dealt = {where: state[where][0].with_(some) for where, some in positions.items()}
        self._consumer.assign(list(dealt))
        await self._consumer.commit({where: (d.below, d.note()) for where, d in dealt.items()})
        kept = await self._state()
        if any(kept[where][0] != d for where, d in dealt.items()):
            raise ValueError(
                "It is done, but this broker remembers it only once all older dead letters "
                "of the topic are dealt with: until then these are shown as open."
            )

    async def _read(self, where: TopicPartition, first: int, end: int) -> AsyncIterator[DeadLetter]:
        self._consumer.assign([where])
        self._consumer.seek(where, first)
        while await self._consumer.position(where) < end:
            taken = await self._consumer.getmany(where, timeout_ms=SILENCE_MS)
            if not taken:
                raise KafkaError(f"{where.topic} ends before it should")
            for record in taken[where]:
                yield parse(record)

    async def _state(self) -> dict[TopicPartition, tuple[Dealt, int]]:
        """What was dealt with, and where the topic ends."""
        # Asked each time: what a client remembers of the topics may be minutes old.
        topics = await self._admin.describe_topics()
        every = sorted(
            TopicPartition(topic["topic"], partition["partition"])
            for topic in topics
            if topic["topic"].endswith(SUFFIX)
            for partition in topic["partitions"]
        )
        if not every:
            return {}
        # The first question of a new cluster makes its coordinator; the consumer waits for that.
        await self._consumer.committed(every[0])
        begins = await self._consumer.beginning_offsets(every)
        ends = await self._consumer.end_offsets(every)
        noted = await self._admin.list_consumer_group_offsets(OPEN_GROUP, partitions=every)
        return {
            where: (
                Dealt.read(noted[where].offset, noted[where].metadata).starting_at(begins[where])
                if where in noted
                else Dealt(begins[where]),
                ends[where],
            )
            for where in every
        }
