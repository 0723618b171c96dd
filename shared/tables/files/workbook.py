"""Streams the sheets of an XLSX workbook as records. Runs in the child process only."""

import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import repeat
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import iterparse

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet import _read_only
from openpyxl.worksheet._reader import DATA_TAG, DIMENSION_TAG, WorkSheetParser

from shared.tables import limits
from shared.tables.files.preflight import has_formulas
from shared.tables.files.typed import NO_VALUE, text_of
from shared.tables.records import Record, record_of
from shared.tables.unreadable import Unreadable, UnreadableFileError

_KEPT_CELLS = 200_000
"""Most cells of a workbook in memory: about 20 MB."""
_Cells = tuple[str, ...]


class CellByCell(WorkSheetParser):
    """Reads on after an unreadable cell, which becomes an error of Excel."""

    def parse_dimensions(self) -> Any:
        """Return the stated dimension. The library would read all rows if there is none."""
        for _, element in iterparse(self.source, ("start",)):  # noqa: S314 - as the library does
            if element.tag == DIMENSION_TAG:
                return range_boundaries(element.attrib["ref"])
            if element.tag == DATA_TAG:
                return None
        return None

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Read one cell. The library would give up the whole workbook at a broken cell."""
        try:
            return super().parse_cell(element)
        except (ValueError, IndexError):
            place = {"row": self.row_counter, "column": self.col_counter}
            return {**place, "value": NO_VALUE, "data_type": "e", "style_id": 0}


# The library has no other way to be told by what it reads.
_read_only.WorkSheetParser = CellByCell  # type: ignore[attr-defined]


class Workbook:
    """The visible sheets, by name. A formula without a saved result becomes its text."""

    are_sheets = True

    def __init__(self, path: Path) -> None:
        self._files = ExitStack()
        try:
            self._values = self._load(path, values=True)
            formulas = has_formulas(path)
            self._formulas = self._load(path, values=False) if formulas else None
        except BaseException:
            self.close()
            raise
        visible = [each for each in self._values.worksheets if each.sheet_state == "visible"]
        if len(visible) > limits.SHEETS:
            self.close()
            raise UnreadableFileError(
                Unreadable.TOO_MANY_SHEETS, found=len(visible), limit=limits.SHEETS
            )
        # Before they are read, for then their dimensions are forgotten.
        self._expected = sum(min(sheet.max_row or 0, limits.ROWS) for sheet in visible)
        self._before, self._at = 0, 0
        self._begun: dict[str, tuple[list[_Cells], Iterator[_Cells]]] = {}
        self._room = _KEPT_CELLS
        self.kinds: tuple[str, ...] = tuple(sheet.title for sheet in visible)

    def close(self) -> None:
        self._files.close()

    def _load(self, path: Path, *, values: bool) -> Any:
        # As an open file: of a path the library judges the ending.
        file = self._files.enter_context(path.open("rb"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is lost in writing: nothing is written here
            book = load_workbook(file, read_only=True, data_only=values, keep_links=False)
        self._files.callback(book.close)
        return book

    @property
    def done(self) -> float:
        """The part of the sheets that was read, 0 to 1, by their dimensions."""
        read = self._before + self._at
        return min(read / self._expected, 1.0) if self._expected else 0.0

    def rewind(self) -> None:
        self._before, self._at = 0, 0

    def records(self, sheet: str) -> Iterator[Record]:
        """Yield lines with the numbers of the sheet. The stated dimension may be wrong."""
        self._before, self._at = self._before + self._at, 0
        for line, cells in enumerate(self._lines(sheet), start=1):
            if line > limits.LINES_OF_A_SHEET:
                raise UnreadableFileError(Unreadable.TOO_MANY_ROWS, limit=limits.ROWS)
            self._at = line
            yield line, cells

    def _lines(self, sheet: str) -> Iterator[_Cells]:
        """Keep the first lines, because a sheet is read several times before its rows are taken."""
        first, rest = self._begun.pop(sheet, ([], self._unpacked(sheet)))
        try:
            yield from first
            while self._room > 0 and (cells := next(rest, None)) is not None:
                self._room -= len(cells)
                first.append(cells)
                yield cells
        except GeneratorExit:
            self._begun[sheet] = first, rest  # the next look goes on from here
            raise
        if self._room > 0:
            self._begun[sheet] = first, rest  # the whole sheet
        yield from rest

    def _unpacked(self, sheet: str) -> Iterator[_Cells]:
        typed = _rows(self._formulas[sheet]) if self._formulas else repeat(())
        for values, formulas in zip(_rows(self._values[sheet]), typed, strict=False):
            cells = _texts(values, formulas)
            yield record_of("".join(cells), cells)


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()
    return iter(sheet.iter_rows(values_only=True))


def _texts(values: tuple[Any, ...], typed: tuple[Any, ...]) -> tuple[str, ...]:
    if not any(value is not None for value in values) and not typed:
        return ()
    cells = [text_of(value) for value in values]
    for place, formula in enumerate(typed):
        if isinstance(formula, str) and formula.startswith("=") and not cells[place]:
            cells[place] = formula
    return tuple(cells)
