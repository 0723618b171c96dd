"""One import at work: every row is checked or taken, portion by portion, and its fate kept."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from services.intake.files.reader import Frame, Head, read_file
from services.intake.handlers import contents
from services.intake.handlers.desks import Desks
from services.intake.handlers.rows import Rows
from services.intake.letters.declarations import denies
from services.intake.letters.errand import Errand
from services.intake.model.imports import FileNotice, Import, ImportStatus, Mode
from services.intake.model.lines import Line, tally_of_lines
from services.intake.model.responses import CountRows, NoteAnswer, RowTally
from services.intake.model.rounds import Call
from services.intake.store.imports import ImportStore
from shared.plumbing.run.long_work import InOrder, People
from shared.tables.unreadable import UnreadableFileError

WHOLE = 100.0
LINES_AT_ONCE = 1_000
"""Settled together: each time costs two writes."""


class Importing:
    """Safe to begin anew at any point, by any process: causes follow from file and line."""

    def __init__(
        self,
        desks: Desks,
        store: ImportStore,
        identity_key: SecretStr,
        job: Import,
        people: People,
        errand: Errand,
    ) -> None:
        self._desks, self._store, self._job = desks, store, job
        self._heeds_denial = job.answer is None  # who answers has read the letter's sentence
        self._people, self._errand = people, errand
        self._rows = Rows(desks, identity_key, job, people)
        self._notices: list[FileNotice] = []
        self._has_lost_sheets = False
        """Whether rows cannot be read because their sheet lacks a column."""
        self._began, self._read = time.monotonic(), 0
        self._lines: list[Line] = []
        self._has_answered = False
        self._settling: asyncio.Task[None] | None = None
        self._shown: dict[str, float] = {}

    async def run(self, path: Path) -> None:
        job = self._job
        known = await self._desks.store.find_round(job.round_id)
        call = known.call if known else None
        if call is None:
            raise LookupError(f"the round of import {job.import_id} is gone")
        try:
            is_sure = job.mode is Mode.ROWS or job.status is ImportStatus.TAKING
            if (is_sure and not job.dry_run) or await self._checked(path, call):
                await self._take(path, call)
        except contents.AskFirstError as first:
            is_foretold = not (first.question.tables or job.checkpoint)
            shown = await self._foretold_if_agreed(path, call) if is_foretold else {}
            await self._store.ask(job, first.question, **shown)

    async def _foretold_if_agreed(self, path: Path, call: Call) -> dict[str, Any]:
        """What would become of the rows, were the owners' consent declared; none is taken."""
        self._heeds_denial, declared = False, {"declared_consent_on": self._errand.arrived_on}
        self._errand = self._errand.model_copy(update=declared)
        return _counted(replace(await self._check_rows(path, call), accepted=0))

    async def _checked(self, path: Path, call: Call) -> bool:
        """Judge every row and take none; False when that was all, or nothing may be taken."""
        job = self._job
        tally = await self._check_rows(path, call)
        is_refused = job.mode is Mode.ALL and bool(tally.refused or self._has_lost_sheets)
        if not (job.dry_run or is_refused):
            return True
        if is_refused:
            tally = replace(tally, accepted=0)
        if not job.dry_run:
            await self._tell("refused", CountRows(RowTally(), job.letter))
        ended = ImportStatus.REFUSED if is_refused else ImportStatus.DONE
        await self._store.finish(job, ended, **_counted(tally))
        return False

    async def _check_rows(self, path: Path, call: Call) -> RowTally:
        job, tally = self._job, RowTally()
        await self._store.show(job, status=ImportStatus.CHECKING)
        async for portion in self._portions(path):
            lines = await self._rows.foretell(portion.rows, call)
            tally += tally_of_lines(lines)
            await self._store.keep_lines(job.import_id, lines)
            await self._store.show(job, **self._progress(portion))
        return tally

    async def _take(self, path: Path, call: Call) -> None:
        job = self._job
        if not job.checkpoint:
            await self._store.drop_lines(job.import_id)
        await self._store.show(job, status=ImportStatus.TAKING)
        broken = await self._take_rows(path, call)
        tally = (await self._store.get(job.import_id)).tally()
        await self._tell("counted", CountRows(tally, job.letter))
        if broken:
            raise broken
        await self._store.finish(job, ImportStatus.DONE, percent=WHOLE)

    async def _take_rows(self, path: Path, call: Call) -> UnreadableFileError | None:
        broken: UnreadableFileError | None = None
        async with aclosing(InOrder[list[Line]]()) as under_way:
            try:
                async for portion in self._portions(path):
                    self._shown = self._progress(portion)
                    rows = [row for row in portion.rows if row.line > self._job.checkpoint]
                    keys_of_rows = self._rows.keys_of(rows)
                    keys = frozenset(chain(*keys_of_rows))
                    while under_way.must_wait(keys):
                        lines = await under_way.next()
                        await self._note_answer(lines)
                        await self._keep(lines)
                    await self._people.give_way()
                    under_way.begin(keys, self._rows.take(rows, keys_of_rows, call))
            except UnreadableFileError as error:
                broken = error  # what was read before it is taken, and counted
            while not under_way.is_empty:
                await self._keep(await under_way.next())
        await self._settle(at_least=1)
        await self._settled()
        return broken

    async def _portions(self, path: Path) -> AsyncIterator[Frame]:
        """Frames with rows; raises AskFirstError before them."""
        async for frame in read_file(path, self._errand):
            if frame.head:
                await self._keep_head(frame.head)
            elif frame.passed_over:
                lines, sheets = frame.passed_over, self._rows.sheets
                self._notices.append(contents.passed_over_in_words(lines, sheets))
                await self._show_notices()
            elif frame.rows:
                yield frame

    async def _keep_head(self, head: Head) -> None:
        self._rows.sheets = head.sheets
        # The sender said of a table without any field that nobody needs it.
        self._has_lost_sheets = any(t.missing and any(t.fields().values()) for t in head.tables)
        self._notices = list(contents.noticed_of(head))
        marks = [table.fingerprint for table in head.tables]
        await self._show_notices(sheets=head.sheets, fingerprints=marks)
        is_denied = self._heeds_denial and denies(head.sentence or "")
        is_declared = bool(self._errand.declared_consent_on and not is_denied)
        if question := contents.question_of(head, is_declared=is_declared):
            raise contents.AskFirstError(question)

    async def _show_notices(self, **more: Any) -> None:
        notices = [notice.model_dump() for notice in self._notices]
        await self._store.show(self._job, notices=notices, **more)

    async def _note_answer(self, lines: Sequence[Line]) -> None:
        """Let the district have answered with its first accepted row, while others are read."""
        if self._has_answered or not (tally := tally_of_lines(lines)).accepted:
            return
        await self._tell("answered", NoteAnswer(tally))
        self._has_answered = True

    async def _keep(self, lines: list[Line]) -> None:
        self._lines += lines
        await self._settle(at_least=LINES_AT_ONCE)

    async def _settle(self, at_least: int) -> None:
        """Write while the next rows are at work, one portion after the other."""
        if len(self._lines) < at_least:
            return
        await self._settled()
        lines, self._lines = self._lines, []
        settling = self._store.write_lines(self._job, lines, **self._shown)
        self._settling = asyncio.create_task(settling)

    async def _settled(self) -> None:
        if self._settling:
            await self._settling
            self._settling = None

    async def _tell(self, cause: str, command: CountRows | NoteAnswer) -> None:
        job = self._job
        cause = f"letter/{job.letter}/{cause}"
        await self._desks.tell_district(job.round_id, job.district, cause, command)

    def _progress(self, portion: Frame) -> dict[str, float]:
        self._read += len(portion.rows)
        rate = self._read / max(time.monotonic() - self._began, 0.001)
        # The last step is taken only when everything is counted.
        return {"percent": round(portion.done * 99, 1), "rows_per_second": round(rate, 1)}


def _counted(tally: RowTally) -> dict[str, Any]:
    return asdict(tally) | {"percent": WHOLE}
