"""Reads a file through a child process: whatever the file does, the service goes on."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, NamedTuple

import structlog
from pydantic import BaseModel, Field

from services.intake.files import limits
from services.intake.files.children import CHILDREN
from services.intake.letters.recommendation import Recommendation
from services.intake.letters.unreadable import Unreadable, UnreadableLetterError
from shared.plumbing.failures import Retryable

log = structlog.get_logger()
_LENGTH_BYTES = 4
_PIPE_BYTES = 1 * limits.MEGABYTE
_TOLD_TO_STOP = frozenset({-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP})
_ROOT = Path(__file__).parents[3]
Said = tuple[str, str, str | None]
"""Field, code, what was given."""


class ReadRow(BaseModel):
    """One row as the child read it."""

    line: int
    found: Recommendation | None = None
    problems: tuple[Said, ...] = ()
    notices: tuple[Said, ...] = ()


class Head(BaseModel):
    """What was found in the file, before its rows."""

    sheets: list[str] = []
    """In the order of their lines, where there is more than one; see `letters.sheets`."""
    columns: dict[str, str] = {}
    """The office's own headings, by field."""
    unknown: list[str] = []
    """Headings of columns that nobody reads."""
    left_out: list[tuple[str, tuple[str, ...]]] = []
    """Sheets that are not read though they hold something, and the fields that they lack."""


class Frame(BaseModel):
    """What the child says at once; `done` goes from 0 to 1, as far as it can be known."""

    head: Head | None = None
    rows: list[ReadRow] = []
    done: Annotated[float, Field(ge=0, le=1)] = 0.0
    passed_over: list[int] = []
    unreadable: Unreadable | None = None
    details: dict[str, object] = {}


class Portion(NamedTuple):
    """The first one has the head and no rows, the last one what was passed over."""

    rows: list[ReadRow]
    done: float
    head: Head | None = None
    passed_over: Sequence[int] = ()


async def read_file(path: Path, district: str) -> AsyncIterator[Portion]:
    """The rows of a table, portion by portion; raises UnreadableLetterError, at any point.

    Raises Retryable when the child was told to stop.
    """
    async with _child(path, district) as child:
        while (raw := await _frame(child)) is not None:
            # Hostile or not, what the child says is believed only in this shape.
            frame = Frame.model_validate_json(raw)
            if frame.unreadable:
                why = frame.details.get("why")
                log.info("files.unreadable", code=frame.unreadable, why=why)
                raise UnreadableLetterError(frame.unreadable, **frame.details)
            if frame.rows or frame.head or frame.passed_over:
                yield Portion(frame.rows, frame.done, frame.head, frame.passed_over)


async def _frame(child: asyncio.subprocess.Process) -> bytes | None:
    assert child.stdout  # noqa: S101 - it is a pipe
    try:
        async with asyncio.timeout(limits.FRAME_WALL_SECONDS):
            length = int.from_bytes(await child.stdout.readexactly(_LENGTH_BYTES), "big")
            if length > limits.FRAME_BYTES:
                raise UnreadableLetterError(Unreadable.TOO_HEAVY)
            return await child.stdout.readexactly(length) if length else None
    except TimeoutError:
        log.warning("files.child-silent", seconds=limits.FRAME_WALL_SECONDS)
    except asyncio.IncompleteReadError:
        code = await child.wait()
        log.warning("files.child-died", code=code)
        if code in _TOLD_TO_STOP:  # by whoever stops the machine: the file is as good as it was
            raise Retryable("the reader of a file was told to stop") from None
    raise UnreadableLetterError(Unreadable.TOO_HEAVY)


@asynccontextmanager
async def _child(path: Path, district: str) -> AsyncIterator[asyncio.subprocess.Process]:
    words = ("-m", "services.intake.files.child", str(path), district)
    with CHILDREN.one_more():
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            *words,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # a traceback could hold what is in the file
            limit=_PIPE_BYTES,
            cwd=_ROOT,
            # A stop that is sent to the service and all it started would look like a bad file.
            # When the service is killed, the child ends at the closed pipe.
            start_new_session=True,
            # None of our own settings: they hold the key of the identities.
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8"},
        )
        try:
            yield child
        finally:
            if child.returncode is None:
                child.kill()
            await child.wait()
