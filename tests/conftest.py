"""What every test may use; the engines are started once, by the first test that asks."""

import os
from collections.abc import AsyncIterator

import pytest

from tests.support.engines import STACK, Engines, running_engines


def pytest_report_header() -> str:
    return f"stack: {os.environ.get(STACK, 'embedded')} (chosen by {STACK})"


@pytest.fixture(scope="session")
async def engines() -> AsyncIterator[Engines]:
    async with running_engines() as started:
        yield started
