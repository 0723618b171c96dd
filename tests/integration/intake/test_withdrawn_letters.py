"""A letter that was read by a wrong answer is taken back as a whole, and its file read anew."""

import asyncio
from collections import Counter

import httpx
import pytest

from tests.integration.intake.asking import (
    HEADINGS,
    UNCLEAR,
    a_letter,
    a_person,
    a_row,
    answered,
    as_csv,
    put,
    sent,
    settled,
)
from tests.integration.intake.importing import a_process, post
from tests.integration.intake.office import Office, of_type
from tests.integration.intake.test_answers_at_once import SWAPPED
from tests.support.engines import Engines
from tests.support.topics import Fact
from tests.support.waiting import until

pytestmark = pytest.mark.engines
ROWS = 3_000


async def withdraw(
    door: httpx.AsyncClient, job: Fact, reason: str = "kolom salah"
) -> httpx.Response:
    return await door.post(f"{job['url']}/withdraw", json={"reason": reason})


async def by_status(door: httpx.AsyncClient) -> Fact:
    counts: Fact = (await door.get("/counts")).json()["nominations"]
    return counts


async def standing(door: httpx.AsyncClient, office: Office) -> set[str]:
    page = await door.get(
        f"/rounds/{office.round_id}/nominations", params={"status": "recommended", "limit": "100"}
    )
    return {each["recommendation"]["business_name"] for each in page.json()}


async def test_a_letter_that_was_read_wrongly_is_withdrawn_and_its_file_corrects_every_umkm(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    wrong = await answered(door, await sent(door, office, a_letter(1)), columns=SWAPPED)
    misread = await standing(door, office)

    withdrawn = await withdraw(door, wrong)
    left = await by_status(door), (await door.get("/headings")).json()
    job = await sent(door, office, a_letter(1))
    done = await answered(door, job)
    await office.all_published(door)

    assert misread == {a_person(20_000 + n) for n in range(1, 5)}
    assert (withdrawn.status_code, withdrawn.json()["status"]) == (200, "withdrawn")
    assert left == ({"withdrawn": 4}, [])
    assert (job["status"], done["status"], done["accepted"]) == ("waiting-for-columns", "done", 4)
    assert job["import_id"] != wrong["import_id"]
    assert await standing(door, office) == {a_person(n) for n in range(1, 5)}
    facts = of_type(await office.facts([wrong["letter"]]), "umkm-withdrawn")
    assert [fact["data"]["reason"] for fact in facts] == ["kolom salah"] * 4


async def test_without_a_withdrawal_the_same_file_changes_nothing_and_a_mended_one_adds_umkm(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    wrong = await answered(door, await sent(door, office, a_letter(1)), columns=SWAPPED)
    [known] = (await door.get("/headings")).json()

    await door.delete(f"/headings/12.71/{known['fingerprint']}")
    again = await sent(door, office, a_letter(1))
    mended = await answered(door, await sent(door, office, a_letter(1) + b"\r\n"))

    assert again == wrong
    assert (mended["accepted"], mended["duplicates"]) == (4, 0)
    assert await by_status(door) == {"recommended": 8}


async def test_after_the_closing_nothing_is_withdrawn_because_it_could_not_be_sent_again(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    job = await answered(door, await sent(door, office, a_letter(1)))
    (await door.post(f"/rounds/{office.round_id}/close")).raise_for_status()

    late = await withdraw(door, job)

    assert (late.status_code, late.json()["title"]) == (409, "too-late-to-withdraw")
    assert await by_status(door) == {"recommended": 4}


async def test_what_was_recommended_by_another_letter_since_then_stays(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    first = await answered(door, await sent(door, office, a_letter(1)))
    page = (await door.get(f"{first['url']}/lines")).json()["lines"]
    await door.post(f"/nominations/{page[0]['umkm_id']}/withdraw", json={})
    mended = await sent(door, office, as_csv([HEADINGS, a_row(1)]), filename="perbaikan.csv")

    await withdraw(door, first)

    assert mended["accepted"] == 1
    assert await by_status(door) == {"recommended": 1, "withdrawn": 3}
    assert await standing(door, office) == {a_person(1)}


async def test_of_two_who_withdraw_at_once_each_umkm_is_withdrawn_once(office: Office) -> None:
    doors = [await office.replica() for _ in range(2)]
    await office.open_round(doors[0])
    job = await answered(doors[0], await sent(doors[0], office, a_letter(1, rows=40)))

    answers = await asyncio.gather(*(withdraw(door, job) for door in doors))
    late = await withdraw(doors[0], job)
    await office.all_published(doors[0])

    assert {answer.status_code for answer in answers} <= {200, 409}
    assert (late.status_code, late.json()["title"]) == (409, "nothing-to-withdraw")
    assert await by_status(doors[0]) == {"withdrawn": 40}
    facts = of_type(await office.facts([job["letter"]]), "umkm-withdrawn")
    assert {*Counter(fact["subject"] for fact in facts).values()} == {1}


async def test_a_withdrawal_that_is_cut_off_by_a_kill_is_repeated_and_completed(
    office: Office, engines: Engines
) -> None:
    async with a_process(office, engines) as (first, door):
        await office.open_round(door)
        job = await answered(door, await sent(door, office, a_letter(1, rows=ROWS)))
        cut_off = asyncio.create_task(withdraw(door, job))

        async def is_half_way() -> bool:
            return bool((await by_status(door)).get("withdrawn"))

        await until("some are withdrawn", is_half_way)
        first.kill()
        await first.wait()
        with pytest.raises(httpx.TransportError):
            await cut_off
    async with a_process(office, engines) as (_, door):
        between = await by_status(door)
        again = await withdraw(door, job)
        after = await by_status(door)

    assert 0 < between["withdrawn"] < ROWS
    assert (again.status_code, after) == (200, {"withdrawn": ROWS})


async def test_what_cannot_be_withdrawn_is_said_in_both_languages(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    job = await sent(door, office, a_letter(1))
    dry = await post(door, office, a_letter(5), dry_run=True)
    foretold = await answered(door, await settled(door, dry.json()["url"]), columns=UNCLEAR)

    refused = [
        await withdraw(door, job),
        await withdraw(door, foretold),
        await withdraw(door, job, reason=""),
        await withdraw(door, {"url": "/imports/none"}),
    ]

    assert [(each.status_code, each.json()["title"]) for each in refused] == [
        (409, "nothing-to-withdraw"),
        (409, "nothing-to-withdraw"),
        (422, "answer-reason"),
        (404, "no-import"),
    ]
    assert all(each.json()["detail"] != each.json()["message_en"] for each in refused)
    assert (await put(door, job)).status_code == 200
