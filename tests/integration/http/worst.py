"""The worst bodies that the OpenAPI document of a service allows."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import orjson
import xlsxwriter

from shared.plumbing.http.body_limit import MOST_BYTES
from tests.contract.test_bodies import EXAMPLES

HOSTILE = (
    "0812/2024/2025 0812 3456 78, 1.000.000,00 (a/b) [c] ; ",
    "0" * 200,
    "1." * 100,
    "( " * 100,
    "a@" * 100,
    "Jl. Dusun I Desa Kec. " * 10,
    "\u0628\u0301" * 100,
)
"""What patterns are slow on: repeated digits, blanks, brackets, separators, labels."""
HEADINGS: tuple[str, ...] = (
    "Nama Usaha",
    "Pemilik",
    "No HP",
    "Produk",
    "Kode HS",
    "NIK",
    "Alamat",
    "Omzet",
)
HEADINGS += ("Kapasitas", "Persetujuan", "Tenaga Kerja", "E-mail")
LONG_LIST, LONGEST_TEXT = 1_000, 2_000
LONGEST_CELL, LONGEST_LINE, MOST_COLUMNS, MOST_ROWS = 32_000, 900_000, 300, 20_000


def json_bodies(service: str, label: str) -> Iterator[bytes]:
    """For an operation with a JSON body: a large one, a deep one, a long list, a long number."""
    example = EXAMPLES[service].get(label)
    if example is not None:
        yield orjson.dumps(inflated(example, HOSTILE[0]))
    yield b'{"a":' * (MOST_BYTES // 50)
    yield b"[" + b"1," * (MOST_BYTES // 4) + b"1]"
    yield b'{"reason": "' + b"0812 " * (MOST_BYTES // 6) + b'"}'
    yield b"[" + b"9" * 1_000_000 + b"]"


def inflated(value: Any, text: str) -> Any:
    """The same body with long texts and long lists. What has no blank, such as an id, stays."""
    if isinstance(value, dict):
        return {name: inflated(each, text) for name, each in value.items()}
    if isinstance(value, list):
        items = [inflated(each, text) for each in value]
        return [numbered(items[n % len(items)], n) for n in range(LONG_LIST)] if items else []
    if isinstance(value, str) and " " in value:
        return (text * LONGEST_TEXT)[:LONGEST_TEXT]
    return value


def numbered(item: Any, number: int) -> Any:
    """Another one of the same kind: its ids differ."""
    if not isinstance(item, dict):
        return item
    ids = {name: f"{item[name]}-{number}" for name in ("id", "vote_id") if name in item}
    return item | ids


def letters() -> Iterator[tuple[str, bytes]]:
    """Files for an import, with their endings."""
    head = ";".join(HEADINGS).encode() + b"\n"
    for text in HOSTILE:
        cell = (text * LONGEST_CELL).encode()[:LONGEST_CELL]
        yield "csv", head + (b";".join([cell] * len(HEADINGS)) + b"\n") * 4
    yield "csv", head + b"9" * LONGEST_LINE
    yield "csv", b";".join(b"Produk Usaha %d" % n for n in range(MOST_COLUMNS)) + b"\n" + head * 50
    yield "csv", head + b'"\n' * 20_000
    yield "csv", head + b"UD Maju;Rina;0812;Kopi\n" * MOST_ROWS
    yield "xlsx", _workbook()


def _workbook() -> bytes:
    """Many columns, long cells, and headings that repeat."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for column in range(MOST_COLUMNS):
            sheet.write_string(0, column, HEADINGS[column % len(HEADINGS)])
            sheet.write_string(1, column, (HOSTILE[column % len(HOSTILE)] * 800)[:LONGEST_CELL])
    return content.getvalue()
