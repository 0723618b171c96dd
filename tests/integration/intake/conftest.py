"""Intake on real engines, as often as a test wants it."""

from collections.abc import AsyncIterator

import pytest

from tests.integration.intake.office import Office
from tests.support.engines import Engines


@pytest.fixture
async def office(engines: Engines) -> AsyncIterator[Office]:
    async with Office.open(engines) as opened:
        yield opened
