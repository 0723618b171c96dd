"""What is not clear in a letter is asked before a row is taken, answered once, and remembered."""

import asyncio
from datetime import timedelta

import pytest

from shared.plumbing.core.settings import ClockKind
from tests.integration.intake.asking import (
    HEADINGS,
    UNCLEAR,
    a_letter,
    a_person,
    a_row,
    answered,
    as_csv,
    open_columns,
    put,
    recommended,
    sent,
    settled,
)
from tests.integration.intake.importing import a_process, a_workbook
from tests.integration.intake.office import Office
from tests.support.engines import Engines
from tests.support.topics import Fact
from tests.support.waiting import until

pytestmark = pytest.mark.engines


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
