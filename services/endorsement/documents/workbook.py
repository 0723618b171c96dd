"""The list as a workbook, written row by row, so that memory does not grow."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from services.endorsement.documents.rows import COLUMNS, Cell
from shared.tables.writing import escaped

TOP = 3
"""The row of the headings, from 0. The title stands above it."""
# Text of strangers never becomes a formula or a link.
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class ListWorkbook:
    """Write rows from the top down: constant memory loses rows out of order."""

    def __init__(
        self, path: Path, title: str, remark: str, made_at: datetime | None, *, in_force: bool
    ) -> None:
        self._book: Any = xlsxwriter.Workbook(str(path), {"constant_memory": True, **AS_TEXT})
        moment = made_at.astimezone(UTC).replace(tzinfo=None) if made_at else None
        # The same list gives the same file, at any time.
        self._book.set_properties({"title": title, **({"created": moment} if moment else {})})
        self._sheet = self._book.add_worksheet("Daftar")
        self._next = TOP + 1
        self._begin(title, remark, in_force=in_force)

    def _begin(self, title: str, remark: str, *, in_force: bool) -> None:
        bold = self._book.add_format({"bold": True, "font_size": 14})
        heading = self._book.add_format({"bold": True, "bg_color": "#E8E8E8", "bottom": 1})
        warning = self._book.add_format({"bold": True, "font_color": "#AA1414"})
        for column, width in enumerate(COLUMNS.values()):
            self._sheet.set_column(column, column, width)
        self._sheet.freeze_panes(TOP + 1, 4)
        self._sheet.repeat_rows(TOP)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        self._sheet.write_string(0, 0, title, bold)
        self._sheet.write_string(1, 0, remark, None if in_force else warning)
        for column, name in enumerate(COLUMNS):
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
        self._sheet.autofilter(TOP, 0, max(self._next - 1, TOP), len(COLUMNS) - 1)
        self._book.close()
