"""Cells that cannot be taken, and what the officer is told."""

from datetime import date, datetime, time

from tests.unit.intake.wrong_files import GOOD, book_with, changed, csv_with, with_cell

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
