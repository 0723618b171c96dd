"""The dead letters nobody has dealt with yet: look at them, send them again, let them go."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from shared.plumbing.dead_letters.dealt import Dealt
from shared.plumbing.dead_letters.letters import SUFFIX, DeadLetter, Place, parse, place_of
from shared.plumbing.kafka.publisher import KafkaPublisher

OPEN_GROUP = "sentra-dead-letters"
"""Its committed offsets say which dead letters have been dealt with."""
PORTION = 100
"""Held in memory at most, and sent again before they are counted as dealt with."""
SILENCE_MS = 10_000
"""So long a topic may say nothing although it holds more."""

State = dict[TopicPartition, tuple[Dealt, int]]


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

    async def portions(self, topic: str | None = None) -> AsyncIterator[list[DeadLetter]]:
        """All that are open, of one original topic or of every one, oldest first in each.

        Some at a time, since nobody knows how many there are; they may be dealt with at once.
        """
        for where, (dealt, end) in (await self._state()).items():
            if dealt.below < end and topic in (None, where.topic.removesuffix(SUFFIX)):
                self._consumer.assign([where])
                self._consumer.seek(where, dealt.below)
                while await self._consumer.position(where) < end:
                    records = [each for each in await self._take(where) if each.offset < end]
                    letters = [parse(each) for each in records if each.offset not in dealt]
                    if letters:
                        yield letters

    async def read(self, topic: str | None = None) -> AsyncIterator[DeadLetter]:
        """The same, one by one; to be dealt with afterwards."""
        async for portion in self.portions(topic):
            for letter in portion:
                yield letter

    async def find(self, ids: Iterable[str]) -> AsyncIterator[DeadLetter]:
        """Those with these ids; raises ValueError where one is not open, before the first."""
        state = await self._state()
        places = {each: place_of(each) for each in dict.fromkeys(ids)}
        unknown = [each for each, place in places.items() if not _is_open(state, place)]
        if unknown:
            raise ValueError(f"No open dead letter is called {', '.join(unknown)}.")
        for each, (where, position) in places.items():
            self._consumer.assign([where])
            self._consumer.seek(where, position)
            (record,) = await self._take(where, 1)
            if record.offset != position:
                raise ValueError(f"{each} is on its topic no more.")
            yield parse(record)

    async def redrive(self, publisher: KafkaPublisher, letters: Sequence[DeadLetter]) -> None:
        """Send these to their original topics again, byte for byte, and count them as dealt with.

        Raises ValueError for a letter that was not kept whole, before any is sent.
        """
        for letter in letters:
            letter.require_whole()
        for letter in letters:
            await publisher.send(letter.topic, letter.key, letter.value, letter.headers)
        await self.settle(letters)

    async def settle(self, letters: Sequence[DeadLetter]) -> None:
        """Count these as dealt with; they stay on their topic.

        Raises ValueError where the broker does not remember that: the stand-in keeps no notes.
        """
        state = await self._state()
        positions: dict[TopicPartition, list[int]] = {}
        for letter in letters:
            positions.setdefault(letter.where, []).append(letter.position)
        dealt = {where: state[where][0].with_(some) for where, some in positions.items()}
        if not dealt.keys() <= self._consumer.assignment():  # else somebody is reading on there
            self._consumer.assign(list(dealt))
        await self._consumer.commit({where: (d.below, d.note()) for where, d in dealt.items()})
        kept = await self._state()
        if any(kept[where][0] != d for where, d in dealt.items()):
            raise ValueError(
                "It is done, but this broker remembers it only once all older dead letters "
                "of the topic are dealt with: until then these are shown as open."
            )

    async def _take(
        self, where: TopicPartition, at_most: int = PORTION
    ) -> Sequence[ConsumerRecord]:
        taken = await self._consumer.getmany(where, timeout_ms=SILENCE_MS, max_records=at_most)
        if not taken:
            raise KafkaError(f"{where.topic} ends before it should")
        records: Sequence[ConsumerRecord] = taken[where]
        return records

    async def _state(self) -> State:
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


def _is_open(state: State, place: Place) -> bool:
    where, position = place
    dealt, end = state.get(where, (Dealt(), 0))
    return position < end and position not in dealt
