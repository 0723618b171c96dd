"""What an office answered holds for its next letter, until it is forgotten."""

from datetime import UTC, datetime

import pytest

from services.intake.model.questions import KnownHeadings
from services.intake.store.headings import HeadingStore
from tests.integration.intake.asking import (
    HEADINGS,
    a_letter,
    a_row,
    answered,
    as_csv,
    open_columns,
    recommended,
    sent,
    settled,
)
from tests.integration.intake.importing import a_process, post
from tests.integration.intake.office import Office
from tests.support.engines import Engines
from tests.support.waiting import until

pytestmark = pytest.mark.engines


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
