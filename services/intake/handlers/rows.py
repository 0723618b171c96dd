"""The rows of one import, taken or only judged: each gets a line that says what became of it."""

from collections.abc import Sequence
from itertools import chain, starmap

from pydantic import SecretStr

from services.intake.files.reader import ReadRow
from services.intake.handlers.desks import Desks
from services.intake.letters import reference
from services.intake.letters.reference import heading_of
from services.intake.model.identities import identity_keys
from services.intake.model.imports import Import, Outcome
from services.intake.model.lines import Finding, Line, place_in_words
from services.intake.model.masking import shown
from services.intake.model.nominations import DUPLICATES, FIRST, Nomination, Recommend
from services.intake.model.recommendation import Recommendation
from services.intake.model.rounds import Call
from services.intake.rules.identities import Keys, Known, Recognised
from services.intake.rules.nominations import decide_nomination
from shared.plumbing.core.aggregate import Applied, Input, receipts_for
from shared.plumbing.core.failures import Refused
from shared.plumbing.run.long_work import People
from shared.province.serving import province


class Rows:
    """Safe to repeat: the cause of each row follows from the file and its line."""

    def __init__(self, desks: Desks, identity_key: SecretStr, job: Import, people: People) -> None:
        self._desks, self._identity_key, self._job = desks, identity_key, job
        self._people, self.sheets = people, job.sheets
        self._known = Known()
        self._taken: dict[str, Nomination] = {}
        """Where each UMKM that is foretold as taken stands then."""

    def keys_of(self, rows: Sequence[ReadRow]) -> list[Keys]:
        """Give the keys of each row that could be read."""
        return [identity_keys(row.taken, self._identity_key) for row in rows if row.taken]

    async def take(self, rows: Sequence[ReadRow], keys: Sequence[Keys], call: Call) -> list[Line]:
        """Recommend these rows, step by step, so that people come between."""
        nominations, give_way = self._desks.nominations, self._people.give_way

        async def act(recognised: list[Recognised]) -> list[Line]:
            await give_way()
            messages = self._messages(rows, recognised, call)
            new = frozenset(each.umkm_id for each in recognised if each.is_new)
            receipts = await nominations.carry_out(messages, presumed_new=new, between=give_way)
            return _lines_of(rows, receipts)

        return await self._desks.recognised(keys, act)

    async def foretell(self, rows: Sequence[ReadRow], call: Call) -> list[Line]:
        """Say what taking these rows would say, had the rows before them been taken."""
        keys = self.keys_of(rows)
        self._known.add(await self._desks.store.find_holders({*chain(*keys)}))
        recognised = [self._known.recognise(each) for each in keys]
        messages = [self._behind_taken(each) for each in self._messages(rows, recognised, call)]
        changes = await self._desks.nominations.foretell(messages)
        for change in changes:
            standing = change.state.find_in(call.round_id)
            if standing and not all(entry.refused for entry in change.entries):
                self._taken[change.key] = Nomination(change.key, (standing,))
        return _lines_of(rows, receipts_for(messages, changes))

    def _behind_taken(self, message: Input) -> Input:
        """Refuse a row whose UMKM an earlier portion of this letter takes."""
        if (taken := self._taken.get(message.key)) is None:
            return message
        outcome = decide_nomination(taken, message.command, province().zone, self._job.created_at)
        return message._replace(refused=outcome) if isinstance(outcome, Refused) else message

    def _messages(
        self, rows: Sequence[ReadRow], recognised: Sequence[Recognised], call: Call
    ) -> list[Input]:
        umkm = iter(recognised)
        return [self._message(row.line, row.taken, next(umkm), call) for row in rows if row.taken]

    def _message(self, line: int, new: Recommendation, umkm: Recognised, call: Call) -> Input:
        place = f"{self._job.file}, {place_in_words(line, self.sheets)}"
        command = Recommend(new, call, place, self._job.created_at, umkm.keys)
        letter = f"letter/{self._job.letter}"
        return Input(umkm.umkm_id, f"{letter}/{line}", command, letter)


def _lines_of(rows: Sequence[ReadRow], receipts: Sequence[Applied]) -> list[Line]:
    """The receipts belong to the rows that could be read, in their order."""
    left = iter(receipts)
    return [line_of(row, next(left) if row.taken else None) for row in rows]


def line_of(row: ReadRow, applied: Applied | None) -> Line:
    """What became of a row that the rules have judged, or of one that could not be read."""
    if applied is None:
        return Line(row.line, Outcome.REFUSED, problems=tuple(starmap(finding, row.problems)))
    if (refused := applied.refused) is None:
        notices = tuple(starmap(finding, row.notices))
        return Line(row.line, Outcome.ACCEPTED, applied.key, notices=notices)
    outcome = Outcome.DUPLICATE if refused.code in DUPLICATES else Outcome.REFUSED
    problem = finding("", refused.code, refused.detail.removeprefix(FIRST))
    return Line(row.line, outcome, applied.key, (problem,))


def finding(field: str, code: str, cell: str | None, column: str | None = None) -> Finding:
    """Say it in both languages; private values are masked."""
    pair = reference.sentences().get(code) or (f"Ditolak: {code}.", f"Refused: {code}.")
    words = {"code": code, "message_id": pair[0], "message_en": pair[1]}
    column = column or heading_of(field) if field else ""
    return Finding(field=field, column=column, given=shown(field, cell) if cell else None, **words)
