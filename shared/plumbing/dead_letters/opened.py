"""Open dead letters: list them, send them again, or discard them."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from shared.plumbing.core.kafka_server import KafkaServer
from shared.plumbing.dead_letters.dead_letter import SUFFIX, DeadLetter, Place, parse, place_of
from shared.plumbing.dead_letters.dealt import Dealt
from shared.plumbing.kafka.publisher import KafkaPublisher

OPEN_GROUP = "sentra-dead-letters"
"""Its committed offsets record which dead letters are dealt with."""
PORTION = 100
"""Most dead letters in memory at once. Each portion is closed after it is sent."""
SILENCE_MS = 10_000
"""How long to wait for the next record of a topic that holds more."""

State = dict[TopicPartition, tuple[Dealt, int]]


@asynccontextmanager
async def open_dead_letters(kafka: KafkaServer) -> AsyncIterator["OpenDeadLetters"]:
    """Connect. Raises KafkaError if no broker answers."""
    consumer = AIOKafkaConsumer(**kafka.client(), group_id=OPEN_GROUP, enable_auto_commit=False)
    admin = AIOKafkaAdminClient(**kafka.client())
    try:
        await consumer.start()
        await admin.start()
        yield OpenDeadLetters(consumer, admin)
    finally:
        await admin.close()
        await consumer.stop()


class OpenDeadLetters:
    """The `.dlq` topics without closed dead letters."""

    def __init__(self, consumer: AIOKafkaConsumer, admin: AIOKafkaAdminClient) -> None:
        self._consumer, self._admin = consumer, admin

    async def count(self) -> dict[str, int]:
        """Count open ones by `.dlq` topic."""
        counted: dict[str, int] = {}
        for where, (dealt, end) in (await self._state()).items():
            counted[where.topic] = counted.get(where.topic, 0) + dealt.open_before(end)
        return counted

    async def portions(self, topic: str | None = None) -> AsyncIterator[list[DeadLetter]]:
        """Yield open ones of one original topic or of all, oldest first in each topic.

        They come in portions, because there may be many. A portion may be closed at once.
        """
        for where, (dealt, end) in (await self._state()).items():
            if dealt.below < end and topic in (None, where.topic.removesuffix(SUFFIX)):
                self._consumer.assign([where])
                self._consumer.seek(where, dealt.below)
                while await self._consumer.position(where) < end:
                    records = [each for each in await self._take(where) if each.offset < end]
                    dead_letters = [parse(each) for each in records if each.offset not in dealt]
                    if dead_letters:
                        yield dead_letters

    async def read(self, topic: str | None = None) -> AsyncIterator[DeadLetter]:
        """Yield open ones one by one. Close them only afterwards."""
        async for portion in self.portions(topic):
            for dead_letter in portion:
                yield dead_letter

    async def find(self, ids: Iterable[str]) -> AsyncIterator[DeadLetter]:
        """Yield the dead letters with these ids. Raises ValueError first if one is not open."""
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

    async def redrive(self, publisher: KafkaPublisher, dead_letters: Sequence[DeadLetter]) -> None:
        """Send these to their original topics, byte for byte, and close them.

        Raises ValueError before the first is sent, if one cannot be sent again.
        """
        for dead_letter in dead_letters:
            dead_letter.require_redrivable()
        for dead_letter in dead_letters:
            await publisher.send(
                dead_letter.topic, dead_letter.key, dead_letter.value, dead_letter.headers
            )
        await self.close(dead_letters)

    async def close(self, dead_letters: Sequence[DeadLetter]) -> None:
        """Count these as dealt with. They stay on their topic.

        Raises ValueError if the broker cannot record it: the stand-in broker keeps no notes.
        """
        state = await self._state()
        positions: dict[TopicPartition, list[int]] = {}
        for dead_letter in dead_letters:
            positions.setdefault(dead_letter.where, []).append(dead_letter.position)
        dealt = {where: state[where][0].with_(some) for where, some in positions.items()}
        if not dealt.keys() <= self._consumer.assignment():  # else a caller still reads there
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
        """What is dealt with, and the end of each partition."""
        # Always from the broker: the memory of a client may be minutes old.
        topics = await self._admin.describe_topics()
        every = sorted(
            TopicPartition(topic["topic"], partition["partition"])
            for topic in topics
            if topic["topic"].endswith(SUFFIX)
            for partition in topic["partitions"]
        )
        if not every:
            return {}
        # The first request makes the coordinator of a new cluster. The consumer waits for it.
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
