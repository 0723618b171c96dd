"""The whole programme with three small letters: it adds up, also after everything was killed."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.embedded.local_http import HOST
from deploy.embedded.places import ROOT, Places
from deploy.embedded.platform import Platform
from deploy.embedded.state import Broker, is_running
from story.director import play
from story.embedded import end_agencies, story_platform
from story.platform import StoryError
from story.reconcile.result import Reconciliation
from tests.e2e.playing import a_plan, failures, outcome, platform_on, play_on
from tests.integration.endorsement.outsiders import running
from tests.support.clients import KIT, PYTHON

pytestmark = [
    pytest.mark.engines,
    pytest.mark.slow,
    pytest.mark.timeout(400),
]


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


@pytest.fixture(scope="module")
async def reopened(finished: Path, undisturbed: Reconciliation) -> AsyncIterator[Platform]:
    """The platform of the undisturbed story, stopped and started again."""
    assert undisturbed.figures
    async with platform_on(finished) as platform:
        yield platform


async def test_playing_a_finished_story_again_changes_nothing(
    reopened: Platform, finished: Path, undisturbed: Reconciliation
) -> None:
    again = await play(story_platform(reopened), a_plan(finished), lambda _report: None)

    assert failures(again) == []
    assert again.figures == undisturbed.figures


async def test_a_data_folder_that_has_seen_another_story_is_refused(
    reopened: Platform, finished: Path
) -> None:
    with pytest.raises(StoryError, match="another story"):
        await play(story_platform(reopened), a_plan(finished, letters=1), lambda _report: None)


async def test_a_newcomer_votes_after_the_story_and_is_asked_nothing_old(
    reopened: Platform,
) -> None:
    await end_agencies(reopened)
    intake = f"http://{HOST}:{reopened.http_port('intake')}"

    kafka = reopened.kafka_bootstrap
    async with (
        running((sys.executable, str(KIT / "recommend.py")), kafka, INTAKE=intake) as district,
        running(PYTHON, kafka, AGENCY="bi") as agency,
    ):
        [_, umkm] = (await district.says("recommended")).split()
        await agency.says("answered", umkm, "vote-cast")

    assert [line.split()[1] for line in agency.lines if line.startswith("asked")] == [umkm]


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
