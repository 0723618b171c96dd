"""Workbooks that are no XLSX, as old Excel, LibreOffice and web programs write them."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

import xlwt

Sheet = Sequence[Sequence[Any]]
_DAY = xlwt.easyxf(num_format_str="DD-MM-YYYY")
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<m:file-entry m:full-path="/" m:media-type="{_MIMETYPE}"/></m:manifest>'
)
HIDDEN = "ta-hidden"


def an_xls(change: Callable[[Any], None] | None = None, **sheets: Sheet) -> bytes:
    book = xlwt.Workbook()
    for title, rows in sheets.items():
        sheet = book.add_sheet(title)
        for line, row in enumerate(rows):
            for place, value in enumerate(row):
                style = (_DAY,) if isinstance(value, date | datetime) else ()
                sheet.write(line, place, value, *style)
    if change:
        change(book)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def an_ods(*tables: str, **members: bytes) -> bytes:
    """As LibreOffice writes it; `members` come beside the content."""
    hidden = (
        f'<style:style style:name="{HIDDEN}" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    content = (
        f'<office:document-content {_SPACES} xmlns:calcext="{_CALCEXT}">'
        f"<office:automatic-styles>{hidden}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    usual = {"mimetype": _MIMETYPE, "content.xml": content, "META-INF/manifest.xml": _MANIFEST}
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in (usual | members).items():
            archive.writestr(name, member)
    return kept.getvalue()


def an_ods_table(*rows: str, name: str = "Usulan", style: str = "ta1") -> str:
    filler = '<table:table-cell table:number-columns-repeated="16384"/>'
    return (
        f'<table:table table:name="{name}" table:style-name="{style}">{"".join(rows)}'
        f'<table:table-row table:number-rows-repeated="1048000">{filler}</table:table-row>'
        "</table:table>"
    )


def an_ods_row(*cells: str, repeated: int = 1) -> str:
    """Text, or cells as LibreOffice writes them, filled up to the last column."""
    made = "".join(cell if cell.startswith("<") else an_ods_text(cell) for cell in cells)
    filler = '<table:table-cell table:number-columns-repeated="16300"/>'
    return (
        f'<table:table-row table:number-rows-repeated="{repeated}">{made}{filler}</table:table-row>'
    )


def an_ods_text(text: str, attributes: str = "") -> str:
    words = f"<text:p>{escape(text)}</text:p>" if text else ""
    return f'<table:table-cell office:value-type="string" {attributes}>{words}</table:table-cell>'


def an_ods_value(kind: str, value: str, shown: str = "", attributes: str = "") -> str:
    place = {"date": "date-value", "boolean": "boolean-value"}.get(kind, "value")
    return (
        f'<table:table-cell office:value-type="{kind}" office:{place}="{value}" {attributes}>'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def a_page(*rows: Sequence[str], before: str = "") -> bytes:
    made = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return f"<html><body>{before}<table border=1>{made}</table></body></html>".encode()
