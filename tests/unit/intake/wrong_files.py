"""Wrong files as districts and strangers send them, made in memory."""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from openpyxl import Workbook

HEADINGS = ["Nama Usaha", "Pemilik", "No HP", "Produk", "Kode HS", "Persetujuan", "NIK", "NIB"]
GOOD = ["UD Sökhi", "Ama Gulö", "081260001234", "Kopi", "0901.11", "ya, 12-03-2026", "", ""]
Cells = list[Any]


def changed(**by_place: Any) -> Cells:
    """The good row with other cells: `a_row(c2="...")` changes the third one."""
    row: Cells = list(GOOD)
    for place, value in by_place.items():
        row[int(place[1:])] = value
    return row


def text(*rows: Cells, encoding: str = "utf-8", separator: str = ";", end: str = "\r\n") -> bytes:
    lines = [separator.join(str(cell) for cell in row) for row in rows]
    return end.join(lines).encode(encoding)


def csv_with(row: Cells) -> bytes:
    """A wrong row between two good ones."""
    return text(HEADINGS, GOOD, row, changed(c0="UD Lain"))


def book(*rows: Cells, change: Callable[[Any], None] | None = None) -> bytes:
    made = Workbook()
    sheet: Any = made.active
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def book_with(row: Cells) -> bytes:
    return book(HEADINGS, GOOD, row, changed(c0="UD Lain"))


def rezipped(
    content: bytes, replaced: Mapping[str, bytes] | None = None, without: str | None = None
) -> bytes:
    """The same archive with other members in it."""
    kept = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(content))
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != without and name not in (replaced or {}):
                new.writestr(name, old.read(name))
        for name, member in (replaced or {}).items():
            new.writestr(name, member)
    return kept.getvalue()


def claiming(content: bytes, size: int) -> bytes:
    """Every entry of the directory claims that its member is so big."""
    claimed, at = bytearray(content), 0
    while (at := claimed.find(b"PK\x01\x02", at)) >= 0:
        claimed[at + 24 : at + 28] = struct.pack("<I", size)
        at += 4
    return bytes(claimed)


def encrypted(content: bytes) -> bytes:
    """Every member says that it has a password."""
    changed_bytes = bytearray(content)
    at = 0
    while (at := changed_bytes.find(b"PK\x01\x02", at)) >= 0:
        changed_bytes[at + 8] |= 1
        at += 4
    return bytes(changed_bytes)


def with_cell(place: str, cell: str) -> bytes:
    """Three good rows in which one cell is written as it is given."""
    made = book_with(GOOD)
    xml = zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet1.xml").decode()
    other = re.sub(rf'<c r="{place}".*?</c>', cell, xml, count=1)
    return rezipped(made, {"xl/worksheets/sheet1.xml": other.encode()})


def sheet_xml(rows: str, dimension: str = "A1") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{space}"><dimension ref="{dimension}"/>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()


def with_sheet(xml: bytes) -> bytes:
    return rezipped(book(HEADINGS, GOOD), {"xl/worksheets/sheet1.xml": xml})


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
    + b']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&m;</t></is></c></row>'
    b"</sheetData></worksheet>"
)
FAR_CORNER = sheet_xml(
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "A1:XFD1048576",
)
BIG_MEMBER = b"<!-- " + b" " * 20_000_000 + b" -->"
WIDE = ";".join(["Nama Usaha"] * 1_000_000).encode()
WIDE_FILLED = ";".join([*HEADINGS, *(f"k{n}" for n in range(2_000))]).encode()

UNREADABLE: dict[str, tuple[bytes, str]] = {
    "an empty file": (b"", "empty"),
    "blanks alone": (b" \r\n\t\r\n", "empty"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "empty"),
    "separators alone": (b";;;;\r\n;;;;\r\n", "no-headings"),
    "a text of NUL bytes": (text(HEADINGS, GOOD).replace(b"Kopi", b"\0" * 40), "binary"),
    "a program": (b"\x7fELF\x02\x01\x01\0\0\0\0\x81\x8d", "binary"),
    "UTF-16 without its mark": (text(HEADINGS, GOOD, encoding="utf-16-le"), "binary"),
    "half a letter in UTF-16": (text(HEADINGS, GOOD, encoding="utf-16")[:-1], "encoding"),
    "bytes of no encoding": (b"Nama \x81\x8d\x8f;Pemilik", "encoding"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
    "a photograph": (b"\xff\xd8\xff\xe0JFIF", "image"),
    "a screenshot": (b"\x89PNG\r\n\x1a\n", "image"),
    "a web page without a table": (b"<html><p>Dengan hormat", "web-page"),
    "a web page with another table": (b"<html><table><tr><td>Nama Usaha", "no-headings"),
    "a sheet as XML": (b'<?xml version="1.0"?><Workbook>', "web-page"),
    "a rich text": (b"{\\rtf1\\ansi", "rich-text"),
    "the head of an old workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64,
        "corrupt-workbook",
    ),
    "a workbook with a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "a gzip": (b"\x1f\x8b\x08\0", "archive"),
    "a 7z": (b"7z\xbc\xaf\x27\x1c", "archive"),
    "a RAR": (b"Rar!\x1a\x07", "archive"),
    "a million columns": (WIDE, "long-line"),
    "two thousand columns": (WIDE_FILLED, "too-many-columns"),
    "one line of two million letters": (b"x" * 2_000_000, "long-line"),
    "prose": (b"Dengan hormat,\r\nbersama ini kami sampaikan\r\n", "no-headings"),
    "headings alone": (text(HEADINGS), "no-rows"),
    "no column of phones": (
        text(HEADINGS[:2] + HEADINGS[3:], GOOD[:2] + GOOD[3:]),
        "missing-column",
    ),
    "a torn workbook": (book(HEADINGS, GOOD)[:-600], "corrupt-workbook"),
    "the head of a workbook": (b"PK\x03\x04", "corrupt-workbook"),
    "a workbook without its sheet": (
        rezipped(book(HEADINGS, GOOD), without="xl/worksheets/sheet1.xml"),
        "no-headings",
    ),
    "a workbook whose sheet is no XML": (with_sheet(b"<worksheet><row>"), "corrupt-workbook"),
    "a workbook with flipped bytes": (
        book(HEADINGS, GOOD).replace(b"\x50\x4b\x01\x02", b"\x50\x4b\x09\x09", 1),
        "corrupt-workbook",
    ),
    "a claim of more than 10 GB": (claiming(book(HEADINGS, GOOD), 0xFFFFFFF0), "bomb"),
    "a zip bomb": (
        rezipped(book(HEADINGS, GOOD), {"xl/bomb.xml": BIG_MEMBER}),
        "bomb",
    ),
    "three thousand members": (
        rezipped(book(HEADINGS, GOOD), {f"xl/{n}.xml": b"" for n in range(3_000)}),
        "bomb",
    ),
    "a billion laughs": (with_sheet(LAUGHS), "corrupt-workbook"),
    "two cells in the far corners": (with_sheet(FAR_CORNER), "no-headings"),
    "a macro": (rezipped(book(HEADINGS, GOOD), {"xl/vbaProject.bin": b"\0"}), "macro"),
    "a macro sheet of 1992": (
        rezipped(book(HEADINGS, GOOD), {"xl/macrosheets/sheet1.xml": b"<a/>"}),
        "macro",
    ),
    "a binary workbook": (
        rezipped(book(HEADINGS, GOOD), {"xl/workbook.bin": b"\0"}, "xl/workbook.xml"),
        "binary-workbook",
    ),
    "a text document": (
        rezipped(book(HEADINGS, GOOD), {"word/document.xml": b"<a/>"}, "xl/workbook.xml"),
        "document",
    ),
    "a text of LibreOffice": (
        rezipped(
            book(HEADINGS, GOOD),
            {"mimetype": b"a", "content.xml": b"<a/>"},
            "xl/workbook.xml",
        ),
        "open-document",
    ),
    "an archive of letters": (
        rezipped(book(HEADINGS, GOOD), {"a.csv": b"a;b"}, "xl/workbook.xml"),
        "archive",
    ),
    "members with a password": (encrypted(book(HEADINGS, GOOD)), "password"),
    "a workbook with an empty sheet": (book(), "no-headings"),
    "a workbook with headings alone": (book(HEADINGS), "no-rows"),
    "a workbook of two thousand columns": (
        book([*HEADINGS, *(f"k{n}" for n in range(2_000))], GOOD),
        "too-many-columns",
    ),
}
"""What no row can be read of, and the code of the sentence that says why."""
