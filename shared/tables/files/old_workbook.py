"""Reads an old Excel workbook (.xls). Runs in the child process only."""

import io
from pathlib import Path
from typing import Any, Literal

import xlrd
from xlrd.biffh import XLRDError
from xlrd.compdoc import CompDocError

from shared.tables.files.held import Held, Rows
from shared.tables.files.typed import NO_VALUE, text_of
from shared.tables.unreadable import Unreadable, UnreadableFileError

_VISIBLE = 0
# Excel wraps a new workbook that has a password into the old kind of file.
_WRAPPED = "EncryptedPackage".encode("utf-16-le")


def read_old_workbook(path: Path) -> Held:
    """Read the visible sheets. Raises UnreadableFileError for a password or another old file."""
    try:
        return Held(_visible_sheets(path))
    except (XLRDError, CompDocError) as error:
        raise UnreadableFileError(_kind_of(path, str(error))) from error


def _visible_sheets(path: Path) -> dict[str, Rows]:
    # What the library says about a file would go to stdout, which belongs to the frames.
    log = io.StringIO()
    with xlrd.open_workbook(
        str(path), logfile=log, on_demand=True, ragged_rows=True, ignore_workbook_corruption=True
    ) as book:
        sheets = {}
        for place in range(book.nsheets):
            sheet = book.sheet_by_index(place)
            if sheet.visibility == _VISIBLE:
                sheets[sheet.name] = _rows(sheet, book.datemode)
            book.unload_sheet(place)
        return sheets


def _rows(sheet: Any, day_zero: Literal[0, 1]) -> Rows:
    return [
        (line, [_text(cell, day_zero) for cell in row])
        for line, row in enumerate(sheet.get_rows(), start=1)
    ]


def _text(cell: Any, day_zero: Literal[0, 1]) -> str:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, NO_VALUE))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return text_of(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _day(cell.value, day_zero)
    return text_of(cell.value)


def _day(value: float, day_zero: Literal[0, 1]) -> str:
    try:
        moment = xlrd.xldate_as_datetime(value, day_zero)
    except (ValueError, OverflowError):
        return NO_VALUE
    return text_of(moment.time() if value < 1 else moment)


def _kind_of(path: Path, why: str) -> Unreadable:
    if "encrypted" in why or _WRAPPED in path.read_bytes():
        return Unreadable.PASSWORD
    return Unreadable.OLD_WORKBOOK if "find workbook" in why else Unreadable.CORRUPT_WORKBOOK
