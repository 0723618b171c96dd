"""The use cases of what is asked about a letter: asked, answered, remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from services.intake.handlers.imports import Imports
from services.intake.letters import reference
from services.intake.letters.vocabulary import vocabulary
from services.intake.model.imports import FINISHED, Import, ImportStatus, Outcome
from services.intake.model.lines import Line, place_in_words
from services.intake.model.nominations import WithdrawUmkm
from services.intake.model.questions import CONSENT, Answer, KnownHeadings, Question, TableView
from services.intake.rules.nominations import is_after
from services.intake.store.headings import HeadingStore
from shared.plumbing.core.aggregate import Input, portions_of
from shared.plumbing.core.clock import Clock
from shared.plumbing.core.failures import Refused
from shared.province.serving import province

ColumnAnswers = Mapping[tuple[str, str], tuple[str, ...]]
"""What each column holds, as the sender says, by its sheet and its letter."""


@dataclass(frozen=True, slots=True)
class Questions:
    imports: Imports
    headings: HeadingStore
    clock: Clock

    async def answer(
        self, job: Import, columns: ColumnAnswers, consent_on: date | None, officer: str
    ) -> Import | Refused:
        """Take an answer, remember it for the district's next letter, and let the file be read.

        Of two officers who answer at once the first one counts; the second one is refused.
        """
        if job.question is None or job.status is not ImportStatus.WAITING_FOR_COLUMNS:
            return _not_asked(job)
        if not (columns or consent_on) and (named := _open_in_words(job.question)):
            return Refused("answer-empty", named)
        now = self.clock.now()
        tables = _completed(job.question, columns)
        if isinstance(tables, Refused):
            return tables
        if refused := _why_not(job.question, tables, consent_on, now):
            return refused
        answer = _answer_of(job, tables, consent_on, officer, now)
        # First, so that a process that is killed here forgets no answer that counts.
        await self.headings.keep(_known(job, tables, answer))
        answered = await self.imports.store.answer(job, answer)
        if answered is None:
            first = await self.imports.store.get(job.import_id)
            if first.answer:  # it counts, and what was kept above does not
                await self.headings.keep(_known(job, tables, first.answer))
            return _not_asked(first)
        self.imports.arrived.set()
        return answered

    async def withdraw(self, job: Import, reason: str) -> Import | Refused:
        """Take back what stands as this letter recommended it, while its file may be sent again.

        Safe to repeat after a kill. What its headings were said to hold is forgotten.
        """
        state = "forgotten" if job.forgotten else job.status
        if job.dry_run or state not in FINISHED - {ImportStatus.WITHDRAWN}:
            return Refused("nothing-to-withdraw", state)
        store, desks = self.imports.store, self.imports.desks
        call = await desks.call_to(job.round_id, job.district)
        if isinstance(call, Refused) or call.is_over_at(self.clock.now(), job.district):
            return Refused("too-late-to-withdraw", "")
        lines = store.read_lines(job.import_id)
        accepted = [line async for line in lines if line.outcome is Outcome.ACCEPTED]
        messages = [_withdrawal(job, line, reason) for line in accepted]
        for portion in portions_of(messages, 500):
            await desks.nominations.carry_out(portion, between=self.imports.people.give_way)
        for fingerprint in job.fingerprints:
            await self.headings.forget(job.district, fingerprint)
        await store.withdraw(job.import_id)
        return await store.get(job.import_id)


def _withdrawal(job: Import, line: Line, reason: str) -> Input:
    place = f"{job.file}, {place_in_words(line.line, job.sheets)}"
    command = WithdrawUmkm(reason, job.round_id, place)
    return Input(str(line.umkm_id), f"letter/{job.letter}/{line.line}/withdrawn", command)


def _answer_of(
    job: Import, tables: Sequence[TableView], consent_on: date | None, officer: str, now: datetime
) -> Answer:
    """What was answered before stays: a column may raise a second question, for the consent."""
    fields = {number: table.fields() for table in tables for number in table.numbers}
    before = job.answer or Answer(fields={}, consent_on=None, officer=officer, at=now)
    return Answer(
        fields={**before.fields, **fields},
        consent_on=consent_on or before.consent_on,
        officer=officer,
        at=now,
    )


def _not_asked(job: Import) -> Refused:
    by = f", {job.answer.officer} {job.answer.at.isoformat(' ', 'minutes')}" if job.answer else ""
    state = job.failure.code if job.failure else job.status
    return Refused("not-asked", state + by)


def _why_not(
    question: Question, tables: Sequence[TableView], consent_on: date | None, now: datetime
) -> Refused | None:
    named = {field for table in tables for column in table.columns for field in column.fields}
    if question.consent and consent_on is None and not named & CONSENT:
        return Refused("consent-not-declared", "")
    if consent_on and is_after(consent_on, now, province().zone):
        return Refused("consent-in-future", str(consent_on))
    return None


def _open_in_words(question: Question) -> str:
    columns = (column for table in question.tables for column in table.columns if column.open)
    return ", ".join(f"{c.sheet} {c.column}".strip() for c in columns)


def _completed(question: Question, columns: ColumnAnswers) -> Sequence[TableView] | Refused:
    """The tables that are asked about or answered anew, with the answers in their places."""
    may_be_named = (*question.tables, *question.answered)
    places = {(c.sheet, c.column) for table in may_be_named for c in table.columns}
    for (sheet, column), fields in columns.items():
        if (sheet, column) not in places:
            return Refused("no-column", f"{sheet} {column}".strip())
        if unknown := sorted(set(fields) - vocabulary().fields):
            known = reference.named(sorted(vocabulary().fields))
            return Refused("unknown-field", ", ".join(unknown) + "\n" + known)
    anew = [t for t in question.answered if any((c.sheet, c.column) in columns for c in t.columns)]
    tables = [_with(table, columns) for table in (*question.tables, *anew)]
    read = [table for table in tables if any(table.fields().values())]
    judged = read if read or question.others else tables
    return next(filter(None, map(_fault_of, judged)), None) or tables


def _with(table: TableView, answers: ColumnAnswers) -> TableView:
    """A column that is asked about and not named is not read, and a table without any neither."""
    kept = {(c.sheet, c.column): () if c.open else c.fields for c in table.columns}
    fields = {place: answers.get(place, names) for place, names in kept.items()}
    is_answered = any(fields[c.sheet, c.column] for c in table.columns if c.open)
    if not is_answered and not {*chain(*fields.values())}.issuperset(vocabulary().required):
        fields = {}
    columns = (
        c.model_copy(update={"fields": fields.get((c.sheet, c.column), ())}) for c in table.columns
    )
    return table.model_copy(update={"columns": tuple(columns)})


def _fault_of(table: TableView) -> Refused | None:
    named = [field for column in table.columns for field in column.fields]
    where = f"{table.sheet}: " if table.sheet else ""
    if missing := [field for field in vocabulary().required if field not in named]:
        return Refused("field-missing", where + reference.named(missing))
    once = set(named) - vocabulary().may_have_several
    if twice := sorted(field for field in once if named.count(field) > 1):
        return Refused("field-twice", where + reference.named(twice))
    return None


def _known(job: Import, tables: Sequence[TableView], answer: Answer) -> list[KnownHeadings]:
    """Headings that two tables share are remembered only where both hold the same."""
    named = [table for table in tables if any(c.heading for c in table.columns)]
    mappings = [(table, answer.fields.get(table.numbers[0])) for table in named]
    return [
        KnownHeadings(
            district=job.district,
            fingerprint=table.fingerprint,
            headings=tuple(column.heading for column in table.columns),
            fields=fields,
            officer=answer.officer,
            confirmed_at=answer.at,
        )
        for table, fields in mappings
        if fields
        and all(fields == other for t, other in mappings if t.fingerprint == table.fingerprint)
    ]
