"""The list as a workbook, written row by row, so that memory does not grow."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

from services.endorsement.documents.rows import Cell
from shared.tables.writing import escaped

TOP = 3
"""The row of the headings, from 0. The title stands above it."""
# Text of strangers never becomes a formula or a link.
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Cover(NamedTuple):
    """What stands above the rows."""

    title: str
    remark: str
    made_at: datetime | None
    in_force: bool


class ListWorkbook:
    """Write rows from the top down: constant memory loses rows out of order."""

    def __init__(self, path: Path, cover: Cover, columns: Mapping[str, int]) -> None:
        self._columns = columns
        self._book: Any = xlsxwriter.Workbook(str(path), {"constant_memory": True, **AS_TEXT})
        made_at = cover.made_at
        moment = made_at.astimezone(UTC).replace(tzinfo=None) if made_at else None
        # The same list gives the same file, at any time.
        self._book.set_properties({"title": cover.title, **({"created": moment} if moment else {})})
        self._sheet = self._book.add_worksheet("Daftar")
        self._next = TOP + 1
        self._begin(cover)

    def _begin(self, cover: Cover) -> None:
        bold = self._book.add_format({"bold": True, "font_size": 14})
        heading = self._book.add_format({"bold": True, "bg_color": "#E8E8E8", "bottom": 1})
        warning = self._book.add_format({"bold": True, "font_color": "#AA1414"})
        for column, width in enumerate(self._columns.values()):
            self._sheet.set_column(column, column, width)
        self._sheet.freeze_panes(TOP + 1, 4)
        self._sheet.repeat_rows(TOP)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        self._sheet.write_string(0, 0, cover.title, bold)
        self._sheet.write_string(1, 0, cover.remark, None if cover.in_force else warning)
        for column, name in enumerate(self._columns):
            self._sheet.write_string(TOP, column, name, heading)

    def write(self, rows: Sequence[Sequence[Cell]]) -> None:
        for row in rows:
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    if cell:
                        self._sheet.write_string(self._next, column, escaped(cell))
                elif cell is not None:
                    self._sheet.write_number(self._next, column, cell)
            self._next += 1

    def close(self) -> None:
        """Finish the file. There is no file before."""
        self._sheet.autofilter(TOP, 0, max(self._next - 1, TOP), len(self._columns) - 1)
        self._book.close()
