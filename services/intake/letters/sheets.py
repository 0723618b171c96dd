"""The tables of a workbook: each visible sheet that has the headings, one behind the other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from services.intake.letters.reading import (
    FEWEST_HEADINGS,
    HEADINGS_WITHIN,
    HeadingRow,
    Table,
    best_of,
    heading_candidates,
    missing_columns,
    refuse_missing_columns,
    table_of,
)
from services.intake.letters.records import Records
from services.intake.letters.row import Row
from services.intake.letters.unreadable import Unreadable, UnreadableLetterError
from services.intake.model.lines import LINES_APART


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sheet that holds rows which nobody reads; `lacking` are fields without a column."""

    sheet: str
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheets:
    """In the order of the workbook."""

    tables: tuple[Table, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def rows(self) -> Iterator[Row]:
        for number, table in enumerate(self.tables):
            for row in table.rows:
                yield replace(row, line=row.line + number * LINES_APART) if number else row

    @property
    def passed_over(self) -> list[int]:
        """Lines that are no rows, once the rows are read."""
        return [
            line + number * LINES_APART
            for number, table in enumerate(self.tables)
            for line in table.passed_over
        ]


def find_sheets(records: Records, sheets: Sequence[str]) -> Sheets:
    """All tables of a workbook; raises UnreadableLetterError where there is none."""
    found: list[HeadingRow] = []
    left_out: list[LeftOut] = []
    refusal = UnreadableLetterError(Unreadable.NO_HEADINGS)
    for sheet in sheets:
        try:
            best = best_of(heading_candidates(records, sheet))
        except UnreadableLetterError as error:
            refusal = error
            left_out.append(LeftOut(sheet))
            continue
        if best:
            found.append(best)
        elif _has_rows(records, sheet):
            left_out.append(LeftOut(sheet))
    complete = [each for each in found if not missing_columns(each)]
    if not complete:
        if best := best_of(found):
            refuse_missing_columns(best)
        raise refusal
    lacking = [LeftOut(e.kind, missing_columns(e)) for e in found if missing_columns(e)]
    tables = tuple(table_of(records, each) for each in complete)
    return Sheets(tables, (*left_out, *lacking))


def _has_rows(records: Records, sheet: str) -> bool:
    """Whether any line looks like one of a table; a covering letter is none."""
    lines = islice(records(sheet), HEADINGS_WITHIN)
    return any(sum(map(bool, cells)) >= FEWEST_HEADINGS for _, cells in lines)


def by_table(
    remarks: Mapping[int, str], tables: Iterable[Table]
) -> Iterator[tuple[Table, dict[int, str]]]:
    """Each table with what is said of its lines, as its sheet counts them."""
    shares: dict[int, dict[int, str]] = {}
    for line, sentence in remarks.items():
        number, on_sheet = divmod(line, LINES_APART)
        shares.setdefault(number, {})[on_sheet] = sentence
    for number, table in enumerate(tables):
        yield table, shares.get(number, {})
