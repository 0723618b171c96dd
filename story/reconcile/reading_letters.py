"""Reads letters with the csv module and openpyxl alone: intake is not asked about itself."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook

from shared.plumbing.encodings import decoded
from story.reconcile.evidence import PrivateWords

HEADINGS_AT_LEAST = 3
"""A title stands alone in its line, headings never do."""
_ARCHIVE = b"PK\x03\x04"
_SEPARATORS = ";,\t|"
SHORTEST_PHONE = 9
NIK_DIGITS = 16
_NIK = re.compile(r"(?<!\d)\d{16}(?!\d)")
_PHONE = re.compile(r"^\(?(?:\+?62|0|8)[\d\s().-]{7,}$")
_ADDRESS = re.compile(r"\b(alamat|address)\b", re.IGNORECASE)
_NOT_STREET = re.compile(r"mail|surel", re.IGNORECASE)
_OWNER = re.compile(r"\b(pemilik|owner|penanggung jawab|pelaku usaha)\b", re.IGNORECASE)
_NOT_NAME = re.compile(r"nik|ktp|setuju|consent|tanggal|tgl|hp|telp|mail", re.IGNORECASE)


class ReadLetter(NamedTuple):
    """The rows of a letter by their line, and its headings."""

    headings: tuple[str, ...]
    rows: dict[int, list[str]]


def read_letter(path: Path) -> ReadLetter:
    """Every line under the headings that holds anything is a row."""
    content = path.read_bytes()
    if content.startswith(_ARCHIVE):  # what a file is, its name does not tell
        tables = _sheets(content)
    else:
        text, _ = decoded(content)
        tables = [_table(text, separator) for separator in _SEPARATORS]
    table = max(tables, key=_width)
    heading = next(
        (n for n, cells in enumerate(table) if _filled(cells) >= HEADINGS_AT_LEAST), len(table)
    )
    rows = {
        line: cells
        for line, cells in enumerate(table, start=1)
        if line > heading + 1 and _filled(cells)
    }
    return ReadLetter(tuple(table[heading]) if heading < len(table) else (), rows)


def _sheets(content: bytes) -> list[list[list[str]]]:
    book = load_workbook(io.BytesIO(content), data_only=True)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [
        [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
        for sheet in visible
    ]


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
    for letter in letters:
        for cells in letter.rows.values():
            numbers.update(number for cell in cells for number in _numbers(cell))
            for heading, cell in zip(letter.headings, cells, strict=False):
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
