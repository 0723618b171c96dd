"""Mentoring on real engines, as often as a test wants it."""

from collections.abc import AsyncIterator

import pytest

from tests.integration.mentoring.platform import Platform
from tests.support.engines import Engines, running_engines


@pytest.fixture(scope="session")
async def engines() -> AsyncIterator[Engines]:
    async with running_engines() as started:
        yield started


@pytest.fixture
async def platform(engines: Engines) -> AsyncIterator[Platform]:
    async with Platform.open(engines) as opened:
        yield opened
