"""The key for the ids of UMKM stays the same as long as there are data."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from pydantic import SecretStr

from services.intake.settings import OTHER_IDENTITY_KEY
from shared.plumbing.mongo import hold_to_secret
from tests.integration.intake.office import IDENTITY_KEY, Office
from tests.support.doors import begin_process
from tests.support.engines import Engines

pytestmark = pytest.mark.engines


async def test_intake_starts_again_with_its_key_and_not_with_another_one(
    office: Office, engines: Engines
) -> None:
    await office.replica()
    await office.replica()

    async with AsyncExitStack() as stack:
        settings = {
            "kafka_bootstrap": engines.kafka_bootstrap,
            "mongo_url": engines.mongo_url,
            "namespace": office.namespace,
            "identity_key": "another key of the tests",
            "http_port": 0,
        }
        started = await begin_process(stack, "services.intake", settings)

        assert await asyncio.wait_for(started.wait(), 60) != 0


async def test_who_sets_another_key_learns_the_way_out(office: Office) -> None:
    await office.replica()
    [service] = office.services
    name = "SENTRA_IDENTITY_KEY"

    with pytest.raises(ValueError, match=f"{name} is another one .* Set the key that was used"):
        await hold_to_secret(service.database, name, SecretStr("x" * 16), OTHER_IDENTITY_KEY)

    await hold_to_secret(service.database, name, IDENTITY_KEY, OTHER_IDENTITY_KEY)
