"""The visible sheets of any workbook, by other libraries than intake's where there are some."""

import io
import zipfile
from typing import Any

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook, SheetVisibleEnum
from selectolax.lexbor import LexborHTMLParser

from shared.tables.encodings import decoded

Sheet = list[list[str]]
_ARCHIVE, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OPEN_DOCUMENT = "content.xml"
_PAGE = b"<"
_BLANKS = b"\xef\xbb\xbf \t\r\n"


def sheets_in(content: bytes) -> list[Sheet] | None:
    """Lines as the program shows them; None for a text file. The bytes tell the kind."""
    if content.startswith(_ARCHIVE):
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
        return (_of_old_or_open if _OPEN_DOCUMENT in names else _of_excel)(content)
    if content.startswith(_OLE):
        return _of_old_or_open(content)
    return _of_page(content) if content.lstrip(_BLANKS).startswith(_PAGE) else None


def _of_excel(content: bytes) -> list[Sheet]:
    book = load_workbook(io.BytesIO(content), data_only=True)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [[[_text(cell) for cell in row] for row in sheet.values] for sheet in visible]


def _of_old_or_open(content: bytes) -> list[Sheet]:
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return [
            [[_text(cell) for cell in row] for row in book.get_sheet_by_name(each.name).iter_rows()]
            for each in book.sheets_metadata
            if each.visible == SheetVisibleEnum.Visible
        ]


def _of_page(content: bytes) -> list[Sheet]:
    page = LexborHTMLParser(decoded(content)[0])
    tables = [
        [[cell.text().strip() for cell in row.css("td, th")] for row in table.css("tr")]
        for table in page.css("table")
    ]
    return tables or [[]]


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
