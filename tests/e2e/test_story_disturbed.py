"""A small programme ends the same, whatever happens to one part of the platform meanwhile."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.platform import Platform
from deploy.services import service_names
from story.director import play
from story.embedded import story_platform
from story.reconcile.result import Reconciliation
from tests.e2e.playing import a_plan, before, failures, outcome, platform_on

pytestmark = [
    pytest.mark.engines,
    pytest.mark.slow,
    pytest.mark.timeout(400),
]
Disturb = Callable[[Platform], Coroutine[Any, Any, None]]
OUTAGE_SECONDS = 10.0


async def kill_every_service(platform: Platform) -> None:
    for service in service_names():
        platform.kill(service)


async def kill_an_agency(platform: Platform) -> None:
    platform.kill("agency-bi")


async def take_mongod_away(platform: Platform) -> None:
    await away(platform, "mongod")


async def take_the_broker_away(platform: Platform) -> None:
    await away(platform, "kafka")


async def away(platform: Platform, name: str) -> None:
    await platform.stop(name)
    await asyncio.sleep(OUTAGE_SECONDS)  # the outage itself, not a wait for something
    await platform.start(name)


async def let_a_second_replica_come_and_go(platform: Platform) -> None:
    name = await platform.start_replica("endorsement")
    await platform.stop(name)


@pytest.mark.parametrize(
    ("disturb", "act"),
    [
        (kill_every_service, "Packaging"),
        (kill_an_agency, "Letters at once"),
        (take_mongod_away, "Letters at once"),
        (take_the_broker_away, "Packaging"),
        (let_a_second_replica_come_and_go, "Letters at once"),
    ],
)
async def test_a_disturbance_in_the_middle_changes_nothing(
    disturb: Disturb, act: str, tmp_path: Path, undisturbed: Reconciliation
) -> None:
    disturbing: list[asyncio.Task[None]] = []
    async with platform_on(tmp_path) as platform:

        def begin() -> None:
            disturbing.append(asyncio.create_task(disturb(platform)))

        result = await play(story_platform(platform), a_plan(tmp_path), before(act, begin))
        await asyncio.gather(*disturbing)

    assert len(disturbing) == 1
    assert failures(result) == []
    assert outcome(result) == outcome(undisturbed)
