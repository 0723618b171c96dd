"""Reads letters with libraries alone: intake is not asked about itself."""

import csv
import io
import re
from pathlib import Path
from typing import NamedTuple

from shared.tables.encodings import decoded
from story.reconcile.reading_sheets import sheets_in
from story.reconcile.tables import ReadTable, filled, heading_lines, heading_of, read_table

_SEPARATORS = ";,\t|"
# A further sheet belongs to the letter if it has each of these that the fullest sheet has.
_KINDS = tuple(
    re.compile(rf"\b(?:{words})", re.IGNORECASE)
    for words in (
        *("usaha|umkm|business|company", "pemilik|owner", "hp|tel|wa|phone|mobile|kontak"),
        *("produk|product|barang", "hs", r"\w*setuju|consent"),
    )
)
LINES_APART = 10_000_000
"""Intake counts the lines of the second sheet from here, and so on."""


class ReadLetter(NamedTuple):
    """One table, or one for each sheet."""

    tables: tuple[ReadTable, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        return self.tables[0].headings

    @property
    def rows(self) -> dict[int, list[str]]:
        return {line: cells for table in self.tables for line, cells in table.rows.items()}


def read_letter(path: Path) -> ReadLetter:
    """Titles, sums, signatures and headings of the next page are no rows."""
    content = path.read_bytes()
    sheets = sheets_in(content)
    if sheets is None:
        text, _ = decoded(content)
        tables = [_table(text, separator) for separator in _SEPARATORS]
        widest = max(tables, key=_width)
        return ReadLetter((read_table(widest),))
    needed = _kinds(max(sheets, key=lambda sheet: (len(_kinds(sheet)), _width(sheet))))
    same = [sheet for sheet in sheets if needed and needed <= _kinds(sheet)] or [
        max(sheets, key=_width)
    ]
    return ReadLetter(
        tuple(read_table(sheet, number * LINES_APART) for number, sheet in enumerate(same))
    )


def _kinds(table: list[list[str]]) -> set[re.Pattern[str]]:
    cells = [cell for line in heading_lines(table, heading_of(table)) for cell in line]
    return {kind for kind in _KINDS if any(kind.search(cell) for cell in cells)}


def _table(text: str, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _width(table: list[list[str]]) -> int:
    """By the usual line: a lone separator in a title must not decide."""
    return sum(filled(cells) for cells in table)
