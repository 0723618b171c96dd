"""The whole programme with three small letters: it adds up, whatever dies in the middle of it."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.places import ROOT, Places
from deploy.embedded.platform import Platform
from deploy.embedded.state import Broker, is_running
from story.director import play
from story.embedded import stage_of
from story.reconcile.result import Reconciliation
from story.stage import StoryError
from tests.e2e.playing import a_plan, before, failures, outcome, platform_on, play_on

pytestmark = [
    pytest.mark.engines,
    pytest.mark.slow,
    pytest.mark.timeout(400),
]
Disturb = Callable[[Platform], Coroutine[Any, Any, None]]
OUTAGE_SECONDS = 10.0


@pytest.fixture(scope="module", autouse=True)
def _impatient_jobs() -> Iterator[None]:
    """What is due is looked for more often, so that the story is shorter."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SENTRA_JOBS_EVERY_SECONDS", "0.2")
        yield


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the undisturbed story."""
    return tmp_path_factory.mktemp("undisturbed")


@pytest.fixture(scope="module")
async def undisturbed(finished: Path, _impatient_jobs: None) -> Reconciliation:
    return await play_on(finished)


async def test_a_small_programme_adds_up(undisturbed: Reconciliation) -> None:
    assert failures(undisturbed) == []
    assert undisturbed.figures["intake.round-opened.v1"] == 3
    assert undisturbed.figures["intake.district-reminded.v1"] == 2
    for kind in ("umkm-endorsed", "umkm-rejected", "priority-list-published"):
        assert undisturbed.figures[f"endorsement.{kind}.v1"] > 0
    assert undisturbed.figures["mentoring.export-ready.v1"] > 0


async def test_after_kills_of_everything_the_story_ends_the_same(
    tmp_path: Path, undisturbed: Reconciliation
) -> None:
    await play_until_killed(tmp_path, "Letters after the reminder")
    await play_until_killed(tmp_path, "Licensing")

    result = await play_on(tmp_path)

    assert failures(result) == []
    assert outcome(result) == outcome(undisturbed)


async def test_playing_a_finished_story_again_changes_nothing(
    finished: Path, undisturbed: Reconciliation
) -> None:
    again = await play_on(finished)

    assert failures(again) == []
    assert again.figures == undisturbed.figures


async def test_a_data_folder_that_has_seen_another_story_is_refused(tmp_path: Path) -> None:
    places = Places.of(tmp_path)
    places.make()
    (places.run / "story.json").write_text(
        '{"at": "2026-01-01T00:00:00Z", "letters": ["other.csv"], "capacity": 1, "seed": 1}'
    )

    with pytest.raises(StoryError, match="another story"):
        await play_on(tmp_path)


async def kill_every_service(platform: Platform) -> None:
    for service in ("intake", "endorsement", "mentoring", "notify"):
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

        result = await play(stage_of(platform), a_plan(tmp_path), before(act, begin))
        await asyncio.gather(*disturbing)

    assert len(disturbing) == 1
    assert failures(result) == []
    assert outcome(result) == outcome(undisturbed)


async def test_the_story_adds_up_on_the_stand_in_broker_too(
    tmp_path: Path, undisturbed: Reconciliation
) -> None:
    result = await play_on(tmp_path, broker=Broker.TANSU)

    assert failures(result) == []
    assert outcome(result) == outcome(undisturbed)


async def play_until_killed(data: Path, act: str) -> None:
    """SIGKILL of the process that supervises everything, at the moment when the act begins."""
    playing = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.e2e.playing",
        str(data),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert playing.stdout is not None
    try:
        async with asyncio.timeout(200):
            async for line in playing.stdout:
                if line.decode().strip() == f"begin {act}":
                    break
            else:
                pytest.fail(f"the story ended before {act!r}")
    finally:
        if playing.returncode is None:
            playing.send_signal(signal.SIGKILL)
        await playing.wait()
    assert not is_running(Places.of(data))
