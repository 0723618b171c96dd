"""What every test may use; the engines are started once, by the first test that asks."""

import os
import signal
from collections.abc import AsyncIterator

import pytest

from tests.support.engines import STACK, Engines, running_engines

# Run in the background of a script, tests begin with Ctrl-C ignored, and what they start inherits
# that: no program of an agency could be ended as its page says.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_report_header() -> str:
    return f"stack: {os.environ.get(STACK, 'embedded')} (chosen by {STACK})"


@pytest.fixture(scope="session")
async def engines() -> AsyncIterator[Engines]:
    async with running_engines() as started:
        yield started
