"""Notify on real engines, with a mail server of the test's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.notify.inbox import Inbox
from tests.integration.notify.platform import Platform
from tests.support.engines import Engines


@pytest.fixture
async def inbox() -> AsyncIterator[Inbox]:
    opened = Inbox()
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
async def platform(engines: Engines, inbox: Inbox, tmp_path: Path) -> AsyncIterator[Platform]:
    async with Platform.open(engines, inbox.port, tmp_path) as opened:
        yield opened
