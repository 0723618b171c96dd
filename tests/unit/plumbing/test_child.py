"""A child process is given nothing of ours, and leaves nothing behind."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from services.endorsement.handlers import downloads
from shared.plumbing.core.failures import Retryable
from shared.plumbing.run.child import answer

MODULE = "a.module"
Pretend = Callable[[str], None]


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pretend:
    """Let a script stand in for the interpreter."""

    def become(script: str) -> None:
        program = tmp_path / "python"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o700)
        monkeypatch.setattr("sys.executable", str(program))

    return become


async def test_who_sets_a_letter_holds_no_setting_of_ours(
    pretend: Pretend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENTRA_MONGO_URL", "mongodb://name:secret@here")
    pretend("cat > /dev/null; env")

    made = await downloads._set(b"{}")

    assert b"PYTHONPATH" in made
    assert b"SENTRA" not in made


async def test_what_a_child_is_told_and_says_goes_through_pipes(pretend: Pretend) -> None:
    pretend("echo $*; cat")

    assert await answer(MODULE, "one", stdin=b"two", within=10) == b"-m a.module one\ntwo"


async def test_a_child_that_fails_has_no_answer(pretend: Pretend) -> None:
    pretend("echo half of it; exit 3")

    assert await answer(MODULE, within=10) is None


async def test_a_child_that_is_told_to_stop_is_asked_again(pretend: Pretend) -> None:
    pretend("kill -TERM $$")

    with pytest.raises(Retryable):
        await answer(MODULE, within=10)


async def test_a_child_that_is_waited_for_too_long_is_ended(pretend: Pretend) -> None:
    pretend("exec sleep 60")
    before = set(psutil.Process().children())  # engines of other tests

    assert await answer(MODULE, within=0.1) is None
    assert set(psutil.Process().children()) <= before


async def test_a_child_ends_with_the_request_that_asked_for_it(pretend: Pretend) -> None:
    pretend("exec sleep 60")
    before = set(psutil.Process().children())
    asking = asyncio.create_task(answer(MODULE, within=60))
    while not set(psutil.Process().children()) - before:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0.01)

    asking.cancel()
    with suppress(asyncio.CancelledError):
        await asking

    assert set(psutil.Process().children()) <= before
