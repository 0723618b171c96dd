"""Endorsement on the engines of the run, and on engines that may be taken away."""

from collections.abc import AsyncIterator

import pytest

from deploy.topics import ensure_topics
from shared.plumbing.core.kafka_server import KafkaServer
from tests.integration.endorsement.hall import Hall, Replica
from tests.integration.endorsement.listing import Listing
from tests.support.engines import EmbeddedEngines, Engines, running_engines


@pytest.fixture(scope="package")
async def engines() -> AsyncIterator[Engines]:
    """Engines of their own: what is sent here would trouble the tests of other services."""
    async with running_engines() as started:
        yield started


@pytest.fixture(scope="module")
async def hall(engines: Engines) -> AsyncIterator[Hall]:
    async with Hall.open(engines) as opened:
        yield opened


@pytest.fixture(scope="module")
async def replica(hall: Hall) -> Replica:
    """One that is met by every bad thing in turn, and is expected to live through all."""
    return await hall.replica()


@pytest.fixture(scope="package")
async def fragile() -> AsyncIterator[EmbeddedEngines]:
    """Engines that nobody else uses."""
    engines = EmbeddedEngines()
    await engines.start()
    try:
        await ensure_topics(KafkaServer(engines.kafka_bootstrap))
        yield engines
    finally:
        await engines.stop()


@pytest.fixture
async def own(hall: Hall) -> AsyncIterator[Hall]:
    """A hall with its own group and database. Its replicas share one instance name."""
    async with Hall.open(hall.engines, instance="the-one") as opened:
        yield opened


@pytest.fixture
async def listing(engines: Engines) -> AsyncIterator[Listing]:
    """Priority lists with a database of its own."""
    async with Hall.open(engines, jobs_every_seconds=0.2, relay_every_seconds=0.2) as own:
        yield await Listing.open(own)
