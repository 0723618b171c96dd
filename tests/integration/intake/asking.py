"""Letters that ask, and the answers of officers."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import httpx

from tests.integration.intake.importing import post
from tests.integration.intake.office import Office
from tests.support.topics import Fact
from tests.support.waiting import until

HEADINGS = ["Nama", "Nama", "HP", "Produk", "Kode HS", "Persetujuan"]


FIVE = ["Nama Usaha", "Nama Pemilik", "HP", "Produk", "Kode HS"]


UNCLEAR = [{"column": "A", "fields": ["business_name"]}, {"column": "B", "fields": ["owner_name"]}]


SETTLED = {"done", "refused", "failed", "waiting-for-columns"}


NAMES = ("Tiurma", "Rosmaida", "Lamria", "Saut", "Mawar", "Hotma", "Dewi", "Parlindungan")


FAMILIES = ("Sihombing", "Siregar", "Purba", "Manalu", "Sitorus", "Sembiring", "Harahap", "Pane")


def a_person(number: int) -> str:
    """Differ from all other numbers below 32,768."""
    first, number = number % 8, number // 8
    names = [NAMES[(number // 8**place) % 8] for place in range(4)]
    return " ".join([*names, FAMILIES[first]])


def a_row(number: int, **cells: str) -> list[str]:
    """Name the business after a person: no cell tells it from its owner."""
    row = {
        "business": a_person(number),
        "owner": a_person(20_000 + number),
        "phone": f"08126000{number:04}",
        "product": "Kopi bubuk arabika",
        "hs": "090121",
        "consent": "ya, 12-03-2026",
    }
    return list((row | cells).values())


def a_letter(first: int, *, rows: int = 4, headings: Sequence[str] = HEADINGS) -> bytes:
    """Write a table whose first two headings say the same."""
    return as_csv([headings, *(a_row(number) for number in range(first, first + rows))])


def a_letter_without_consent(first: int, *above: str) -> bytes:
    rows = [a_row(number)[:5] for number in range(first, first + 3)]
    return as_csv([*([line] for line in above), FIVE, *rows])


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    kept = io.StringIO()
    csv.writer(kept, delimiter=";").writerows(rows)
    return kept.getvalue().encode()


async def sent(door: httpx.AsyncClient, office: Office, content: bytes, **params: Any) -> Fact:
    """Send a letter and wait until it is read, or something is asked."""
    answer = await post(door, office, content, **({"filename": "surat.csv"} | params))
    assert answer.status_code == 202, answer.text
    return await settled(door, answer.json()["url"])


async def settled(door: httpx.AsyncClient, url: str) -> Fact:
    async def has_settled() -> bool:
        return (await door.get(url)).json()["status"] in SETTLED

    await until("the import has ended or asks", has_settled)
    job: Fact = (await door.get(url)).json()
    return job


async def put(
    door: httpx.AsyncClient, job: Fact, columns: Sequence[Fact] = UNCLEAR, **body: Any
) -> httpx.Response:
    answer = {"officer": "Ibu Sari", "columns": list(columns), **body}
    return await door.put(f"{job['url']}/columns", json=answer)


async def answered(door: httpx.AsyncClient, job: Fact, **body: Any) -> Fact:
    answer = await put(door, job, **body)
    assert answer.status_code == 200, answer.text
    return await settled(door, job["url"])


def open_columns(job: Fact) -> list[str]:
    return [c["column"] for t in job["question"]["tables"] for c in t["columns"] if c["open"]]


async def recommended(door: httpx.AsyncClient) -> int:
    counts: Fact = (await door.get("/counts")).json()["nominations"]
    return int(counts.get("recommended", 0)) + int(counts.get("commodity-open", 0))
