"""One import at work: every row is checked or taken, portion by portion, and its fate kept."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from services.intake.files.errand import Errand
from services.intake.files.reader import Portion, ReadRow
from services.intake.handlers.contents import AskFirstError, Contents
from services.intake.handlers.desks import Desks
from services.intake.handlers.in_order import InOrder
from services.intake.handlers.judging import judged_line, unreadable_line
from services.intake.handlers.people import People
from services.intake.handlers.taking import Taking
from services.intake.letters.unreadable import UnreadableLetterError
from services.intake.model.identities import identity_keys
from services.intake.model.imports import Failure, Import, ImportStatus, Mode
from services.intake.model.lines import Line, tally_of_lines
from services.intake.model.nominations import DUPLICATE, Nomination
from services.intake.model.responses import CountRows, NoteAnswer, Tally
from services.intake.model.rounds import Call
from services.intake.rules.identities import Keys, Known
from services.intake.rules.nominations import decide_nomination
from services.intake.store import response_key
from services.intake.store.imports import ImportStore
from shared.plumbing.aggregate import Message
from shared.plumbing.failures import Refused

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
        self._desks, self._store, self._key, self._job = desks, store, identity_key, job
        self._people = people
        self._contents = Contents(store, job, errand)
        self._taking = Taking(desks, people, job, self._contents)
        self._seen: dict[str, str] = {}
        self._met = Known()
        self._began, self._rows = time.monotonic(), 0
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
            await self._run(path, call)
        except AskFirstError as first:
            is_foretold = not (first.question.tables or job.checkpoint)
            shown = await self._foretold_if_agreed(path, call) if is_foretold else {}
            await self._store.ask(job.import_id, first.question, **shown)

    async def _run(self, path: Path, call: Call) -> None:
        job = self._job
        needs_check = job.mode is Mode.ALL and job.status is not ImportStatus.TAKING
        if (job.dry_run or needs_check) and not await self._checked(path, call):
            return
        await self._take(path, call)

    async def _foretold_if_agreed(self, path: Path, call: Call) -> dict[str, Any]:
        """What would become of the rows, were the owners' consent declared; none is taken."""
        contents = self._contents
        contents.errand = contents.errand.model_copy(
            update={"declared_consent_on": contents.errand.arrived_on}
        )
        return _counted(await self._check_rows(path, call))

    async def _checked(self, path: Path, call: Call) -> bool:
        """Judge every row and take none; False when that was all, or nothing may be taken."""
        job = self._job
        tally = await self._check_rows(path, call)
        is_whole = not tally.refused and not self._contents.lost_sheets
        if not job.dry_run and is_whole:
            return True
        ended = ImportStatus.REFUSED if job.mode is Mode.ALL and not is_whole else ImportStatus.DONE
        if not job.dry_run:
            await self._count(Tally(), "refused")
            tally = Tally(tally.rows, 0, tally.refused, tally.duplicates, tally.codes)
        await self._store.finish(job.import_id, ended, **_counted(tally))
        return False

    async def _check_rows(self, path: Path, call: Call) -> Tally:
        job, tally = self._job, Tally()
        await self._store.show(job.import_id, status=ImportStatus.CHECKING)
        async for portion in self._contents.portions(path):
            lines = await self._foretold(portion.rows, call)
            tally += tally_of_lines(lines)
            await self._store.keep_lines(job.import_id, lines)
            await self._store.show(job.import_id, **self._progress(portion))
        return tally

    async def _foretold(self, rows: Sequence[ReadRow], call: Call) -> list[Line]:
        """What would become of these rows, had the rows before them been taken."""
        given = {row.line: self._keys_of(row) for row in rows if row.found}
        if self._job.dry_run:
            holders = await self._desks.store.find_holders(
                {key for keys in given.values() for key in keys}
            )
            self._met.add(holders)
        ids = {line: self._met.recognise(keys).umkm_id for line, keys in given.items()}
        known: Mapping[str, object] = {}
        if self._job.dry_run:
            snapshots = await self._desks.nominations.runner.histories.load(set(ids.values()))
            known = {key: snapshot.state for key, snapshot in snapshots.items()}
        lines = []
        for row in rows:
            if row.found is None:
                lines.append(unreadable_line(row))
                continue
            umkm = ids[row.line]
            state = known.get(umkm)
            nomination = state if isinstance(state, Nomination) else Nomination(umkm)
            lines.append(judged_line(row, umkm, self._would_refuse(row, nomination, call)))
        return lines

    def _would_refuse(self, row: ReadRow, nomination: Nomination, call: Call) -> Refused | None:
        place = f"{self._job.district}, {self._contents.place_of(row.line)}"
        if (first := self._seen.setdefault(nomination.umkm_id, place)) != place:
            return Refused(DUPLICATE, first)
        told = decide_nomination(nomination, self._taking.command(row, call), self._job.created_at)
        return told if isinstance(told, Refused) else None

    async def _take(self, path: Path, call: Call) -> None:
        job = self._job
        if not job.checkpoint:
            await self._store.drop_lines(job.import_id)
        await self._store.show(job.import_id, status=ImportStatus.TAKING)
        broken = await self._take_rows(path, call)
        await self._count((await self._store.get(job.import_id)).tally(), "counted")
        if broken:
            raise broken
        await self._store.finish(job.import_id, ImportStatus.DONE, percent=WHOLE)

    async def _take_rows(self, path: Path, call: Call) -> UnreadableLetterError | None:
        broken: UnreadableLetterError | None = None
        async with InOrder[list[Line]]() as under_way:
            try:
                async for portion in self._contents.portions(path):
                    self._shown = self._progress(portion)
                    rows = [row for row in portion.rows if row.line > self._job.checkpoint]
                    given = {row.line: self._keys_of(row) for row in rows if row.found}
                    keys = frozenset(key for each in given.values() for key in each)
                    while under_way.must_wait(keys):
                        lines = await under_way.next()
                        await self._note_answer(lines)
                        await self._keep(lines)
                    await self._people.give_way()
                    under_way.begin(keys, self._taking.take(rows, given, call))
            except UnreadableLetterError as error:
                broken = error  # what was read before it is taken, and counted
            while not under_way.is_empty:
                await self._keep(await under_way.next())
        await self._settle(at_least=1)
        await self._settled()
        return broken

    async def _note_answer(self, lines: Sequence[Line]) -> None:
        """Let the district have answered with its first accepted row, while others are read."""
        if self._has_answered or not (tally := tally_of_lines(lines)).accepted:
            return
        key = response_key(self._job.round_id, self._job.district)
        message = Message(key, f"letter/{self._job.letter}/answered", NoteAnswer(tally))
        await self._desks.responses.submit_one(message)
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
        settling = self._store.settle(self._job, lines, **self._shown)
        self._settling = asyncio.create_task(settling)

    async def _settled(self) -> None:
        if self._settling:
            await self._settling
            self._settling = None

    async def _count(self, tally: Tally, cause: str) -> None:
        letter = self._job.letter
        key = response_key(self._job.round_id, self._job.district)
        count = CountRows(tally, letter)
        await self._desks.responses.submit_one(Message(key, f"letter/{letter}/{cause}", count))

    def _keys_of(self, row: ReadRow) -> Keys:
        assert row.found  # noqa: S101 - only such rows have an identity
        return identity_keys(row.found, self._key)

    def _progress(self, portion: Portion) -> dict[str, float]:
        self._rows += len(portion.rows)
        rate = self._rows / max(time.monotonic() - self._began, 0.001)
        # The last step is taken only when everything is counted.
        return {"percent": round(portion.done * 99, 1), "rows_per_second": round(rate, 1)}


def failure_of(error: UnreadableLetterError) -> Failure:
    return Failure(code=error.code, message_id=error.message_id, message_en=error.message_en)


def _counted(tally: Tally) -> dict[str, Any]:
    codes = dict(Counter(tally.codes))
    return {
        "rows": tally.rows,
        "accepted": tally.accepted,
        "refused": tally.refused,
        "duplicates": tally.duplicates,
        "codes": codes,
        "percent": WHOLE,
    }
