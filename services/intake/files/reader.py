"""Reads a file through a child process: whatever the file does, the service goes on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Annotated

import structlog
from pydantic import BaseModel, Field

from services.intake.files.limits import CHILDREN
from services.intake.letters.errand import Errand
from services.intake.model.questions import TableView
from services.intake.model.recommendation import Recommendation
from shared.province.serving import province
from shared.tables.children import frames_of
from shared.tables.unreadable import Unreadable, UnreadableFileError

log = structlog.get_logger()
_CHILD = "services.intake.files.child"


HeadedRemark = tuple[str, str, str | None, str | None]
"""A remark of the child, and the office's own heading of the column."""


class ReadRow(BaseModel):
    """One row as the child read it."""

    line: int
    taken: Recommendation | None = None
    problems: tuple[HeadedRemark, ...] = ()
    notices: tuple[HeadedRemark, ...] = ()


class Head(BaseModel):
    """What is known of the file before its rows."""

    tables: list[TableView] = []
    """In the order of their lines; see `model.lines`."""
    has_consent: bool = True
    """Whether a column of each table holds the owners' consent."""
    sentence: str | None = None
    """What the file says of it outside its tables."""
    unread: list[str] = []
    """Sheets that hold rows, but no headings."""

    @property
    def sheets(self) -> tuple[str, ...]:
        return tuple(t.sheet for t in self.tables) if len(self.tables) > 1 else ()


class Frame(BaseModel):
    """What the child says at once; `done` goes from 0 to 1, as far as it can be known."""

    head: Head | None = None
    rows: list[ReadRow] = []
    done: Annotated[float, Field(ge=0, le=1)] = 0.0
    passed_over: list[int] = []
    unreadable: Unreadable | None = None
    details: dict[str, object] = {}


async def read_file(path: Path, errand: Errand) -> AsyncIterator[Frame]:
    """The head of a table, its rows, what was passed over; raises UnreadableFileError anywhere.

    Raises Retryable when the child was told to stop.
    """
    # Linux allows 128 KB for a word of a command; what a district taught Sentra may be longer.
    words = path.with_suffix(".errand")
    await asyncio.to_thread(words.write_text, errand.model_dump_json())
    folder = str(province().folder)
    with CHILDREN.one_more():
        async with aclosing(frames_of(_CHILD, str(path), str(words), folder)) as frames:
            async for raw in frames:
                # Hostile or not, what the child says is believed only in this shape.
                frame = Frame.model_validate_json(raw)
                if frame.unreadable:
                    why = frame.details.get("why")
                    log.info("files.unreadable", code=frame.unreadable, why=why)
                    raise UnreadableFileError(frame.unreadable, **frame.details)
                yield frame
