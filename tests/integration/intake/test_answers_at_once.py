"""Answers that meet a kill, a timer or another answer: one counts, and the other side learns it."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.intake.model.imports import Failure
from services.intake.store.imports import ImportStore
from tests.integration.intake.asking import (
    HEADINGS,
    UNCLEAR,
    a_letter,
    a_person,
    a_row,
    put,
    recommended,
    sent,
    settled,
)
from tests.integration.intake.importing import a_process, a_workbook
from tests.integration.intake.office import Office, lines_of, of_type
from tests.support.engines import Engines
from tests.support.topics import Fact
from tests.support.waiting import until

pytestmark = pytest.mark.engines
SWAPPED = [{"column": "A", "fields": ["owner_name"]}, {"column": "B", "fields": ["business_name"]}]
NOT_ANSWERED = Failure(code="not-answered", message_id="", message_en="")
ROUNDS_OF_THE_RACE = 12
ROWS_OF_A_SHEET = 700


def a_book(first: int) -> bytes:
    """Write two sheets that are asked about as one, and one with its own headings."""
    other = ["Nama", "Nama", "Telepon", *HEADINGS[3:]]
    firsts = {"Tigalingga": first, "Sumbul": first + 1_000, "Parongil": first + 2_000}
    sheets = {
        name: [
            [*(other if name == "Parongil" else HEADINGS)],
            *(a_row(start + n) for n in range(ROWS_OF_A_SHEET)),
        ]
        for name, start in firsts.items()
    }
    return a_workbook(**sheets)


def answers_for(job: Fact) -> list[Fact]:
    sheets = [table["sheet"] for table in job["question"]["tables"]]
    return [{"sheet": sheet, **column} for sheet in sheets for column in UNCLEAR]


async def names_of(door: httpx.AsyncClient, office: Office) -> set[str]:
    page = await door.get(f"/rounds/{office.round_id}/nominations", params={"limit": 100})
    return {each["recommendation"]["business_name"] for each in page.json()}


@pytest.mark.parametrize("is_at_work", [False, True])
async def test_a_kill_behind_the_answer_loses_no_row_of_any_sheet_and_takes_none_twice(
    office: Office, engines: Engines, *, is_at_work: bool
) -> None:
    async with a_process(office, engines) as (first, door):
        await office.open_round(door)
        job = await sent(door, office, a_book(1), filename="surat.xlsx")
        (await put(door, job, columns=answers_for(job))).raise_for_status()

        async def is_on_the_second_sheet() -> bool:
            return bool((await door.get(job["url"])).json()["rows"] > ROWS_OF_A_SHEET)

        if is_at_work:
            await until("rows of the second sheet are taken", is_on_the_second_sheet)
        first.kill()
        await first.wait()
    async with a_process(office, engines) as (_, door):
        done = await settled(door, job["url"])
        count = await recommended(door)
        await office.all_published(door)

    rows = 3 * ROWS_OF_A_SHEET
    facts = of_type(await office.facts([done["letter"]]), "umkm-recommended")
    published = Counter(fact["subject"] for fact in facts)
    assert len(job["question"]["tables"]) == 2
    assert (done["status"], done["rows"], done["accepted"], count) == ("done", rows, rows, rows)
    assert (len(published), {*published.values()}) == (rows, {1})


async def test_an_answer_and_the_timer_that_forgets_never_both_win(office: Office) -> None:
    door, other = [await office.replica() for _ in range(2)]
    await office.open_round(door)
    timer = ImportStore(office.services[1].database)
    outcomes: list[tuple[int, bool, str]] = []

    for number in range(ROUNDS_OF_THE_RACE):
        job = await sent(door, office, a_letter(10 * number, headings=headings_of(number)))
        answer, has_forgotten = await asyncio.gather(
            put(door, job), timer.give_up(datetime.now(UTC) + timedelta(days=1), NOT_ANSWERED)
        )
        ended = await settled(other, job["url"])
        outcomes.append((answer.status_code, has_forgotten, ended["status"]))
        assert answer.is_success or "not-answered" in answer.json()["detail"]

    assert {*outcomes} <= {(200, False, "done"), (409, True, "failed")}
    taken = sum(status == 200 for status, _, _ in outcomes)
    assert await recommended(door) == 4 * taken


def headings_of(number: int) -> list[str]:
    """Nothing is remembered of one letter for the next."""
    return [*HEADINGS, f"Lain {number}"]


async def test_of_two_different_answers_at_once_the_first_is_read_and_remembered(
    office: Office,
) -> None:
    doors = [await office.replica() for _ in range(2)]
    await office.open_round(doors[0])
    job = await sent(doors[0], office, a_letter(1))
    officers: dict[str, Any] = {"Ibu Sari": UNCLEAR, "Pak Togar": SWAPPED}

    answers = await asyncio.gather(
        *(
            put(door, job, columns=officers[name], officer=name)
            for door, name in zip(doors, officers, strict=True)
        )
    )
    done = await settled(doors[0], job["url"])
    [known] = (await doors[1].get("/headings")).json()

    accepted, refused = sorted(answers, key=lambda answer: answer.status_code)
    first = done["answer"]["officer"]
    business = 0 if first == "Ibu Sari" else 20_000
    assert (accepted.status_code, refused.status_code) == (200, 409)
    assert first in refused.json()["detail"]
    assert first in refused.json()["message_en"]
    assert known["officer"] == first
    assert (known["fields"]["0"], known["fields"]["1"]) == (
        officers[first][0]["fields"],
        officers[first][1]["fields"],
    )
    assert await names_of(doors[0], office) == {a_person(business + n) for n in range(1, 5)}


async def test_an_answer_for_a_finished_letter_is_refused_and_changes_nothing(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    job = await sent(door, office, a_letter(1))
    (await put(door, job)).raise_for_status()
    done = await settled(door, job["url"])
    before = (await door.get("/headings")).json(), await lines_of(door, done)

    late = await put(door, job, columns=SWAPPED, officer="Pak Togar")

    assert (late.status_code, late.json()["title"]) == (409, "not-asked")
    assert "done, Ibu Sari" in late.json()["detail"]
    assert ((await door.get("/headings")).json(), await lines_of(door, done)) == before
    assert (await door.get(job["url"])).json() == done


async def test_an_answer_after_the_closing_takes_the_rows_of_a_letter_that_came_in_time(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    job = await sent(door, office, a_letter(1))
    (await door.post(f"/rounds/{office.round_id}/close")).raise_for_status()

    (await put(door, job)).raise_for_status()
    done = await settled(door, job["url"])

    assert (done["status"], done["accepted"], done["refused"]) == ("done", 4, 0)
    assert await recommended(door) == 4
