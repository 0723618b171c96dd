"""The rows of one import, taken or only judged: each gets a line that says what became of it."""

from collections.abc import Mapping, Sequence
from itertools import starmap

from pydantic import SecretStr

from services.intake.files.reader import ReadRow
from services.intake.handlers.desks import Desks
from services.intake.letters import reference
from services.intake.letters.reference import heading_of
from services.intake.model.identities import identity_keys
from services.intake.model.imports import Import, Outcome
from services.intake.model.lines import Finding, Line, place_in_words
from services.intake.model.masking import shown
from services.intake.model.nominations import DUPLICATE, DUPLICATES, FIRST, Nomination, Recommend
from services.intake.model.rounds import Call
from services.intake.rules.identities import Keys, Known, Recognised
from services.intake.rules.nominations import decide_nomination
from shared.plumbing.core.aggregate import Applied, Input
from shared.plumbing.core.failures import Refused
from shared.plumbing.run.long_work import People
from shared.province.serving import province


class Rows:
    """Safe to repeat: the cause of each row follows from the file and its line."""

    def __init__(self, desks: Desks, identity_key: SecretStr, job: Import, people: People) -> None:
        self._desks, self._identity_key, self._job = desks, identity_key, job
        self._people, self.sheets = people, job.sheets
        self._known = Known()
        self._first: dict[str, str] = {}

    def keys_of(self, rows: Sequence[ReadRow]) -> dict[int, Keys]:
        """Give the keys of each row that could be read, by line."""
        return {row.line: identity_keys(row.taken, self._identity_key) for row in rows if row.taken}

    async def take(
        self, rows: Sequence[ReadRow], keys: Mapping[int, Keys], call: Call
    ) -> list[Line]:
        """Recommend these rows, step by step, so that people come between."""

        async def act(recognised: list[Recognised]) -> list[Line]:
            await self._people.give_way()
            return await self._take(rows, dict(zip(keys, recognised, strict=True)), call)

        return await self._desks.recognised(list(keys.values()), act)

    async def _take(
        self, rows: Sequence[ReadRow], umkm: Mapping[int, Recognised], call: Call
    ) -> list[Line]:
        messages = [
            Input(
                umkm[row.line].umkm_id,
                f"letter/{self._job.letter}/{row.line}",
                self._command(row, call, umkm[row.line].keys),
                self._job.import_id,
            )
            for row in rows
            if row.taken
        ]
        new = frozenset(each.umkm_id for each in umkm.values() if each.is_new)
        nominations, give_way = self._desks.nominations, self._people.give_way
        receipts = iter(await nominations.carry_out(messages, presumed_new=new, between=give_way))
        return [line_of(row, next(receipts) if row.taken else None) for row in rows]

    async def foretell(self, rows: Sequence[ReadRow], call: Call, *, look_up: bool) -> list[Line]:
        """Say what would become of these rows, had the rows before them been taken.

        `look_up`: also regard what was recommended before this letter.
        """
        keys = self.keys_of(rows)
        if look_up:
            every_key = {key for each in keys.values() for key in each}
            self._known.add(await self._desks.store.find_holders(every_key))
        umkm = {line: self._known.recognise(each).umkm_id for line, each in keys.items()}
        known = set(umkm.values()) if look_up else set()
        states = await self._desks.nominations.states(known)
        return [
            self._judged(row, states.get(umkm[row.line]) or Nomination(umkm[row.line]), call)
            if row.taken
            else line_of(row, None)
            for row in rows
        ]

    def _judged(self, row: ReadRow, nomination: Nomination, call: Call) -> Line:
        command = self._command(row, call)
        place = f"{self._job.district}, {command.place}"
        first = self._first.setdefault(nomination.umkm_id, place)
        again = None if first == place else Refused(DUPLICATE, first)
        outcome = again or decide_nomination(
            nomination, command, province().zone, self._job.created_at
        )
        refused = outcome if isinstance(outcome, Refused) else None
        return line_of(row, Applied(nomination.umkm_id, 0, refused))

    def _command(self, row: ReadRow, call: Call, keys: Keys = ()) -> Recommend:
        assert row.taken  # noqa: S101 - only such rows become commands
        place = f"{self._job.file}, {place_in_words(row.line, self.sheets)}"
        return Recommend(row.taken, call, place, self._job.created_at, keys)


def line_of(row: ReadRow, applied: Applied | None) -> Line:
    """What became of a row that the rules have judged, or of one that could not be read."""
    problems, notices = (tuple(starmap(finding, each)) for each in (row.problems, row.notices))
    if applied is None:
        return Line(row.line, Outcome.REFUSED, problems=problems)
    if (refused := applied.refused) is None:
        return Line(row.line, Outcome.ACCEPTED, applied.key, notices=notices)
    outcome = Outcome.DUPLICATE if refused.code in DUPLICATES else Outcome.REFUSED
    problem = finding("", refused.code, refused.detail.removeprefix(FIRST))
    return Line(row.line, outcome, applied.key, (problem,), notices)


def finding(field: str, code: str, cell: str | None, column: str | None = None) -> Finding:
    """Say it in both languages; private values are masked."""
    sentence = reference.sentences().get(code)
    indonesian, english = sentence or (f"Ditolak: {code}.", f"Refused: {code}.")
    sentences = {"message_id": indonesian, "message_en": english}
    column = column or heading_of(field) if field else ""
    cell = shown(field, cell) if cell else None
    return Finding(field=field, column=column, code=code, **sentences, given=cell)
