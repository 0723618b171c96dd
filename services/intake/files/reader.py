"""Reads a file through a child process: whatever the file does, the service goes on."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import structlog
from pydantic import BaseModel, Field

from services.intake.files import limits
from services.intake.files.children import CHILDREN
from services.intake.letters.parsing import LetterFacts
from services.intake.letters.unreadable import Unreadable, UnreadableLetterError
from services.intake.model.recommendation import Recommendation
from shared.plumbing.child import has_failed, running

log = structlog.get_logger()
_LENGTH_BYTES = 4
_CHILD = "services.intake.files.child"
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


async def read_file(path: Path, letter: LetterFacts) -> AsyncIterator[Portion]:
    """The rows of a table, portion by portion; raises UnreadableLetterError, at any point.

    Raises Retryable when the child was told to stop.
    """
    with CHILDREN.one_more():
        async with running(_CHILD, str(path), *letter.as_arguments()) as child:
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
        await has_failed(child, _CHILD)
    raise UnreadableLetterError(Unreadable.TOO_HEAVY)
