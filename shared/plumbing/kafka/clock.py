"""Follows the clock of the platform, which Kafka keeps for all services."""

import asyncio
from datetime import timedelta

import orjson
import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from shared.plumbing.core.clock import PlatformClock
from shared.plumbing.core.failures import in_short
from shared.plumbing.core.kafka_server import KafkaServer

log = structlog.get_logger()
TELLS = TopicPartition("platform.clock.v1", 0)
LONGEST = timedelta(days=100 * 365)
"""A larger offset is a mistake. Near the year 9999, timers could not add to the time any more."""


async def follow(clock: PlatformClock, kafka: KafkaServer, known: asyncio.Event) -> None:
    """Follow `platform.clock.v1` until cancelled. Sets `known` after the first read."""
    while True:
        consumer = AIOKafkaConsumer(**kafka.client(), enable_auto_commit=False)
        try:
            await consumer.start()
            await _follow(clock, consumer, known)
        except KafkaError as error:
            log.warning("clock.unknown", why=in_short(error))
            await asyncio.sleep(1)
        finally:
            await consumer.stop()


async def _follow(clock: PlatformClock, consumer: AIOKafkaConsumer, known: asyncio.Event) -> None:
    consumer.assign([TELLS])
    await consumer.seek_to_beginning(TELLS)
    end = (await consumer.end_offsets([TELLS]))[TELLS]
    while True:
        if await consumer.position(TELLS) >= end:
            known.set()
        for records in (await consumer.getmany(timeout_ms=500)).values():
            for record in records:
                set_offset(clock, record.value)


def set_offset(clock: PlatformClock, value: bytes | None) -> None:
    """Move the clock as this record says. A record that makes no sense is only logged."""
    try:
        offset = timedelta(seconds=float(orjson.loads(value or b"")["offset_seconds"]))
        if abs(offset) > LONGEST:
            raise ValueError("more than a hundred years")  # noqa: TRY301 - one place to log
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        # An operator's mistake must not stop the service.
        log.warning("clock.nonsense", why=repr(error))
        return
    if offset != clock.offset:
        clock.move(offset)
        log.info("clock.moved", offset_seconds=offset.total_seconds())
