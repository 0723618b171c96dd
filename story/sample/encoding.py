"""A page becomes bytes, the same on every machine: text, or a workbook that is not compressed."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

_NUMBERS = frozenset({"number", "rank", "phone", "sales", "capacity", "employees", "founded", "hs"})
"""Fields whose cells a spreadsheet keeps as numbers where only digits were typed."""
_DATES = frozenset({"consent_on", "birth"})
_NUMBER = re.compile(r"[1-9][0-9]{0,14}")
_DATE = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})")
_DAY = "dd/mm/yyyy"
_MADE_AT = datetime(2026, 3, 2)  # noqa: DTZ001 - a workbook knows no time zone
_ZIP_TIME, _UNIX = (1980, 1, 1, 0, 0, 0), 3


def as_text(table: Sequence[Sequence[str]], separator: str, encoding: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(table)
    return text.getvalue().encode(encoding)


def as_workbook(
    table: Sequence[Sequence[str]],
    fields: Sequence[str],
    first: int,
    spans: Sequence[tuple[int, int, int, int]],
) -> bytes:
    """Rows from `first` on hold numbers and dates as Excel keeps them; `spans` are merged."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _MADE_AT})
    sheet, day = book.add_worksheet("Data UMKM"), book.add_format({"num_format": _DAY})
    for line, cells in enumerate(table):
        for at, text in enumerate(cells):
            field = fields[at] if line >= first and at < len(fields) else ""
            _write(sheet, line, at, _kept(text, field), day)
    for span in spans:
        if span[:2] != span[2:]:
            sheet.merge_range(*span, table[span[0]][span[1]])
    book.close()
    return _uncompressed(content)


def _write(sheet: Any, line: int, at: int, value: str | int | datetime, day: Any) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(line, at, value, day)
    elif isinstance(value, int):
        sheet.write_number(line, at, value)
    elif value:
        sheet.write_string(line, at, value)


def _kept(text: str, field: str) -> str | int | datetime:
    if field in _NUMBERS and _NUMBER.fullmatch(text):
        return int(text)
    if field in _DATES and (day := _DATE.fullmatch(text)):
        return datetime(int(day[3]), int(day[2]), int(day[1]))  # noqa: DTZ001 - a day
    return text


def _uncompressed(content: io.BytesIO) -> bytes:
    """Compressed bytes differ with the version of zlib."""
    plain = io.BytesIO()
    with zipfile.ZipFile(content) as packed, zipfile.ZipFile(plain, "w") as archive:
        for name in packed.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.create_system = _UNIX
            archive.writestr(entry, packed.read(name))
    return plain.getvalue()
