"""python -m bench.imports.bare FILE: parse, `bulk_write` the same documents, one event each.

No validation, no identity, no report, no check for what is there already: a row that is sent twice
counts twice, and a kill loses the rest. Prints JSON: `rows`, `seconds`, `parse_seconds`, `peak_mb`.
"""

import asyncio
import csv
import json
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
from openpyxl import load_workbook
from pymongo import InsertOne

from bench.bare_loop import bare_producer
from bench.processes import peak_mb
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.mongo import connect

TOPIC = "intake.nomination.v1"
PORTION = 500
Row = Sequence[Any]


def parsed(path: Path) -> Iterator[Row]:
    """The rows below the headings."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            yield from islice(csv.reader(file, delimiter=";"), 1, None)
        return
    book: Any = load_workbook(path, read_only=True)
    yield from book.worksheets[0].iter_rows(min_row=2, values_only=True)
    book.close()


def document(line: int, row: Row, now: datetime) -> tuple[bytes, bytes, dict[str, Any]]:
    """Key, event and document as intake leaves them behind."""
    umkm = uuid4().hex
    products = [
        {"name": row[6], "hs6": row[7].replace(".", ""), "commodity": "kopi", "certificates": []}
    ]
    recommendation, standing = _recommendation(row, products[0]), _standing(line, now)
    recommended = {
        "umkm_id": umkm,
        "round_id": "bench",
        "business_name": row[0],
        "district": "12.11",
        "source_kind": "district",
        "recommended_by": "12.11",
        "products": products,
        "size_class": "mikro",
        "has_nib": False,
        "reason": row[11],
    }
    contact = {"umkm_id": umkm, "business_name": row[0], "owner_name": row[1]}
    contact |= {"phone": recommendation["phone"]}
    event = _event("intake.umkm-recommended.v1", umkm, 0, now, recommended)
    # Kept with the document as intake keeps it; only the first is sent.
    second = _event("intake.contact-changed.v1", umkm, 1, now, contact)
    keys = [f"nik/U{umkm[:12]}", f"name/U{umkm[12:24]}"]
    entry = {"version": 1, "at": now, "cause": f"letter/bare/{line}", "events": [event, second]}
    state: dict[str, Any] = {
        "umkm_id": umkm,
        "standings": [standing],
        "recommendation": recommendation,
    }
    state |= {"keys": keys, "conflicts": [], "likely": [], "examined": False, "merged": None}
    state |= {"promised": [], "owed": []}
    kept = {"_id": umkm, "version": 1, "guard": 1, "acknowledged": 0}
    return umkm.encode(), event, kept | {"history": [entry], "state": state}


def _recommendation(row: Row, product: dict[str, Any]) -> dict[str, Any]:
    return {
        "business_name": row[0],
        "owner_name": row[1],
        "nik": row[2],
        "nib": None,
        "phone": "+62" + row[3][1:],
        "email": None,
        "address": row[4],
        "village": row[5],
        "district": "12.11",
        "products": [product | {"capacity": float(row[8]), "unit": row[9]}],
        "npwp": None,
        "pirt": None,
        "kbli": None,
        "kbli_version": None,
        "capital": None,
        "export_experience": None,
        "size_class": "mikro",
        "yearly_sales": int(row[10]),
        "reason": row[11],
        "rank": None,
        "consent_on": row[12],
    }


def _standing(line: int, now: datetime) -> dict[str, Any]:
    return {
        "round_id": "bench",
        "district": "12.11",
        "status": "recommended",
        "place": f"bench.csv, line {line}",
        "recommended_at": now,
        "reason_code": None,
        "reason": None,
        "nominated_by": None,
        "nominated_before": [],
    }


def _event(name: str, umkm: str, number: int, now: datetime, data: dict[str, Any]) -> bytes:
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": f"{umkm}/1/{number}",
            "source": "/bare",
            "type": name,
            "subject": umkm,
            "time": now,
            "datacontenttype": "application/json",
            "dataschema": f"urn:sentra:schema:{name}",
            "data": data,
        }
    )


async def run(settings: ServiceSettings, path: Path) -> tuple[int, float]:
    client, database = connect(settings.mongo_url, f"bare{uuid4().hex[:8]}", retry_writes=True)
    producer = bare_producer(settings)
    await producer.start()
    await database.nominations.create_index([("state.standings.round_id", 1), ("_id", 1)])
    count, began = 0, time.perf_counter()
    rows = enumerate(parsed(path), start=2)
    while portion := list(islice(rows, PORTION)):
        now = datetime.now(UTC)
        made = [document(line, row, now) for line, row in portion]
        await database.nominations.bulk_write([InsertOne(kept) for _, _, kept in made], False)
        sent = [await producer.send(TOPIC, event, key=key) for key, event, _ in made]
        await asyncio.gather(*sent)
        count += len(portion)
    took = time.perf_counter() - began
    await producer.stop()
    await client.drop_database(database.name)
    client.close()
    return count, took


def main() -> None:
    path = Path(sys.argv[1])
    began = time.perf_counter()
    rows = sum(1 for _ in parsed(path))
    parse_seconds = time.perf_counter() - began
    count, seconds = asyncio.run(run(ServiceSettings(), path))
    assert count == rows
    result = {
        "rows": rows,
        "seconds": seconds,
        "parse_seconds": parse_seconds,
        "peak_mb": peak_mb(),
    }
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
