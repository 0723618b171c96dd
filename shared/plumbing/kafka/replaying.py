"""Publishes all events again from the histories, without erased ones."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from typing import Protocol

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from shared.contracts.registry import erasable_topics
from shared.plumbing.core.aggregate import Outgoing
from shared.plumbing.core.failures import Retryable, in_short
from shared.plumbing.core.kafka_server import KafkaServer
from shared.plumbing.core.ports import Publisher

PORTION = 500
SILENCE_MS = 10_000
"""How long to wait for the next record of a topic that holds more."""
FindErased = Callable[[str], Awaitable[Collection[str]]]
"""Finds the subjects that were erased on a topic."""


class Replayed(Protocol):
    """What this module needs of histories."""

    def replay(self) -> AsyncIterator[list[Outgoing]]:
        """Yield all events in portions, in order within each aggregate."""


async def replay(
    histories: Replayed, publisher: Publisher, find_erased: FindErased | None = None
) -> int:
    """Returns the number of published events. Raises Retryable when Kafka or MongoDB is away.

    Erasable events stay out, because the histories do not know what was erased. With `find_erased`
    the newest event of each subject goes out, unless it was erased.
    """
    count, portion = 0, list[Outgoing]()
    newest: dict[tuple[str, str], Outgoing] = {}
    async for events in histories.replay():
        for event in events:
            if event.topic not in erasable_topics():
                portion.append(event)
            elif find_erased:
                newest[event.topic, event.subject] = event
        if len(portion) >= PORTION:
            await publisher.publish(portion)
            count, portion = count + len(portion), []
    if find_erased:
        portion += await _not_erased(list(newest.values()), find_erased)
    await publisher.publish(portion)
    return count + len(portion)


async def _not_erased(events: Sequence[Outgoing], find_erased: FindErased) -> list[Outgoing]:
    erased = {topic: await find_erased(topic) for topic in {event.topic for event in events}}
    return [event for event in events if event.subject not in erased[event.topic]]


async def erased_on(kafka: KafkaServer, topic: str) -> set[str]:
    """Find the keys whose newest record on this compacted topic is empty."""
    try:
        async with AIOKafkaConsumer(
            topic,
            **kafka.client(),
            group_id=None,  # reads all partitions, and commits nothing
            auto_offset_reset="earliest",
        ) as consumer:
            return await _erased(consumer, topic)
    except KafkaError as error:
        raise Retryable(f"Kafka is away: {in_short(error)}") from error


async def _erased(consumer: AIOKafkaConsumer, topic: str) -> set[str]:
    erased: set[str] = set()
    for partition, end in (await consumer.end_offsets(list(consumer.assignment()))).items():
        while await consumer.position(partition) < end:
            taken = await consumer.getmany(partition, timeout_ms=SILENCE_MS)
            if not taken:
                raise Retryable(f"{topic} ends before it should")
            for record in taken[partition]:
                key = (record.key or b"").decode(errors="replace")
                (erased.discard if record.value is not None else erased.add)(key)
    return erased
