"""Wrong files as districts and strangers send them, made in memory."""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
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

CELLS: dict[str, tuple[bytes, set[tuple[str, str]]]] = {
    "a formula that calls a program": (
        csv_with(changed(c0="=cmd|'/C calc'!A0")),
        {("business_name", "formula")},
    ),
    "a formula as a phone": (csv_with(changed(c2="=1+1")), {("phone", "formula")}),
    "a name that begins with a plus": (csv_with(changed(c0="+Maju")), set()),
    "a name that begins with an at": (csv_with(changed(c0="@sum(1)")), set()),
    "an escaped name of our own export": (csv_with(changed(c0="'+Maju")), set()),
    "an open quote": (csv_with(changed(c0='"UD Maju')), {("", "open-quote")}),
    "an open quote in the last cell": (csv_with(changed(c7='"')), {("", "open-quote")}),
    "text behind a quote": (csv_with(changed(c0='"UD" Maju')), {("", "open-quote")}),
    "a NUL byte": (csv_with(changed(c3="Ko\0pi")), {("", "nul-byte")}),
    "a NUL byte in the second line of a cell": (
        csv_with(changed(c3='"Kopi\nGa\0yo"')),
        {("", "nul-byte")},
    ),
    "a NUL byte in UTF-16": (
        csv_with(changed(c3="Ko\0pi")).decode().encode("utf-16"),
        {("", "nul-byte")},
    ),
    "a broken byte in UTF-8": (
        csv_with(changed(c3="Ko~pi")).replace(b"~", b"\xc3"),
        {("", "broken-bytes")},
    ),
    "a broken byte in the second line of a cell": (
        csv_with(changed(c3='"Kopi\nGa~yo"')).replace(b"~", b"\xff"),
        {("", "broken-bytes")},
    ),
    "a broken byte behind an open quote": (
        csv_with(changed(c0='"UD Ma~ju')).replace(b"~", b"\xff"),
        {("", "open-quote")},
    ),
    "a byte that Windows-1252 does not know": (
        csv_with(changed(c3="Ko~pi")).decode().encode("cp1252").replace(b"~", b"\x81"),
        {("", "broken-bytes")},
    ),
    "what another program put in the place of a broken byte": (
        csv_with(changed(c3="Ko\ufffdpi")),
        {("", "broken-bytes")},
    ),
    "a name longer than a reader's cell": (
        csv_with(changed(c0="x" * 200_000)),
        {("", "too-long")},
    ),
    "a name above the longest cell": (csv_with(changed(c0="x" * 4_001)), {("", "too-long")}),
    "a cell of a workbook above the longest one": (
        book_with(changed(c4="0901.11 " * 4_000)),
        {("", "too-long")},
    ),
    "an emoji as a name": (csv_with(changed(c0="UD 🦐🔥")), set()),
    "apostrophes of every kind": (csv_with(changed(c1="Ama\u2019 N'uwu \u02bcO")), set()),
    "a name from right to left": (csv_with(changed(c0="UD \u202eujaM")), set()),
    "a name of a thousand letters": (
        csv_with(changed(c0="x" * 1_000)),
        {("business_name", "too-long")},
    ),
    "a rounded NIK": (csv_with(changed(c6="1,2711E+15")), {("nik", "rounded-number")}),
    "a NIK that lost a digit": (csv_with(changed(c6="121101450380001")), {("nik", "lost-zero")}),
    "a NIK of the 32nd of a month": (
        csv_with(changed(c6="1211013203800001")),
        {("nik", "invalid-nik")},
    ),
    "a NIB that lost its zero": (csv_with(changed(c7="220100511234")), {("nib", "invalid-nib")}),
    "two phones in one cell": (
        csv_with(changed(c2="0812 6000 1234 / 0813 1111 2222")),
        set(),
    ),
    "a phone of letters": (csv_with(changed(c2="08xx-xxxx-1234")), {("phone", "invalid-phone")}),
    "digits of another script": (
        csv_with(changed(c6="١٢١١٠١٤٥٠٣٨٠٠٠٠١")),
        {("nik", "invalid-nik")},
    ),
    "a day that does not exist": (
        csv_with(changed(c5="ya, 31-02-2026")),
        {("consent", "invalid-consent-date")},
    ),
    "a day as a number": (csv_with(changed(c5="46093")), {("consent", "date-as-number")}),
    "an owner who says no": (csv_with(changed(c5="tidak")), {("consent", "consent-refused")}),
    "an HS code of no table": (csv_with(changed(c4="8703.23")), set()),
    "a row cut short": (
        csv_with(GOOD[:2]),
        {(f, f"missing-{f}") for f in ("phone", "product", "consent")},
    ),
    "a row with too many cells": (csv_with([*GOOD, "x", "y"]), set()),
    "a NIK as a number of Excel": (
        book_with(changed(c6=1211014503800001)),
        {("nik", "rounded-number")},
    ),
    "a phone as a number of Excel": (book_with(changed(c2=81260001234)), set()),
    "an HS code as a number of Excel": (book_with(changed(c4=901.11)), set()),
    "an error of Excel": (book_with(changed(c3="#REF!")), {("product", "excel-error")}),
    "a formula without a result": (book_with(changed(c0="=A2")), {("business_name", "formula")}),
    "a day of Excel": (book_with(changed(c5=datetime(2026, 3, 12))), set()),  # noqa: DTZ001 - a cell has no zone
    "a date in the place of a phone": (
        book_with(changed(c2=date(2026, 3, 12))),
        {("phone", "invalid-phone")},
    ),
    "a time in the place of an HS code": (
        book_with(changed(c4=time(9, 1, 11))),
        {("hs", "invalid-hs")},
    ),
    "a truth value as consent": (book_with(changed(c5=True)), set()),
    "a number that is none": (
        with_cell("D3", '<c r="D3"><v>NaN</v></c>'),
        {("product", "excel-error")},
    ),
    "a number beyond all numbers": (
        with_cell("D3", '<c r="D3"><v>1E400</v></c>'),
        {("product", "excel-error")},
    ),
    "a text that the workbook does not hold": (
        with_cell("D3", '<c r="D3" t="s"><v>999999</v></c>'),
        {("product", "excel-error")},
    ),
    "an infinite number": (book_with(changed(c4=1e300)), {("hs", "rounded-number")}),
}
"""One odd row between two good ones, and what is said of it; nothing where it is taken."""
