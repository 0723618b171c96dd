"""Reads letters with libraries alone: intake is not asked about itself."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from shared.plumbing.encodings import decoded
from story.reconcile.evidence import PrivateWords
from story.reconcile.reading_sheets import sheets_in

HEADINGS_AT_LEAST = 3
"""A title stands alone in its line, headings never do."""
_SEPARATORS = ";,\t|"
SHORTEST_PHONE = 9
NIK_DIGITS = 16
_PHONE = re.compile(r"^\(?(?:\+?62|0|8)[\d\s().-]{7,}$")
_ADDRESS = re.compile(r"\b(alamat|address)\b", re.IGNORECASE)
_NOT_STREET = re.compile(r"mail|surel", re.IGNORECASE)
_OWNER = re.compile(r"\b(pemilik|owner|penanggung jawab|pelaku usaha)\b", re.IGNORECASE)
_NOT_NAME = re.compile(r"nik|ktp|setuju|consent|tanggal|tgl|hp|telp|mail", re.IGNORECASE)


# A further sheet belongs to the letter if it has each of these that the fullest sheet has.
_KINDS = tuple(
    re.compile(rf"\b(?:{words})", re.IGNORECASE)
    for words in (
        *("usaha|umkm|business|company", "pemilik|owner", "hp|tel|wa|phone|mobile|kontak"),
        *("produk|product|barang", "hs", r"\w*setuju|consent"),
    )
)
_TOTAL = re.compile(
    r"(grand\s+|sub[\s-]?)?(total|jumlah)(\s+(seluruhnya|keseluruhan|umkm|usaha))?[\s:]*",
    re.IGNORECASE,
)
LINES_APART = 10_000_000
"""Intake counts the lines of the second sheet from here, and so on."""


class ReadTable(NamedTuple):
    """The rows of a sheet by their line, and its headings."""

    headings: tuple[str, ...]
    rows: dict[int, list[str]]


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
    """Every line under the headings that holds anything is a row."""
    content = path.read_bytes()
    sheets = sheets_in(content)
    if sheets is None:
        text, _ = decoded(content)
        tables = [_table(text, separator) for separator in _SEPARATORS]
        return ReadLetter((_rows_of(max(tables, key=_width), 0),))
    needed = _kinds(max(sheets, key=lambda sheet: (len(_kinds(sheet)), _width(sheet))))
    same = [sheet for sheet in sheets if needed and needed <= _kinds(sheet)] or [
        max(sheets, key=_width)
    ]
    return ReadLetter(
        tuple(_rows_of(sheet, number * LINES_APART) for number, sheet in enumerate(same))
    )


def _rows_of(table: list[list[str]], before: int) -> ReadTable:
    heading = _heading(table)
    rows = {
        before + line: cells
        for line, cells in enumerate(table, start=1)
        if line > heading + 1 and _filled(cells) and not _is_no_row(cells, table[heading])
    }
    return ReadTable(tuple(table[heading]) if heading < len(table) else (), rows)


def _is_no_row(cells: list[str], headings: list[str]) -> bool:
    """A total without phone and HS code, numbers of the columns, or the headings again."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if filled == [heading.strip() for heading in headings if heading.strip()]:
        return True
    if len(filled) >= HEADINGS_AT_LEAST and all(
        cell.strip("()") == str(number) for number, cell in enumerate(filled, start=1)
    ):
        return True
    named = zip(headings, cells, strict=False)
    needed = [cell for heading, cell in named if any(_KINDS[k].search(heading) for k in (2, 4))]
    return not _filled(needed) and any(_TOTAL.fullmatch(cell) for cell in filled)


def _heading(table: list[list[str]]) -> int:
    lines = (n for n, cells in enumerate(table) if _filled(cells) >= HEADINGS_AT_LEAST)
    return next(lines, len(table))


def _kinds(table: list[list[str]]) -> set[re.Pattern[str]]:
    cells = [cell for line in table[_heading(table) :][:1] for cell in line]
    return {kind for kind in _KINDS if any(kind.search(cell) for cell in cells)}


def _table(text: str, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _filled(cells: Iterable[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _width(table: list[list[str]]) -> int:
    """By the usual line: a lone separator in a title must not decide."""
    return sum(_filled(cells) for cells in table)


def private_words(letters: Iterable[ReadLetter]) -> PrivateWords:
    """NIK, phones, owners and streets of all rows; e-mails are known by their shape anywhere."""
    numbers: set[str] = set()
    phrases: set[tuple[str, ...]] = set()
    public: set[str] = set()
    for table in (each for letter in letters for each in letter.tables):
        for cells in table.rows.values():
            numbers.update(number for cell in cells for number in _numbers(cell))
            for heading, cell in zip(table.headings, cells, strict=False):
                if _is_private(heading):
                    phrases.add(_words(cell.split(",")[0]))
                else:
                    public.add(" ".join(_words(cell)))
    # A business may bear the whole name of its owner: then the name is public by their own will.
    kept = {words for words in phrases if len(words) > 1 and " ".join(words) not in public}
    everything_public = "\n".join(public)
    return PrivateWords(
        frozenset(numbers),
        frozenset(words for words in kept if " ".join(words) not in everything_public),
    )


def _is_private(heading: str) -> bool:
    street = _ADDRESS.search(heading) and not _NOT_STREET.search(heading)
    name = _OWNER.search(heading) and not _NOT_NAME.search(heading)
    return bool(street or name)


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower()))


def _numbers(cell: str) -> Iterator[str]:
    if _PHONE.match(cell.strip()):
        digits = national(re.sub(r"\D", "", cell))
        if len(digits) >= SHORTEST_PHONE:
            yield digits
    elif len(digits := re.sub(r"[\s.'-]", "", cell)) == NIK_DIGITS and digits.isdecimal():
        yield digits


def national(digits: str) -> str:
    """A phone from the operator's digit on, however its country was written."""
    return re.sub(r"^(62|0)+", "", digits)
