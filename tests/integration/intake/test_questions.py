"""What is not clear in a letter is asked before a row is taken, answered once, and remembered."""

import asyncio
import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.intake.model.questions import KnownHeadings
from services.intake.store.headings import HeadingStore
from shared.plumbing.core.settings import ClockKind
from tests.integration.intake.office import Office, lines_of
from tests.integration.intake.test_imports import a_process, a_workbook, post
from tests.support.engines import Engines
from tests.support.topics import Fact
from tests.support.waiting import until

pytestmark = pytest.mark.engines
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


async def test_an_unclear_letter_is_asked_about_answered_and_taken(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)

    job = await sent(door, office, a_letter(1))
    before = await recommended(door)
    done = await answered(door, job)

    question = job["question"]
    assert (job["status"], before) == ("waiting-for-columns", 0)
    assert open_columns(job) == ["A", "B"]
    assert question["message_id"] != question["message_en"]
    assert question["names"]["owner_name"] == "Nama Pemilik"
    first, second, *_ = question["tables"][0]["columns"]
    assert {*first["proposals"]} == {*second["proposals"]} == {"business_name", "owner_name"}
    assert len(first["samples"]) == 3
    assert not {a_person(1), a_person(2)} & {*first["samples"]}
    assert (done["status"], done["rows"], done["accepted"]) == ("done", 4, 4)
    assert (done["question"], done["answer"]["officer"]) == (None, "Ibu Sari")


async def test_the_next_letter_of_the_same_office_is_read_at_once(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    await answered(door, await sent(door, office, a_letter(1)))

    following = await sent(door, office, a_letter(5))
    elsewhere = await sent(door, office, a_letter(9), district="12.11")
    [known] = (await door.get("/headings", params={"district": "12.71"})).json()

    assert (following["status"], following["accepted"]) == ("done", 4)
    assert elsewhere["status"] == "waiting-for-columns"
    assert (known["officer"], known["headings"]) == ("Ibu Sari", HEADINGS)
    assert (known["fields"]["0"], known["fields"]["1"]) == (["business_name"], ["owner_name"])


async def test_a_forgotten_answer_is_asked_for_again(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    await answered(door, await sent(door, office, a_letter(1)))
    [known] = (await door.get("/headings")).json()

    address = f"/headings/12.71/{known['fingerprint']}"
    gone, again = [await door.delete(address) for _ in range(2)]
    job = await sent(door, office, a_letter(5))

    assert (gone.status_code, again.status_code) == (204, 404)
    assert job["status"] == "waiting-for-columns"


async def test_columns_that_were_swapped_since_are_asked_about_again(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    await answered(door, await sent(door, office, a_letter(1)))
    swapped = [[row[2], row[1], row[0], *row[3:]] for row in map(a_row, range(5, 9))]

    job = await sent(door, office, as_csv([HEADINGS, *swapped]))

    assert job["status"] == "waiting-for-columns"
    assert "C" in open_columns(job)
    assert await recommended(door) == 4


async def test_the_first_of_two_officers_counts_and_the_second_is_refused(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    job = await sent(door, office, a_letter(1))

    answers = await asyncio.gather(
        put(door, job, officer="Ibu Sari"), put(door, job, officer="Pak Togar")
    )
    done = await settled(door, job["url"])
    late = await put(door, job)

    accepted, refused = sorted(answers, key=lambda answer: answer.status_code)
    first = done["answer"]["officer"]
    assert (accepted.status_code, refused.status_code, late.status_code) == (200, 409, 409)
    assert {accepted.json()["answer"]["officer"]} == {first}
    assert refused.json()["title"] == late.json()["title"] == "not-asked"
    assert first in refused.json()["detail"]
    assert done["accepted"] == 4


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ({"columns": [{"column": c, "fields": ["nik"]} for c in "AB"]}, "field-missing"),
        (
            {"columns": [*UNCLEAR, *({"column": c, "fields": ["nik"]} for c in "DE")]},
            "field-missing",
        ),
        (
            {
                "columns": [
                    {"column": "A", "fields": ["business_name", "nik"]},
                    {"column": "B", "fields": ["owner_name", "nik"]},
                ]
            },
            "field-twice",
        ),
        ({"columns": [{"column": "A", "fields": ["secret"]}]}, "unknown-field"),
        ({"columns": [{"column": "ZZ", "fields": ["nik"]}]}, "no-column"),
        ({"columns": UNCLEAR, "consent_on": "2999-01-01"}, "consent-in-future"),
    ],
)
async def test_an_answer_that_cannot_be_is_refused_and_the_question_stays(
    office: Office, body: Fact, title: str
) -> None:
    door = await office.replica()
    await office.open_round(door)
    job = await sent(door, office, a_letter(1))

    refused = await put(door, job, **body)

    now = (await door.get(job["url"])).json()
    assert (refused.status_code, refused.json()["title"]) == (409, title)
    assert (now["status"], await recommended(door)) == ("waiting-for-columns", 0)


async def test_a_process_that_is_killed_after_the_answer_leaves_it_to_the_next_one(
    office: Office, engines: Engines
) -> None:
    async with a_process(office, engines) as (first, door):
        await office.open_round(door)
        job = await sent(door, office, a_letter(1, rows=2000))
        (await put(door, job)).raise_for_status()
        first.kill()
        await first.wait()
    async with a_process(office, engines) as (_, door):
        done = await settled(door, job["url"])

        assert (done["status"], done["rows"], done["accepted"]) == ("done", 2000, 2000)
        assert await recommended(door) == 2000


async def test_a_mapping_that_is_forgotten_while_its_letter_is_read_is_asked_for_again(
    office: Office, engines: Engines
) -> None:
    async with a_process(office, engines) as (first, door):
        await office.open_round(door)
        await answered(door, await sent(door, office, a_letter(1)))
        [known] = (await door.get("/headings")).json()
        answer = await post(door, office, a_letter(5, rows=4000), filename="surat.csv")
        url = answer.json()["url"]

        async def half_way() -> bool:
            return bool((await door.get(url)).json()["rows"])

        await until("some rows are taken", half_way)
        await door.delete(f"/headings/12.71/{known['fingerprint']}")
        first.kill()
        await first.wait()
    async with a_process(office, engines) as (_, door):
        job = await settled(door, url)
        done = await answered(door, job)

        assert (job["status"], done["status"]) == ("waiting-for-columns", "done")
        assert (done["rows"], done["accepted"], done["duplicates"]) == (4000, 4000, 0)
        assert await recommended(door) == 4004


async def test_a_question_that_nobody_answers_is_forgotten_and_says_so(office: Office) -> None:
    door = await office.replica(ClockKind.PLATFORM)
    await office.open_round(door)
    job = await sent(door, office, a_letter(1))

    await office.move_clock(timedelta(days=31))

    async def is_forgotten() -> bool:
        return bool((await door.get(job["url"])).json()["forgotten"])

    await until("the file is forgotten", is_forgotten)
    forgotten = (await door.get(job["url"])).json()
    again = await sent(door, office, a_letter(1))
    assert (forgotten["status"], forgotten["question"]) == ("failed", None)
    assert forgotten["failure"]["code"] == "not-answered"
    assert (again["status"], again["forgotten"]) == ("waiting-for-columns", None)


async def test_without_consent_the_rows_are_foretold_and_the_answer_takes_them(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    sentence = "Semua pemilik menyetujui pemrosesan data pribadi (UU 27/2022)"

    known = as_csv([[*FIVE, "Persetujuan"], a_row(3)])
    assert (await sent(door, office, known))["accepted"] == 1

    job = await sent(door, office, a_letter_without_consent(1, sentence))
    foretold = [line["outcome"] for line in await lines_of(door, job)]
    taken_before = await recommended(door)
    undated = await put(door, job, columns=())
    done = await answered(door, job, columns=(), consent_on="2026-11-02")

    question = job["question"]
    assert (question["consent"], question["sentence"]) == (True, sentence)
    assert (job["rows"], job["accepted"]) == (3, 0)
    assert (foretold, taken_before) == (["accepted", "accepted", "duplicate"], 1)
    assert (undated.status_code, undated.json()["title"]) == (409, "consent-not-declared")
    assert (done["status"], done["rows"], done["accepted"]) == ("done", 3, 2)
    assert [line["outcome"] for line in await lines_of(door, done)] == foretold
    assert await recommended(door) == 3


async def test_a_consent_that_is_declared_when_the_letter_is_sent_is_not_asked_for(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    declared = {"consent": "letter", "consent_on": "2026-11-02"}

    done = await sent(door, office, a_letter_without_consent(1), **declared)
    alone = await post(door, office, a_letter_without_consent(4), consent="letter")
    ahead = {"consent": "letter", "consent_on": "2099-01-01"}
    future = await post(door, office, a_letter_without_consent(4), **ahead)

    assert (done["status"], done["accepted"]) == ("done", 3)
    assert (alone.status_code, alone.json()["title"]) == (422, "consent-declaration")
    assert (future.status_code, future.json()["title"]) == (409, "consent-in-future")


async def test_a_consent_that_is_declared_when_the_letter_is_sent_again_is_heeded(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    job = await sent(door, office, a_letter_without_consent(1))
    declared = {"consent": "letter", "consent_on": "2026-11-02"}

    done = await sent(door, office, a_letter_without_consent(1), **declared)

    assert (job["status"], job["import_id"]) == ("waiting-for-columns", done["import_id"])
    assert (done["status"], done["rows"], done["accepted"]) == ("done", 3, 3)


async def test_an_answer_for_the_columns_holds_when_the_consent_is_asked_for_next(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    job = await sent(door, office, a_letter(1))
    columns = [*UNCLEAR, {"column": "F", "fields": []}]

    second = await answered(door, job, columns=columns)
    done = await answered(door, second, columns=(), consent_on="2026-11-02")

    assert (second["status"], second["question"]["tables"]) == ("waiting-for-columns", [])
    assert (done["status"], done["accepted"]) == ("done", 4)


async def test_sheets_with_the_same_headings_are_asked_about_once(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    sheets = {
        name: [[*HEADINGS], *(a_row(first + n) for n in range(3))]
        for name, first in {"Tigalingga": 1, "Sumbul": 11, "Parongil": 21}.items()
    }
    content = a_workbook(**sheets)

    job = await sent(door, office, content, filename="surat.xlsx")
    [table] = job["question"]["tables"]
    columns = [{"sheet": table["sheet"], **column} for column in UNCLEAR]
    done = await answered(door, job, columns=columns)

    assert (done["status"], done["accepted"]) == ("done", 9)


async def test_a_table_without_headings_is_always_asked_about(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    columns = [
        {"column": column, "fields": [field]}
        for column, field in zip(
            "ABCDEF",
            ["business_name", "owner_name", "phone", "product", "hs", "consent"],
            strict=True,
        )
    ]

    job = await sent(door, office, as_csv([a_row(n) for n in range(4)]))
    done = await answered(door, job, columns=columns)
    following = await sent(door, office, as_csv([a_row(n) for n in range(4, 8)]))

    assert (job["status"], done["accepted"]) == ("waiting-for-columns", 4)
    assert following["status"] == "waiting-for-columns"
    assert (await door.get("/headings")).json() == []


async def test_what_two_districts_said_alike_is_proposed_to_a_third(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    known = HeadingStore(office.services[0].database)
    headings = ("Sebutan", "Nama Pemilik", "HP", "Produk", "Kode HS", "Persetujuan")
    fields = ("business_name", "owner_name", "phone", "product", "hs", "consent")
    for district in ("12.07", "12.08"):
        remembered = KnownHeadings(
            district=district,
            fingerprint=f"other letters of {district}",
            headings=headings,
            fields={place: (field,) for place, field in enumerate(fields)},
            officer="Ibu Sari",
            confirmed_at=datetime.now(UTC),
        )
        await known.keep([remembered])

    job = await sent(door, office, a_letter(1, headings=headings))

    open_columns = [c for t in job["question"]["tables"] for c in t["columns"] if c["open"]]
    assert (job["status"], job["accepted"]) == ("waiting-for-columns", 0)
    assert [(c["column"], c["proposals"][0]) for c in open_columns] == [("A", "business_name")]
