"""Publishes by key, in order within each partition, and checks every acknowledgement."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.partitioner import DefaultPartitioner
from aiokafka.producer.message_accumulator import BatchBuilder

from shared.contracts.envelope import CONTENT_TYPE
from shared.plumbing.core.aggregate import Outgoing
from shared.plumbing.core.failures import Retryable, in_short
from shared.plumbing.core.settings import ServiceSettings

CONTENT_TYPE_HEADER = [("content-type", CONTENT_TYPE.encode())]
MAX_REQUEST_BYTES = 8 * 1024 * 1024
"""A dead letter may be as large as any message that came in."""
Headers = Sequence[tuple[str, bytes | None]]

_partitioner = DefaultPartitioner()


def partition_of(key: bytes, partitions: int) -> int:
    """The partition that the default partitioner of Kafka clients chooses."""
    every = list(range(partitions))
    chosen: int = _partitioner(key, every, every)
    return chosen


def build_producer(settings: ServiceSettings) -> AIOKafkaProducer:
    return AIOKafkaProducer(
        **settings.kafka.client(),
        client_id="sentra",
        acks="all",
        enable_idempotence=settings.kafka_idempotence,
        linger_ms=0,  # record batches are filled by us
        max_batch_size=262_144,
        max_request_size=MAX_REQUEST_BYTES,
        compression_type="lz4",
        request_timeout_ms=20_000,
        metadata_max_age_ms=30_000,
    )


class KafkaPublisher:
    """One producer for a process. Raises Retryable when the broker is away."""

    def __init__(
        self, settings: ServiceSettings, build: Callable[[ServiceSettings], Any] = build_producer
    ) -> None:
        self._settings = settings
        self._build = build
        # The hash is pure Python and costs as much as the append. Without cached aggregates a
        # subject seldom comes again, beyond the two events of one message.
        self._partition_of = lru_cache(max(1_000, settings.cached_aggregates))(partition_of)
        self._producer: AIOKafkaProducer | None = None
        self._starting = asyncio.Lock()
        self._turns: defaultdict[tuple[str, int], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def publish(self, events: Sequence[Outgoing]) -> None:
        """Returns when all are acknowledged. After an error, each may or may not be published."""
        if not events:
            return
        producer = await self._started()
        portions: dict[tuple[str, int], list[Outgoing]] = {}
        try:
            topics = {event.topic for event in events}
            counts = {topic: len(await producer.partitions_for(topic)) for topic in topics}
        except KafkaError as error:
            raise Retryable(f"Kafka is away: {in_short(error)}") from error
        for event in events:
            where = event.topic, self._partition_of(event.subject.encode(), counts[event.topic])
            portions.setdefault(where, []).append(event)
        sent = await asyncio.gather(
            *(self._send_portion(producer, where, portions[where]) for where in portions),
            return_exceptions=True,
        )
        await self._judge(producer, sent)

    async def send(
        self, topic: str, key: bytes | None, value: bytes | None, headers: Headers
    ) -> None:
        """Send one record and wait for its acknowledgement."""
        producer = await self._started()
        try:
            await producer.send_and_wait(topic, value=value, key=key, headers=list(headers))
        except KafkaError as error:
            await self._judge(producer, [error])

    async def stop(self) -> None:
        producer, self._producer = self._producer, None
        if producer:
            await producer.stop()

    async def _send_portion(
        self, producer: AIOKafkaProducer, where: tuple[str, int], events: list[Outgoing]
    ) -> None:
        # A record batch leaves after the one before it was acknowledged. Otherwise a failed batch,
        # sent again, would follow its successor.
        async with self._turns[where]:
            batch: BatchBuilder = producer.create_batch()
            for event in events:
                if not append(batch, event):
                    await self._send_batch(producer, where, batch)
                    batch = producer.create_batch()
                    append(batch, event)  # the first record of a batch is always taken
            await self._send_batch(producer, where, batch)

    @staticmethod
    async def _send_batch(
        producer: AIOKafkaProducer, where: tuple[str, int], batch: BatchBuilder
    ) -> None:
        batch.close()
        topic, partition = where
        acknowledged = await producer.send_batch(batch, topic, partition=partition)
        await acknowledged

    async def _judge(
        self, producer: AIOKafkaProducer, sent: Sequence[BaseException | None]
    ) -> None:
        failed = [error for error in sent if error is not None]
        if not failed:
            return
        # After a lost answer the sequence numbers may be wrong: take a new producer.
        if producer is self._producer:  # unless another publish has done so already
            await self.stop()
        for error in failed:
            if not isinstance(error, KafkaError):
                raise error
        raise Retryable(f"Kafka did not acknowledge: {in_short(failed[0])}") from failed[0]

    async def _started(self) -> AIOKafkaProducer:
        async with self._starting:
            if self._producer is None:
                producer = self._build(self._settings)
                try:
                    await producer.start()
                except BaseException as error:
                    await producer.stop()
                    if not isinstance(error, KafkaError):
                        raise
                    raise Retryable(f"Kafka is away: {in_short(error)}") from error
                self._producer = producer
            return self._producer


def append(batch: BatchBuilder, event: Outgoing) -> bool:
    key = event.subject.encode()
    taken = batch.append(timestamp=None, key=key, value=event.raw, headers=CONTENT_TYPE_HEADER)
    return taken is not None
