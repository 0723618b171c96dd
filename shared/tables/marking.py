"""Writes a file again with one more column: what to mend in each line."""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook as NewWorkbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from shared.tables.files.harmless import load_harmless
from shared.tables.files.workbook import Workbook
from shared.tables.limits import COLUMNS, MEGABYTE
from shared.tables.records import Opened, Record
from shared.tables.understanding.tables import Table
from shared.tables.writing import escaped

_WIDTH = 60
# A full workbook takes fifty times its file in memory, so only a usual letter is loaded whole.
_WHOLE_UP_TO_BYTES = 3 * MEGABYTE
# Text boxes, pictures and sparklines, which the library would silently leave out.
_LOST = re.compile(rb"<xdr:(?:sp|pic|grpSp)\b|x14:sparkline|<v:textbox")
# The comment of a cell is drawn as a text box as well, and is kept.
_COMMENT = re.compile(rb"ObjectType=[\"']Note[\"']")
_EDGE_OF_A_SHAPE = re.compile(rb"<v:shape\s|</v:shape>")


class Headings(NamedTuple):
    """The names of what is added to a marked file."""

    column: str
    sheet: str
    """The sheet's name, if a new workbook has only one."""


Share = tuple[Table, Mapping[int, str]]
"""A table and the remarks on its lines."""
_RED = PatternFill("solid", fgColor="FFFDE2E2")


def write_marked(
    file: Opened, original: Path, shares: Sequence[Share], headings: Headings, out: Path
) -> str:
    """Write the marked file. Returns `csv` for a text file, else `xlsx`."""
    if not file.are_sheets:
        [(table, remarks)] = shares
        _mark_plain(file, table, remarks, headings.column, out)
        return "csv"
    whole = isinstance(file, Workbook) and _can_be_written_back(original)
    if not (whole and _is_marked(original, shares, headings.column, out)):
        _write_apart(file, shares, headings, out)
    return "xlsx"


def _mark_plain(
    file: Opened, table: Table, remarks: Mapping[int, str], heading: str, out: Path
) -> None:
    with out.open("w", encoding="utf-8-sig", newline="") as text:
        writer = csv.writer(text, delimiter=table.kind)
        for cells, beside in _marked_rows(file.records(table.kind), table, remarks, heading):
            writer.writerow([*map(escaped, cells), *map(escaped, beside)])


def _marked_rows(
    records: Iterable[Record], table: Table, remarks: Mapping[int, str], heading: str
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield the cells of each line without earlier remarks, and the new remark."""
    before: frozenset[int] = frozenset()
    width = 0
    for line, cells in records:
        is_heading = line == table.heading_line
        if is_heading:
            before = frozenset(place for place, cell in enumerate(cells) if cell == heading)
        kept = [cell for place, cell in enumerate(cells) if place not in before]
        width = len(kept) if is_heading else width
        remark = heading if is_heading else remarks.get(line)
        if remark is None:
            yield kept, ()
        else:
            yield [*kept, *[""] * (width - len(kept))], (remark,)


def _can_be_written_back(original: Path) -> bool:
    if original.stat().st_size > _WHOLE_UP_TO_BYTES:
        return False
    with zipfile.ZipFile(original) as archive:
        for name in archive.namelist():
            drawn = name.startswith(("xl/drawings/", "xl/worksheets/sheet"))
            if drawn and _holds_what_would_be_lost(archive.read(name)):
                return False
    return True


def _holds_what_would_be_lost(member: bytes) -> bool:
    """True for a text box, picture or sparkline. Comments are kept."""
    parts = _EDGE_OF_A_SHAPE.split(member)
    return any(_LOST.search(each) and not _COMMENT.search(each) for each in parts)


def _is_marked(original: Path, shares: Iterable[Share], heading: str, out: Path) -> bool:
    """Mark the workbook. False if the library fails on it, for example on a missing style."""
    try:
        book = load_harmless(original)
        for table, remarks in shares:
            _mark_sheet(book[table.kind], table, remarks, heading)
        book.save(out)
    except Exception:  # noqa: BLE001 - a damaged workbook makes the library raise anything
        return False
    return True


def _mark_sheet(sheet: Any, table: Table, remarks: Mapping[int, str], heading: str) -> None:
    column = _free_column(sheet, table, heading)
    _empty_column(sheet, column, table.heading_line)
    sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    for line, sentence in {table.heading_line: heading, **remarks}.items():
        cell = sheet.cell(line, column)
        cell.value, cell.data_type = escaped(sentence), "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.fill = _RED


def _free_column(sheet: Any, table: Table, heading: str) -> int:
    """The column of an earlier marking, else the first free one."""
    for cell in sheet[table.heading_line]:
        if cell.value == heading:
            return int(cell.column)
    return min(int(sheet.max_column), COLUMNS) + 1


def _empty_column(sheet: Any, column: int, heading_line: int) -> None:
    """Clear an earlier marking. An officer may have merged its cells."""
    for area in list(sheet.merged_cells.ranges):
        if area.min_col <= column <= area.max_col and area.max_row >= heading_line:
            sheet.unmerge_cells(area.coord)
    for (line, place), cell in sheet._cells.items():  # noqa: SLF001 - those that are there
        if place == column and line >= heading_line:
            cell.value = None


def _write_apart(book: Opened, shares: Sequence[Share], headings: Headings, out: Path) -> None:
    """Write a new workbook with the cells only, also those of unread sheets."""
    new = NewWorkbook(write_only=True)
    shares_of = {table.kind: (table, remarks) for table, remarks in shares}
    for kind in book.kinds:
        sheet = new.create_sheet(headings.sheet if len(book.kinds) == 1 else kind)
        if kind in shares_of:
            _write_sheet(book, sheet, *shares_of[kind], headings.column)
        else:
            _copy_sheet(book, kind, sheet)
    new.save(out)


def _copy_sheet(book: Opened, kind: str, sheet: Any) -> None:
    # Nobody has read it to its end: what is damaged or too wide in it must not hinder the others.
    with suppress(Exception):
        for _, cells in book.records(kind):
            sheet.append([_text(sheet, cell) for cell in cells])


def _write_sheet(
    book: Opened, sheet: Any, table: Table, remarks: Mapping[int, str], heading: str
) -> None:
    for cells, beside in _marked_rows(book.records(table.kind), table, remarks, heading):
        row = [_text(sheet, cell) for cell in cells]
        marked = [_text(sheet, sentence) for sentence in beside]
        for cell in marked:
            cell.font = Font(bold=True)
        sheet.append([*row, *marked])


def _text(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, escaped(text))
    cell.data_type = "s"
    return cell
