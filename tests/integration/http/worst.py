"""The worst bodies that the OpenAPI document of a service allows."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

import orjson
import xlsxwriter

from shared.plumbing.http.body_limit import MOST_BYTES, MOST_COMMAS
from tests.contract.bodies import validator
from tests.contract.test_bodies import DOCUMENTS, EXAMPLES
from tests.contract.test_http_documents import resolved

WORDS = "Jl. Dusun I Desa Kec. "
HOSTILE = (
    "0812/2024/2025 0812 3456 78, 1.000.000,00 (a/b) [c] ; ",
    "0" * 200,
    "1." * 100,
    "( " * 100,
    "a@" * 100,
    WORDS * 10,
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
LONGEST_TEXT = 2_000
LONGEST_CELL, LONGEST_LINE, MOST_COLUMNS, MOST_ROWS = 32_000, 900_000, 300, 20_000


def json_bodies(service: str, label: str) -> Iterator[bytes]:
    """The largest one that its schema allows, a deep one, a long list, many fields."""
    document, example = DOCUMENTS[service], EXAMPLES[service][label]
    method, _, path = label.partition(" ")
    content = document["paths"][path][method.lower()]["requestBody"]["content"]
    schema = content["application/json"]["schema"]
    for text in (HOSTILE[0], WORDS):
        body = largest(schema, example, text, document)
        assert validator(schema, document).is_valid(body), label
        yield orjson.dumps(body)
    yield from strange_bodies()


@cache
def strange_bodies() -> tuple[bytes, ...]:
    """Of no schema: deep, long, with as many values as a body may have, and with more."""
    keys = b",".join(b'"%d":0' % n for n in range(MOST_COMMAS))
    return (
        b'{"a":' * (MOST_BYTES // 50),
        b'{"reason": "' + b"0812 " * (MOST_BYTES // 6) + b'"}',
        b"[" + b"9" * 1_000_000 + b"]",
        b"{" + keys + b"}",
        b"[{" + keys + b"}]",
        b"[" + b"{}," * 999 + b"{}]",
        b"[" + b"[]," * MOST_COMMAS + b"[]]",
        b"[" + b"1," * (MOST_BYTES // 4) + b"1]",
    )


def largest(schema: Any, example: Any, text: str, document: Any) -> Any:
    """The example with the longest lists and texts that the schema allows."""
    schema = chosen(schema, example, document)
    if isinstance(example, dict):
        inside = schema.get("properties", {})
        return {
            name: largest(inside.get(name, {}), value, text, document)
            for name, value in example.items()
        }
    if isinstance(example, list):
        items = [largest(schema["items"], each, text, document) for each in example]
        if schema.get("uniqueItems"):
            return items
        return [numbered(items[n % len(items)], n, len(items)) for n in range(schema["maxItems"])]
    if isinstance(example, str) and "maxLength" in schema:
        long = (text * LONGEST_TEXT)[: schema["maxLength"]]
        return long if validator(schema, document).is_valid(long) else example
    return example


def chosen(schema: Any, example: Any, document: Any) -> Any:
    """The schema behind a reference, and the one of several that the example follows."""
    while "$ref" in schema:
        schema = resolved(schema, document)
    for each in schema.get("anyOf") or schema.get("oneOf") or ():
        if validator(each, document).is_valid(example):
            return chosen(each, example, document)
    return schema


def numbered(item: Any, number: int, first: int) -> Any:
    """Another one of the same kind: its ids differ. The first ones stay."""
    if not isinstance(item, dict) or number < first:
        return item
    ids = {name: f"{item[name][:30]}-{number}" for name in ("id", "vote_id") if name in item}
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
