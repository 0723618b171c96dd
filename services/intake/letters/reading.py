"""One letter: its heading row found under titles, its columns named, its rows numbered."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from services.intake.letters import reference
from services.intake.letters.between import is_no_row
from services.intake.letters.records import Broken, Records, records_of
from services.intake.letters.row import Row
from services.intake.letters.text import decode
from services.intake.letters.unreadable import Unreadable, UnreadableLetterError
from services.intake.model.identities import normalised

_MEGABYTE = 1024 * 1024
LIMIT = 20 * _MEGABYTE
SEPARATORS = (";", ",", "\t", "|")
HEADINGS_WITHIN = 30
FEWEST_HEADINGS = 3
MOST_ROWS = 100_000
_MAY_HAVE_TWO = frozenset({"phone", "email", "consent", "consent_on", "reason", "address"})
_EXCEL_HINT = re.compile(r'^"?sep=([;,\t|])"?\r?\n', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was found; its rows are read as they are asked for."""

    kind: str
    """The separator, or the name of the sheet."""
    heading_line: int
    columns: Mapping[str, str]
    unknown: tuple[str, ...]
    rows: Iterator[Row]
    passed_over: list[int]
    """Lines that are no rows, once the rows are read."""


@dataclass(frozen=True, slots=True)
class Letter:
    """`columns` are the fields that were found, by heading; `unknown` headings nobody reads."""

    rows: tuple[Row, ...]
    separator: str
    encoding: str
    heading_line: int
    columns: Mapping[str, str]
    unknown: tuple[str, ...]
    passed_over: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """A line that may be the headings of a table."""

    kind: str
    line: int
    cells: tuple[str, ...]
    fields: tuple[str | None, ...]
    """By column; None where nobody reads it."""

    @property
    def found(self) -> frozenset[str]:
        return frozenset(field for field in self.fields if field)


def read_letter(content: bytes, *, limit: int = LIMIT) -> Letter:
    """Rows of the first table in a text file; raises UnreadableLetterError if there is none."""
    text, encoding = decode(content, limit=limit)
    hint = hinted_separator(text)
    table = find_table(
        lambda kind: records_of(io.StringIO(text, newline=""), kind),
        (hint,) if hint else SEPARATORS,
    )
    rows = tuple(counted(table.rows))
    return Letter(
        rows=rows,
        separator=table.kind,
        encoding=encoding,
        heading_line=table.heading_line,
        columns=table.columns,
        unknown=table.unknown,
        passed_over=tuple(table.passed_over),
    )


def find_table(records: Records, kinds: Sequence[str]) -> Table:
    """The kind that shows the most headings; raises UnreadableLetterError where none shows any."""
    headings = _find_headings(records, kinds)
    refuse_missing_columns(headings)
    return table_of(records, headings)


def table_of(records: Records, headings: HeadingRow) -> Table:
    """The table below these headings."""
    columns = {
        cell: field for cell, field in zip(headings.cells, headings.fields, strict=True) if field
    }
    passed_over: list[int] = []
    rows = _rows_below(records, headings, passed_over)
    return Table(headings.kind, headings.line, columns, _unknown(headings), rows, passed_over)


def hinted_separator(text: str) -> str | None:
    """What Excel says in a first line of its own."""
    hint = _EXCEL_HINT.match(text)
    return hint.group(1) if hint else None


def _find_headings(records: Records, kinds: Sequence[str]) -> HeadingRow:
    # A dialect sniffer counts characters, and is misled by commas in addresses and amounts of a
    # letter that uses semicolons.
    candidates: list[HeadingRow] = []
    refusal = UnreadableLetterError(Unreadable.NO_HEADINGS)
    for kind in kinds:
        try:
            candidates += heading_candidates(records, kind)
        except UnreadableLetterError as error:
            refusal = error  # another separator may be right
    best = best_of(candidates)
    if best is None:
        raise refusal
    return best


def best_of(candidates: Iterable[HeadingRow]) -> HeadingRow | None:
    """The first that names the most fields."""
    return max(candidates, key=lambda row: len(row.found), default=None)


def heading_candidates(records: Records, kind: str) -> Iterator[HeadingRow]:
    for line, cells in islice(records(kind), HEADINGS_WITHIN):
        row = HeadingRow(kind, line, cells, tuple(_field_of(cell) for cell in cells))
        if len(row.found) >= FEWEST_HEADINGS:
            yield row


def _field_of(heading: str) -> str | None:
    table = reference.headings()
    tokens = normalised(heading).split()
    field = table.field_of.get(" ".join(tokens))
    if field is None:
        field = table.field_of.get(" ".join(t for t in tokens if t not in table.ignored_words))
    return field


def missing_columns(headings: HeadingRow) -> tuple[str, ...]:
    """The fields without which no row can be taken, and for which there is no column."""
    table = reference.headings()
    missing = [field for field in table.required if field not in headings.found]
    if headings.found.isdisjoint(table.consent):
        missing.append(table.consent[0])
    return tuple(missing)


def refuse_missing_columns(headings: HeadingRow) -> None:
    if missing := missing_columns(headings):
        raise UnreadableLetterError(
            Unreadable.MISSING_COLUMN,
            columns=", ".join(reference.heading_of(field) for field in missing),
            columns_en=", ".join(field.replace("_", " ") for field in missing),
            unknown=", ".join(_unknown(headings)) or "-",
        )


def _unknown(headings: HeadingRow) -> tuple[str, ...]:
    passed_over = reference.headings().passed_over
    return tuple(
        cell
        for cell, field in zip(headings.cells, headings.fields, strict=True)
        if field is None and cell and normalised(cell) not in passed_over
    )


def _rows_below(records: Records, headings: HeadingRow, passed_over: list[int]) -> Iterator[Row]:
    for line, cells in records(headings.kind):
        if line > headings.line and any(cells):
            if isinstance(cells, Broken):
                yield Row(line, {}, broken=cells.code)
                continue
            row = _row(line, headings.fields, cells)
            if is_no_row(cells, row.given, headings.cells):
                passed_over.append(line)
            else:
                yield row


def counted(rows: Iterator[Row]) -> Iterator[Row]:
    """Raise UnreadableLetterError where there is none, or one too many."""
    count = 0
    for row in rows:
        count += 1
        if count > MOST_ROWS:
            raise UnreadableLetterError(Unreadable.TOO_MANY_ROWS, limit=MOST_ROWS)
        yield row
    if not count:
        raise UnreadableLetterError(Unreadable.NO_ROWS)


def _row(line: int, fields: Sequence[str | None], cells: Sequence[str]) -> Row:
    given: dict[str, str] = {}
    two_valued: set[str] = set()
    for field, cell in zip(fields, cells, strict=False):
        if field and cell and given.setdefault(field, cell) != cell:
            two_valued.add(field)  # of two phone columns the first that is filled counts
    if not two_valued:
        return Row(line, given)
    passed_over = frozenset(two_valued & _MAY_HAVE_TWO)
    return Row(line, given, frozenset(two_valued) - passed_over, passed_over)
