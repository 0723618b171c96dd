"""A small programme ends the same when parts of the platform fail, one after another."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.platform import Platform
from deploy.services import service_names
from story.director import ActReport, play
from story.embedded import story_platform
from story.reconcile.result import Reconciliation
from tests.e2e.playing import a_plan, failures, outcome, platform_on

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


# Each act has one disturbance. An act waits until all of its messages are dealt with, so two
# disturbances in acts that are far apart do not meet.
@pytest.mark.parametrize(
    "disturbances",
    [
        pytest.param(
            {
                "Letters at once": let_a_second_replica_come_and_go,
                "Letters after the reminder": kill_an_agency,
                "Packaging": take_the_broker_away,
            },
            id="a replica, an agency and the broker",
        ),
        pytest.param(
            {"Letters at once": take_mongod_away, "Packaging": kill_every_service},
            id="the database and every service",
        ),
    ],
)
async def test_disturbances_in_the_middle_change_nothing(
    disturbances: Mapping[str, Disturb], tmp_path: Path, undisturbed: Reconciliation
) -> None:
    disturbing: dict[str, asyncio.Task[None]] = {}
    async with platform_on(tmp_path) as platform:

        def begin(report: ActReport) -> None:
            if report.title in disturbances and not report.what:
                disturb = disturbances[report.title]
                disturbing[report.title] = asyncio.create_task(disturb(platform))

        result = await play(story_platform(platform), a_plan(tmp_path), begin)
        await asyncio.gather(*disturbing.values())

    assert disturbing.keys() == disturbances.keys()
    assert failures(result) == []
    assert outcome(result) == outcome(undisturbed)
