"""The loop around a bare batch: `getmany`, the batch, one commit.

No inbox, no history, no dead letters: a message that fails is lost, one that repeats counts twice.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

from shared.plumbing.core.settings import ServiceSettings

Batch = Callable[[list[ConsumerRecord], AIOKafkaProducer], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Drained:
    """From the first batch to the last commit."""

    seconds: float
    cpu_seconds: float


async def drain(
    settings: ServiceSettings, topics: Sequence[str], messages: int, batch: Batch
) -> Drained:
    """Take so many messages from the topics."""
    consumer = AIOKafkaConsumer(
        *topics,
        bootstrap_servers=settings.kafka_bootstrap,
        group_id=f"bare{settings.namespace}",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    loop = asyncio.get_running_loop()
    done, began, used = 0, 0.0, 0.0
    async with consumer, bare_producer(settings) as producer:
        while done < messages:
            portions = await consumer.getmany(timeout_ms=1000, max_records=settings.batch_size)
            records = [record for portion in portions.values() for record in portion]
            if not records:
                continue
            if not began:
                began, used = loop.time(), time.process_time()
            await batch(records, producer)
            ends = {TopicPartition(r.topic, r.partition): r.offset + 1 for r in records}
            await consumer.commit(ends)
            done += len(records)
        return Drained(loop.time() - began, time.process_time() - used)


def bare_producer(settings: ServiceSettings) -> AIOKafkaProducer:
    """Return a producer with the settings of the platform's own, not yet started."""
    return AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap,
        acks="all",
        enable_idempotence=settings.kafka_idempotence,
        linger_ms=2,
        max_batch_size=262_144,
        compression_type="lz4",
    )
