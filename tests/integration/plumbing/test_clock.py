"""Platform time as it is told on its topic."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import AIOKafkaProducer

from deploy.embedded.clock import publish_offset
from shared.plumbing.core.clock import PlatformClock
from shared.plumbing.core.kafka_server import KafkaServer
from shared.plumbing.kafka.clock import TELLS, follow
from tests.support.engines import Engines
from tests.support.waiting import until_true

pytestmark = [pytest.mark.engines, pytest.mark.timeout(60)]
NONSENSE = (
    None,
    b"",
    b"{",
    b"\xff",
    b"[]",
    b'{"offset_seconds": "soon"}',
    b'{"offset_seconds": 1e300}',
)


@pytest.fixture(autouse=True)
async def time_as_it_is(engines: Engines) -> AsyncIterator[None]:
    yield
    await publish_offset(engines.kafka_bootstrap, timedelta(0))


@asynccontextmanager
async def a_clock(engines: Engines) -> AsyncIterator[PlatformClock]:
    """A clock that knows the time."""
    clock, known = PlatformClock(), asyncio.Event()
    following = asyncio.create_task(follow(clock, KafkaServer(engines.kafka_bootstrap), known))
    try:
        async with asyncio.timeout(30):
            await known.wait()
        yield clock
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def say(engines: Engines, *values: bytes | None) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=engines.kafka_bootstrap, acks="all")
    await producer.start()
    try:
        for value in values:
            await producer.send_and_wait(TELLS.topic, value, key=b"offset", partition=0)
    finally:
        await producer.stop()


async def test_a_clock_that_starts_late_knows_the_newest_offset_before_anybody_asks_it(
    engines: Engines,
) -> None:
    await publish_offset(engines.kafka_bootstrap, timedelta(days=10))
    await publish_offset(engines.kafka_bootstrap, timedelta(days=100))

    async with a_clock(engines) as clock:
        ahead = clock.now() - datetime.now(UTC)

    assert timedelta(days=99) < ahead <= timedelta(days=100)


async def test_a_jump_wakes_those_who_wait_in_every_process(engines: Engines) -> None:
    async with a_clock(engines) as one, a_clock(engines) as other:
        one.moved.clear()
        other.moved.clear()

        await publish_offset(engines.kafka_bootstrap, timedelta(days=91))

        async with asyncio.timeout(30):
            await asyncio.gather(one.moved.wait(), other.moved.wait())
        assert {one.offset, other.offset} == {timedelta(days=91)}


async def test_nonsense_on_the_topic_of_time_moves_no_clock_and_stops_none(
    engines: Engines,
) -> None:
    await publish_offset(engines.kafka_bootstrap, timedelta(hours=1))
    async with a_clock(engines) as clock:
        clock.moved.clear()

        await say(engines, *NONSENSE, b'{"offset_seconds": 3600}')
        assert not clock.moved.is_set()
        await say(engines, b'{"offset_seconds": 7200}')

        await until_true("the clock moves", clock.moved.is_set)
        assert clock.offset == timedelta(hours=2)
