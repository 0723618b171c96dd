"""One letter: its heading row found under titles, its columns named, its rows numbered."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from services.intake.letters import reference
from services.intake.letters.recommendation import normalised
from services.intake.letters.text import decode
from services.intake.letters.unreadable import Unreadable, UnreadableLetterError

_MEGABYTE = 1024 * 1024
LIMIT = 20 * _MEGABYTE
_SEPARATORS = (";", ",", "\t", "|")
_HEADINGS_WITHIN = 30
_FEWEST_HEADINGS = 3
_EXCEL_HINT = re.compile(r'^"?sep=([;,\t|])"?\r?\n', re.IGNORECASE)
_BLANKS = " \t\r\n\u00a0\u200b\ufeff"


@dataclass(frozen=True, slots=True)
class Row:
    """`line` counts rows as a spreadsheet shows them, from 1; `given` holds what is not blank."""

    line: int
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Letter:
    """`columns` are the fields that were found, by heading; `unknown` headings nobody reads."""

    rows: tuple[Row, ...]
    separator: str
    encoding: str
    heading_line: int
    columns: Mapping[str, str]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _HeadingRow:
    separator: str
    line: int
    cells: tuple[str, ...]
    fields: tuple[str | None, ...]
    """By column; None where nobody reads it."""

    @property
    def found(self) -> frozenset[str]:
        return frozenset(field for field in self.fields if field)


def read_letter(content: bytes, *, limit: int = LIMIT) -> Letter:
    """Rows of the first table in the file; raises UnreadableLetterError if there is none."""
    text, encoding = decode(content, limit=limit)
    headings = _find_headings(text)
    _refuse_missing_columns(headings)
    rows = tuple(_read_rows(text, headings))
    if not rows:
        raise UnreadableLetterError(Unreadable.NO_ROWS)
    return Letter(
        rows=rows,
        separator=headings.separator,
        encoding=encoding,
        heading_line=headings.line,
        columns={
            cell: field
            for cell, field in zip(headings.cells, headings.fields, strict=True)
            if field
        },
        unknown=_unknown(headings),
    )


def _find_headings(text: str) -> _HeadingRow:
    # The right separator is the one that shows the most headings: a dialect sniffer counts
    # characters, and is misled by commas in addresses and amounts of a letter that uses semicolons.
    hint = _EXCEL_HINT.match(text)
    separators = (hint.group(1),) if hint else _SEPARATORS
    candidates = [row for separator in separators for row in _heading_candidates(text, separator)]
    best = max(candidates, key=lambda row: len(row.found), default=None)
    if best is None:
        raise UnreadableLetterError(Unreadable.NO_HEADINGS)
    return best


def _heading_candidates(text: str, separator: str) -> Iterator[_HeadingRow]:
    try:
        for line, cells in islice(_records(text, separator), _HEADINGS_WITHIN):
            row = _HeadingRow(separator, line, cells, tuple(_field_of(cell) for cell in cells))
            if len(row.found) >= _FEWEST_HEADINGS:
                yield row
    except UnreadableLetterError:
        return  # with this separator the quotes do not match; another one may be right


def _field_of(heading: str) -> str | None:
    table = reference.headings()
    tokens = normalised(heading).split()
    field = table.field_of.get(" ".join(tokens))
    if field is None:
        field = table.field_of.get(" ".join(t for t in tokens if t not in table.ignored_words))
    return field


def _refuse_missing_columns(headings: _HeadingRow) -> None:
    table = reference.headings()
    missing = [field for field in table.required if field not in headings.found]
    if headings.found.isdisjoint(table.consent):
        missing.append(table.consent[0])
    if missing:
        raise UnreadableLetterError(
            Unreadable.MISSING_COLUMN,
            columns=", ".join(missing),
            unknown=", ".join(_unknown(headings)) or "-",
        )


def _unknown(headings: _HeadingRow) -> tuple[str, ...]:
    passed_over = reference.headings().passed_over
    return tuple(
        cell
        for cell, field in zip(headings.cells, headings.fields, strict=True)
        if field is None and cell and normalised(cell) not in passed_over
    )


def _read_rows(text: str, headings: _HeadingRow) -> Iterator[Row]:
    for line, cells in _records(text, headings.separator):
        if line <= headings.line or not any(cells):
            continue
        given: dict[str, str] = {}
        for field, cell in zip(headings.fields, cells, strict=False):
            if field and cell:
                given.setdefault(field, cell)  # of two phone columns the first that is filled
        yield Row(line, given)


def _records(text: str, separator: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    # Strict, because a quote that is never closed would otherwise swallow the rest of the letter.
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True
    )
    try:
        for line, cells in enumerate(reader, start=1):
            yield line, tuple(cell.strip(_BLANKS) for cell in cells)
    except csv.Error as error:
        raise UnreadableLetterError(Unreadable.QUOTES, line=reader.line_num) from error
