"""Mentoring on the engines of the run."""

from collections.abc import AsyncIterator

import pytest

from tests.integration.mentoring.platform import Platform
from tests.support.engines import Engines


@pytest.fixture
async def platform(engines: Engines) -> AsyncIterator[Platform]:
    async with Platform.open(engines) as opened:
        yield opened
