"""All tables of a file, and what each of their columns holds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from shared.tables.limits import SHEETS
from shared.tables.records import Opened, Records
from shared.tables.understanding.blocks import FEWEST_HEADINGS
from shared.tables.understanding.columns import Answers, decide
from shared.tables.understanding.decision import Decision
from shared.tables.understanding.proposed import proposes
from shared.tables.understanding.tables import HEADINGS_WITHIN, Table, tables_of
from shared.tables.understanding.vocabulary import Vocabulary
from shared.tables.unreadable import Unreadable, UnreadableFileError

Decided = tuple[Table, Decision]


class KnownAnswers(NamedTuple):
    """What people answered about columns."""

    answers: Mapping[int, Answers] = {}
    """By the number of the table in this file; they stand."""
    remembered: Mapping[str, Answers] = {}
    """By the fingerprint of the table; asked again where the cells contradict it."""
    common: Mapping[str, str] = {}
    """Of other senders, by the heading in plain words; proposed."""


def decided_tables(
    file: Opened, words: Vocabulary, known: KnownAnswers, name_of: Callable[[str], str]
) -> tuple[tuple[Decided, ...], tuple[str, ...]]:
    """The tables, and sheets that hold rows but no headings; raises UnreadableFileError."""
    tables, records = tables_of(file, words), file.records
    if len(tables) > SHEETS:
        raise UnreadableFileError(Unreadable.TOO_MANY_SHEETS, found=len(tables), limit=SHEETS)
    decided = list(_as_longer_sheets(list(_decided(tables, words, known)), words, known))
    if all(decision.missing and not decision.open for _, decision in decided):
        likeliest = max(range(len(tables)), key=lambda number: tables[number].strength)
        decided[likeliest] = _asking_for_missing(*decided[likeliest], words, name_of)
    with_headings = {table.kind for table in tables}
    others = [kind for kind in file.kinds if kind not in with_headings] if file.are_sheets else []
    return tuple(decided), tuple(kind for kind in others if _has_rows(records, kind))


def _decided(tables: Sequence[Table], words: Vocabulary, known: KnownAnswers) -> Iterator[Decided]:
    """An answer for one table says nothing of another table of the same letter."""
    answered = {tables[number].fingerprint for number in known.answers}
    for number, table in enumerate(tables):
        mark, answer = table.fingerprint, known.answers.get(number)
        remembered = None if mark in answered else known.remembered.get(mark)
        decision = decide(table.headings, table.sample, words, answer, remembered, known.common)
        yield table, decision if proposes(table, words) else decision._replace(open=())


def _as_longer_sheets(
    decided: Sequence[Decided], words: Vocabulary, known: KnownAnswers
) -> Iterator[Decided]:
    """Read an unclear sheet of three rows as a clear one with the same headings.

    Its cells must not contradict, and the sender must not have answered for the clear sheet.
    """
    clear = {
        table.headings: {c.place: c.fields for c in decision.columns if c.fields}
        for number, (table, decision) in enumerate(decided)
        if not (decision.open or decision.missing or number in known.answers)
    }
    for table, decision in decided:
        alike = clear.get(table.headings) if decision.open else None
        again = decide(table.headings, table.sample, words, None, alike) if alike else decision
        yield table, decision if again.open else again


def _asking_for_missing(
    table: Table, decision: Decision, words: Vocabulary, name_of: Callable[[str], str]
) -> Decided:
    """Ask which unknown column holds what is missing.

    Raises UnreadableFileError where no column is unknown, or where too much is missing.
    """
    missing, columns = decision.missing, decision.columns
    filled = {place for row in table.sample for place, cell in enumerate(row) if cell}
    unknown = [c for c in columns if not c.fields and c.reason is None and c.place in filled]
    if not unknown or 2 * len(missing) > len(words.required):
        raise UnreadableFileError(
            Unreadable.MISSING_COLUMN,
            columns=", ".join(map(name_of, missing)),
            columns_en=", ".join(name.replace("_", " ") for name in missing),
            unknown=", ".join(c.heading.shown for c in unknown if c.heading.text)[:500] or "-",
        )
    # What their cells contradict is not proposed: a person names the column.
    shown = tuple(replace(c, proposals=()) if c in unknown else c for c in columns)
    return table, decision._replace(columns=shown, open=tuple(c.place for c in unknown))


def _has_rows(records: Records, sheet: str) -> bool:
    """Whether any line looks like one of a table; a covering letter has none."""
    lines = islice(records(sheet), HEADINGS_WITHIN)
    return any(sum(map(bool, cells)) >= FEWEST_HEADINGS for _, cells in lines)
