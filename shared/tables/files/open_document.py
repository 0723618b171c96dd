"""Reads an OpenDocument workbook (.ods). Runs in the child process only."""

import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from shared.tables import limits
from shared.tables.files.held import Held, Rows
from shared.tables.files.typed import NO_VALUE, text_of
from shared.tables.unreadable import Unreadable, UnreadableFileError

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"
_TABLE, _ROW, _CELL = (_SPACE % ("table", n) for n in ("table", "table-row", "table-cell"))
_NAME, _STYLE_OF, _FORMULA = (_SPACE % ("table", n) for n in ("name", "style-name", "formula"))
_ROWS_ALIKE = _SPACE % ("table", "number-rows-repeated")
_CELLS_ALIKE = _SPACE % ("table", "number-columns-repeated")
_STYLE, _STYLE_NAME = _SPACE % ("style", "style"), _SPACE % ("style", "name")
_LOOK, _DISPLAY = _SPACE % ("style", "table-properties"), _SPACE % ("table", "display")
_KIND, _VALUE, _DAY, _TRUTH, _STRING = (
    _SPACE % ("office", n)
    for n in ("value-type", "value", "date-value", "boolean-value", "string-value")
)
_COMMENT = _SPACE % ("office", "annotation")
_LINE_OF_TEXT = _SPACE % ("text", "p")
_WHITE = {_SPACE % ("text", n): c for n, c in (("s", " "), ("tab", "\t"), ("line-break", "\n"))}
_KIND_IN_LIBREOFFICE = (
    "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
)
_NUMBERS = frozenset({"float", "currency", "percentage"})
_MOST_CELLS_ALIKE = 16_384
"""Most repeats of a cell in a row. No spreadsheet program has more columns."""


def read_open_document(path: Path) -> Held:
    """Read the visible sheets. Raises UnreadableFileError if the file has a password."""
    with zipfile.ZipFile(path) as archive:
        manifest = "META-INF/manifest.xml"
        if manifest in archive.namelist() and b"encryption-data" in archive.read(manifest):
            raise UnreadableFileError(Unreadable.PASSWORD)
        with archive.open("content.xml") as content:
            return Held(_visible_sheets(content))


def _visible_sheets(content: IO[bytes]) -> dict[str, Rows]:
    sheets: dict[str, Rows] = {}
    hidden: set[str | None] = set()
    rows: Rows = []
    line = 0
    for event, element in iterparse(content, ("start", "end")):  # noqa: S314 - expat limits entities by itself
        if event == "start" and element.tag == _TABLE:
            line, rows = 0, []
            if element.get(_STYLE_OF) not in hidden:
                sheets[element.get(_NAME, "")] = rows
        elif event == "end" and element.tag == _STYLE:
            if any(look.get(_DISPLAY) == "false" for look in element.iter(_LOOK)):
                hidden.add(element.get(_STYLE_NAME))
        elif event == "end" and element.tag == _ROW:
            rows += _alike(element, line)
            line += _times(element, _ROWS_ALIKE)
            element.clear()
    return sheets


def _alike(row: Element, before: int) -> Iterator[tuple[int, list[str]]]:
    """Repeat a row that stands for several equal ones. Blank rows are left out."""
    cells = _cells(row)
    last = before + _times(row, _ROWS_ALIKE)
    if cells and last > limits.LINES_OF_A_SHEET:
        raise UnreadableFileError(Unreadable.TOO_MANY_ROWS, limit=limits.ROWS)
    return ((line, cells) for line in range(before + 1, last + 1) if cells)


def _times(element: Element, name: str) -> int:
    return max(int(element.get(name, "1")), 1)


def _cells(row: Element) -> list[str]:
    cells: list[str] = []
    blanks = 0
    for cell in row:
        text = _text(cell) if cell.tag == _CELL else ""  # else a merged cell covers it
        times = min(_times(cell, _CELLS_ALIKE), _MOST_CELLS_ALIKE)
        if text:
            cells += [""] * min(blanks, _MOST_CELLS_ALIKE) + [text] * times
        blanks = 0 if text else blanks + times
    return cells


def _text(cell: Element) -> str:
    kind = cell.get(_KIND)
    shown = "\n".join(map(_words, cell.findall(_LINE_OF_TEXT)))
    is_error = cell.get(_KIND_IN_LIBREOFFICE) == "error"
    if is_error or (kind in _NUMBERS and shown.startswith(("#", "Err:"))):
        return shown if shown.startswith("#") else NO_VALUE
    if kind is None and not shown and (formula := cell.get(_FORMULA)):
        return "=" + formula.partition("=")[2]  # its result was not saved
    try:
        return _value(cell, kind) or cell.get(_STRING) or shown
    except ValueError:
        return NO_VALUE


def _value(cell: Element, kind: str | None) -> str | None:
    if kind in _NUMBERS:
        return text_of(float(cell.get(_VALUE, "")))
    if kind == "date":
        return text_of(datetime.fromisoformat(cell.get(_DAY, "")))
    return cell.get(_TRUTH)


def _words(element: Element) -> str:
    words = [_WHITE.get(element.tag, ""), element.text or ""]
    for child in element:
        words += "" if child.tag == _COMMENT else _words(child), child.tail or ""
    return "".join(words)
