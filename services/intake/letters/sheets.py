"""All tables of a file, and what each of their columns holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from services.intake.letters import reference
from services.intake.letters.errand import Errand
from services.intake.letters.reading import RowReader
from services.intake.letters.row import Row
from services.intake.letters.vocabulary import vocabulary
from services.intake.model.lines import LINES_APART
from shared.tables.limits import SHEETS
from shared.tables.records import Opened, Records
from shared.tables.understanding.blocks import FEWEST_HEADINGS
from shared.tables.understanding.columns import decide
from shared.tables.understanding.decision import Decision
from shared.tables.understanding.tables import HEADINGS_WITHIN, Table, tables_of
from shared.tables.unreadable import Unreadable, UnreadableFileError


@dataclass(frozen=True)
class Sheets:
    """In the order of the workbook; those that cannot be read though others can are left out."""

    tables: tuple[tuple[Table, Decision], ...]
    records: Records
    unread: tuple[str, ...] = ()
    """Sheets that hold rows, but no headings."""
    subdistricts: frozenset[str] = frozenset()
    """Those of the letter's district."""

    @property
    def is_open(self) -> bool:
        """Whether the sender has to say first what a column holds."""
        return any(decision.open for _, decision in self.tables)

    def readers(self) -> list[RowReader | None]:
        """One for each table, none for those that are left out."""
        return [
            None
            if decision.missing
            else RowReader(table, decision.columns, self.records, self.subdistricts)
            for table, decision in self.tables
        ]

    def rows(self, readers: Iterable[RowReader | None]) -> Iterator[Row]:
        for number, reader in enumerate(readers):
            for row in reader.rows() if reader else ():
                yield replace(row, line=row.line + number * LINES_APART) if number else row

    def passed_over(self, readers: Iterable[RowReader | None]) -> Iterator[int]:
        """Lines that are no rows, once the rows are read."""
        for number, reader in enumerate(readers):
            for line in reader.passed_over if reader else ():
                yield line + number * LINES_APART


def _asking_for_missing(tables: list[tuple[Table, Decision]]) -> tuple[tuple[Table, Decision], ...]:
    """Where no table has what a recommendation needs, ask about unknown columns of the likeliest.

    Raises UnreadableFileError where that one has none, or lacks too much to be one of UMKM.
    """
    if any(decision.open or not decision.missing for _, decision in tables):
        return tuple(tables)
    table, decision = likeliest = max(tables, key=lambda pair: pair[0].strength)
    missing, columns = decision.missing, decision.columns
    filled = {place for row in table.sample for place, cell in enumerate(row) if cell}
    unknown = [c for c in columns if not c.fields and c.reason is None and c.place in filled]
    if not unknown or 2 * len(missing) > len(vocabulary().required):
        raise UnreadableFileError(
            Unreadable.MISSING_COLUMN,
            columns=", ".join(map(reference.heading_of, missing)),
            columns_en=", ".join(name.replace("_", " ") for name in missing),
            unknown=", ".join(c.heading.shown for c in unknown if c.heading.text)[:500] or "-",
        )
    asked = table, decision._replace(open=tuple(column.place for column in unknown))
    return tuple(asked if pair is likeliest else pair for pair in tables)


def understood(file: Opened, errand: Errand) -> Sheets:
    """Find the tables and what their columns hold; raises UnreadableFileError."""
    tables, records = tables_of(file, vocabulary()), file.records
    if len(tables) > SHEETS:
        raise UnreadableFileError(Unreadable.TOO_MANY_SHEETS, found=len(tables), limit=SHEETS)
    decided = _asking_for_missing(list(_decided(tables, errand)))
    named = {table.kind for table in tables}
    others = [kind for kind in file.kinds if kind not in named] if file.are_sheets else []
    unread = tuple(kind for kind in others if _has_rows(records, kind))
    return Sheets(decided, records, unread, reference.subdistricts_of(errand.district))


def _has_rows(records: Records, sheet: str) -> bool:
    """Whether any line looks like one of a table; a covering letter has none."""
    lines = islice(records(sheet), HEADINGS_WITHIN)
    return any(sum(map(bool, cells)) >= FEWEST_HEADINGS for _, cells in lines)


def _decided(tables: Sequence[Table], errand: Errand) -> Iterator[tuple[Table, Decision]]:
    """An answer for one table says nothing of another table of the same letter."""
    answered = {tables[number].fingerprint for number in errand.answers}
    for number, table in enumerate(tables):
        mark = table.fingerprint
        remembered = None if mark in answered else errand.remembered.get(mark)
        knowledge = errand.answers.get(number), remembered, errand.common
        yield table, decide(table.headings, table.sample, vocabulary(), *knowledge)


def by_table(
    remarks: Mapping[int, str], tables: Iterable[Table]
) -> Iterator[tuple[Table, dict[int, str]]]:
    """The first table of each sheet with what is said of its lines, as the sheet counts them."""
    shares: dict[int, dict[int, str]] = {}
    for line, sentence in remarks.items():
        number, on_sheet = divmod(line, LINES_APART)
        shares.setdefault(number, {})[on_sheet] = sentence
    first: dict[str, Table] = {}
    of_sheet: dict[str, dict[int, str]] = {}
    for number, table in enumerate(tables):
        first.setdefault(table.kind, table)
        of_sheet.setdefault(table.kind, {}).update(shares.get(number, {}))
    for kind, table in first.items():
        yield table, of_sheet[kind]
