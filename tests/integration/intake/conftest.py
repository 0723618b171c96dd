"""Intake on real engines, as often as a test wants it."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from services.intake.store.imports import ImportStore
from shared.plumbing.mongo import connect
from tests.integration.intake.office import Office
from tests.support.engines import Engines


@pytest.fixture
async def office(engines: Engines) -> AsyncIterator[Office]:
    async with Office.open(engines) as opened:
        yield opened


@pytest.fixture
async def store(engines: Engines) -> AsyncIterator[ImportStore]:
    """Imports that no replica works on."""
    client, database = connect(engines.mongo_url, f"imports_{uuid4().hex[:8]}")
    yield ImportStore(database)
    await client.drop_database(database.name)
    client.close()
