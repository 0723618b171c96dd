"""A supervised program is watched, started again when it dies unasked, and stopped when asked."""

import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.embedded.children import Child, Program
from deploy.embedded.errors import StartFailed
from deploy.embedded.state import Phase
from tests.integration.embedded.waiting import until

PATIENT = "import pathlib, sys, time; pathlib.Path(sys.argv[1]).touch(); time.sleep(600)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + PATIENT
TALKATIVE = (
    "import pathlib, sys, time; pathlib.Path(sys.argv[1]).touch()\n"
    "while True: print('x' * 999, flush=True); time.sleep(0.01)"
)
HOPELESS = "import sys; sys.exit('the port is taken')"


async def nothing() -> None:
    """Nobody has to be told."""


def a_child(
    folder: Path,
    code: str = PATIENT,
    *,
    stop_within: float = 10.0,
    restarted: Callable[[], Awaitable[None]] = nothing,
) -> Child:
    sign = folder / "ready"

    async def is_ready() -> bool:
        return sign.exists()

    program = Program(
        name="patient",
        port=1,
        command=(sys.executable, "-c", code, str(sign)),
        environment=dict(os.environ),
        is_ready=is_ready,
        ready_within=20.0,
        stop_within=stop_within,
    )
    return Child(program, folder, changed=lambda: None, restarted=restarted)


async def test_a_program_that_dies_is_started_again_and_the_fact_is_shown(tmp_path: Path) -> None:
    child = a_child(tmp_path)
    await child.start()
    first = child.pid
    try:
        child.kill()
        await until(lambda: child.restarts == 1 and child.phase is Phase.READY)

        assert child.pid not in {None, first}
        assert child.state().last_exit == "signal SIGKILL"
    finally:
        await child.stop()


async def test_a_program_that_is_stopped_stays_away_until_it_is_started(tmp_path: Path) -> None:
    child = a_child(tmp_path)
    await child.start()

    await child.stop()
    assert (child.phase, child.pid, child.restarts) == (Phase.STOPPED, None, 0)

    await child.start()
    assert child.phase is Phase.READY
    await child.stop()


async def test_a_program_that_ignores_the_wish_to_stop_is_ended(tmp_path: Path) -> None:
    child = a_child(tmp_path, STUBBORN, stop_within=0.3)
    await child.start()

    await child.stop()

    assert child.pid is None


async def test_a_program_that_cannot_start_says_why(tmp_path: Path) -> None:
    child = a_child(tmp_path, HOPELESS)

    with pytest.raises(StartFailed, match=r"exit code 1(.|\n)*the port is taken"):
        await child.start()

    assert child.phase is Phase.STOPPED


async def test_a_failure_of_the_supervisor_itself_is_told_and_does_not_end_the_watch(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    failures = [ConnectionError("the topics cannot be made")]

    async def refill() -> None:
        if failures:
            raise failures.pop()

    child = a_child(tmp_path, restarted=refill)
    await child.start()
    try:
        child.kill()
        await until(lambda: child.restarts == 2 and child.phase is Phase.READY)

        assert "the topics cannot be made" in caplog.text
        assert child.pid is not None
    finally:
        await child.stop()


async def test_the_log_of_a_running_program_stays_within_bounds(tmp_path: Path) -> None:
    child = a_child(tmp_path, TALKATIVE)
    child.program = replace(child.program, largest_log=20_000)
    aside = tmp_path / "patient.log.1"
    await child.start()
    first = child.pid
    try:
        await until(aside.exists)
        cut_at = aside.stat().st_mtime
        await until(lambda: child.log.stat().st_size > 0 and aside.stat().st_mtime > cut_at)

        assert child.pid == first
        assert child.log.read_bytes().startswith(b"x"), "it is written on from its new beginning"
    finally:
        await child.stop()
