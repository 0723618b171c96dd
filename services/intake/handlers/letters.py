"""The use case of a letter: read it, recommend each row, count."""

import asyncio
import hashlib
import tempfile
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pydantic import SecretStr

from services.intake.files.reader import Head, ReadRow, read_file
from services.intake.handlers.contents import noticed_of, passed_over_in_words
from services.intake.handlers.desks import BY_CONTENT, Desks
from services.intake.handlers.reports import LetterReport, Report
from services.intake.letters.parsing import LetterFacts, parse_row
from services.intake.letters.problems import RowProblem
from services.intake.letters.reading import read_letter
from services.intake.letters.row import Row
from services.intake.model.identities import identity_keys
from services.intake.model.lines import place_in_words
from services.intake.model.nominations import Recommend
from services.intake.model.recommendation import Recommendation
from services.intake.model.responses import BeginLetter, CountRows, Reading
from services.intake.model.rounds import Call
from services.intake.rules.identities import Recognised
from services.intake.store import response_key
from shared.plumbing.aggregate import Applied, Message
from shared.plumbing.failures import Refused

PORTION = 500
WORKBOOK = b"PK\x03\x04"
Parsed = tuple[Row, Recommendation | tuple[RowProblem, ...]]


class Opened(NamedTuple):
    """The name of a letter, what was found in it, and its rows."""

    sha256: str
    head: Head
    waiting: deque[Row | Parsed]
    passed_over: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Envelope:
    """A letter as it came."""

    round_id: str
    district: str
    file: str
    content: bytes
    correlation: str | None = None

    @property
    def key(self) -> str:
        return response_key(self.round_id, self.district)


@dataclass(frozen=True, slots=True)
class Letters:
    """Files that are taken while their sender waits; what an import reads, nobody waits for."""

    desks: Desks
    limit: int
    identity_key: SecretStr

    async def take(self, envelope: Envelope) -> LetterReport | Refused:
        """Take a letter in; the same letter again is answered alike. Raises UnreadableLetterError.

        A kill half-way is made good by the same letter sent again, which is judged by the moment
        at which it came first.
        """
        call = await self.desks.call_to(envelope.round_id, envelope.district)
        if isinstance(call, Refused):
            return call
        sha256, head, waiting, passed_over = await self._opened(envelope)
        begun = await self._begin(envelope, sha256, call)
        if isinstance(begun, Refused):
            return begun
        told = list(noticed_of(head))
        if passed_over:
            told.append(passed_over_in_words(passed_over, head.sheets))
        report = Report(envelope.round_id, envelope.district, sha256, head.sheets, tuple(told))
        while rows := _portion(waiting):
            parsed = await asyncio.to_thread(_parse, rows, self._facts(envelope))
            await self._recommend(parsed, envelope, call, begun, report)
        count = CountRows(report.tally(), sha256)
        await self.desks.responses.submit_one(
            Message(
                envelope.key,
                f"letter/{sha256}/counted",
                count,
                envelope.correlation,
                asked=BY_CONTENT,
            )
        )
        return report.finished()

    async def _opened(self, envelope: Envelope) -> Opened:
        if not envelope.content.startswith(WORKBOOK) or len(envelope.content) > self.limit:
            return await asyncio.to_thread(_open, envelope, self.limit)
        # Of a workbook nothing is unpacked in this process.
        with tempfile.NamedTemporaryFile(prefix="sentra-letter-") as file:
            file.write(envelope.content)
            file.flush()
            head, passed_over = Head(), tuple[int, ...]()
            found: deque[Row | Parsed] = deque()
            async for portion in read_file(Path(file.name), self._facts(envelope)):
                head = portion.head or head
                passed_over = (*passed_over, *portion.passed_over)
                found += [_as_parsed(row) for row in portion.rows]
        return Opened(_name(envelope), head, found, passed_over)

    def _facts(self, envelope: Envelope) -> LetterFacts:
        return LetterFacts(envelope.district, self.desks.clock.now().date())

    async def _begin(self, envelope: Envelope, sha256: str, call: Call) -> Reading | Refused:
        begin = BeginLetter(sha256, envelope.file, call)
        refused = await self.desks.begin_letter(envelope.district, begin, envelope.correlation)
        if refused:
            return refused
        state = await self.desks.store.find_response(envelope.key)
        reading = state.reading.get(sha256) if state else None
        # Counted already: every row has its answer, and none is judged anew.
        return reading or Reading(envelope.file, self.desks.clock.now())

    async def _recommend(
        self,
        parsed: Sequence[Parsed],
        envelope: Envelope,
        call: Call,
        reading: Reading,
        report: Report,
    ) -> None:
        readable: list[tuple[int, Recommendation]] = []
        for row, found in parsed:
            if isinstance(found, Recommendation):
                readable.append((row.line, found))
            else:
                report.refuse(row.line, found)

        async def act(known: list[Recognised]) -> list[Applied]:
            messages = []
            for (line, new), umkm in zip(readable, known, strict=True):
                place = f"{reading.file}, {place_in_words(line, report.sheets)}"
                command = Recommend(new, call, place, reading.received_at, umkm.keys)
                cause = f"letter/{report.letter}/{line}"
                messages.append(
                    Message(umkm.umkm_id, cause, command, envelope.correlation, asked=BY_CONTENT)
                )
            return await self.desks.nominations.submit(messages)

        keys = [identity_keys(new, self.identity_key) for _, new in readable]
        told = await self.desks.recognised(keys, act)
        for (line, _), applied in zip(readable, told, strict=True):
            report.answer(line, applied)


def _open(envelope: Envelope, limit: int) -> Opened:
    letter = read_letter(envelope.content, limit=limit)
    head = Head(unknown=list(letter.unknown))
    return Opened(_name(envelope), head, deque(letter.rows), letter.passed_over)


def _name(envelope: Envelope) -> str:
    """Name a letter by its bytes, its round and its district."""
    digest = hashlib.sha256(envelope.content)
    digest.update(f"\n{envelope.key}".encode())
    return digest.hexdigest()


def _portion(waiting: deque[Row | Parsed]) -> list[Row | Parsed]:
    """Take the next rows out, so that what is done with takes no memory."""
    return [waiting.popleft() for _ in range(min(PORTION, len(waiting)))]


def _as_parsed(row: ReadRow) -> Parsed:
    problems = tuple(RowProblem.said(row.line, *said) for said in row.problems)
    return Row(row.line, {}), row.found or problems


def _parse(rows: Sequence[Row | Parsed], letter: LetterFacts) -> list[Parsed]:
    return [row if isinstance(row, tuple) else _parsed(row, letter) for row in rows]


def _parsed(row: Row, letter: LetterFacts) -> Parsed:
    recommendation, problems, _ = parse_row(row, letter)
    return row, recommendation or problems
