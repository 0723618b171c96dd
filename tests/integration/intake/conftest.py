"""Intake on real engines, as often as a test wants it."""

from collections.abc import AsyncIterator

import pytest

from tests.integration.intake.office import Office
from tests.support.engines import Engines, running_engines


@pytest.fixture(scope="session")
async def engines() -> AsyncIterator[Engines]:
    async with running_engines() as started:
        yield started


@pytest.fixture
async def office(engines: Engines) -> AsyncIterator[Office]:
    async with Office.open(engines) as opened:
        yield opened
