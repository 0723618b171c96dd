"""A product without an HS code over HTTP: it waits, is chosen, is corrected."""

# No test here kills a process between the write and the publishing: a choice takes the same road
# as every edit, and `tests/model/test_runner.py` explores that road with kills at each step.

import asyncio
import csv
import io
from typing import Any

import httpx
import pytest

from services.intake.letters.reference import commodities
from tests.integration.intake.office import Office, of_type
from tests.unit.intake.builders import a_recommendation

pytestmark = pytest.mark.engines
POWDER, CANDIDATES = {"name": "Hasil kebun", "hs6": "0901"}, ["090111", "090121"]
COFFEE = {"name": "Kopi hijau", "hs6": "090111"}
CHOICE = {"hs6": "0901.21", "officer": "Ibu Ratna", "reason": "Kopi sangrai"}


async def recommended(door: httpx.AsyncClient, office: Office, **changes: Any) -> str:
    new = a_recommendation().model_dump(mode="json") | {"products": [POWDER]} | changes
    answer = await door.post(f"/rounds/{office.round_id}/recommendations", json=new)
    assert answer.status_code == 201, answer.text
    umkm_id: str = answer.json()["umkm_id"]
    return umkm_id


async def choose(
    door: httpx.AsyncClient, umkm: str, number: int = 1, headers: Any = None, **changes: str
) -> httpx.Response:
    path = f"/nominations/{umkm}/products/{number}/commodity"
    return await door.post(path, json=CHOICE | changes, headers=headers)


async def listed(door: httpx.AsyncClient, office: Office, status: str) -> list[dict[str, Any]]:
    answer = await door.get(f"/rounds/{office.round_id}/nominations", params={"status": status})
    nominations: list[dict[str, Any]] = answer.json()
    return nominations


async def of_district(door: httpx.AsyncClient, office: Office) -> dict[str, Any]:
    responses = (await door.get(f"/rounds/{office.round_id}")).json()["responses"]
    return next(each for each in responses if each["district"] == "12.11")


async def test_a_waiting_umkm_is_shown_with_its_candidates_and_counts_for_its_district(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door, quota=1)

    umkm = await recommended(door, office)

    [waiting] = await listed(door, office, "commodity-open")
    [product] = waiting["recommendation"]["products"]
    names = {code: commodities()[code].name for code in CANDIDATES}
    district = await of_district(door, office)
    assert (waiting["umkm_id"], product["hs6"]) == (umkm, None)
    assert list(product["candidate_names"].items()) == list(names.items())
    assert (district["answer"], district["tally"]["accepted"]) == ("answered", 1)
    assert (district["commodity_open"], district["standing"]) == (1, 1)
    counts = (await door.get("/counts", params={"round_id": office.round_id})).json()
    assert counts["nominations"] == {"commodity-open": 1}
    await office.all_published(door)
    assert of_type(await office.facts(), "umkm-recommended") == []


async def test_a_code_is_chosen_and_corrected_and_everybody_hears_both(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    umkm = await recommended(door, office, products=[POWDER])
    seen = (await door.get(f"/nominations/{umkm}")).headers["etag"]

    chosen = await choose(door, umkm, headers={"If-Match": seen})
    stale = await choose(door, umkm, headers={"If-Match": seen}, hs6="090111")
    corrected = await choose(door, umkm, hs6="090111", officer="Pak Budi")

    assert [each.status_code for each in (chosen, stale, corrected)] == [200, 412, 200]
    assert (await of_district(door, office))["commodity_open"] == 0
    await office.all_published(door)
    facts = [each["data"] for each in of_type(await office.facts(), "umkm-recommended")]
    assert [
        (fact["products"][0]["hs6"], fact["products"][0]["hs_source"], fact["corrected"])
        for fact in facts
    ] == [("090121", "chosen", False), ("090111", "chosen", True)]
    history = (await door.get(f"/nominations/{umkm}/history")).json()
    choices = [e["data"] for h in history for e in h["events"] if e["type"] == "commodity-chosen"]
    assert [(each["was"], each["hs6"], each["officer"]) for each in choices] == [
        (None, "090121", "Ibu Ratna"),
        ("090121", "090111", "Pak Budi"),
    ]


async def test_a_choice_that_is_sent_again_under_its_key_is_carried_out_once(
    office: Office,
) -> None:
    doors = [await office.replica() for _ in range(2)]
    await office.open_round(doors[0])
    umkm = await recommended(doors[0], office)
    key = {"Idempotency-Key": f"choice-{office.round_id}"}

    answers = await asyncio.gather(*(choose(door, umkm, headers=key) for door in doors * 2))

    assert {each.status_code for each in answers} == {200}
    assert len({each.json()["version"] for each in answers}) == 1
    await office.all_published(doors[0])
    assert len(of_type(await office.facts(), "umkm-recommended")) == 1


async def test_a_code_that_is_not_in_the_table_is_refused_with_a_sentence(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    umkm = await recommended(door, office)

    unknown = await choose(door, umkm, hs6="870321")
    nonsense = await choose(door, umkm, hs6="kopi")
    nobody = await choose(door, "U0000000000AB")
    second = await choose(door, umkm, number=2)

    assert (unknown.status_code, unknown.json()["title"]) == (422, "unknown-hs")
    assert "daftar komoditas" in unknown.json()["detail"]
    assert "list of commodities" in unknown.json()["message_en"]
    assert [each.status_code for each in (nonsense, nobody, second)] == [422, 404, 404]


async def test_the_spreadsheet_shows_where_a_code_comes_from_and_the_candidates(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    await recommended(door, office, products=[COFFEE, POWDER])

    answer = await door.get(f"/rounds/{office.round_id}/nominations.csv")

    [row] = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";")
    assert (row["kode_hs"], row["asal_kode_hs"]) == ("090111; ", "given; ")
    assert row["calon_kode_hs"] == "; 090111 / 090121"


async def test_a_waiting_umkm_that_is_merged_waits_under_the_one_that_stays(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    kept = await recommended(door, office, business_name="Kopi Tini", nik=None, products=[COFFEE])
    await door.post(f"/nominations/{kept}/withdraw", json={})
    waiting = await recommended(door, office)

    merger = {"into": kept, "officer": "Ibu Ratna", "reason": "Satu usaha"}
    merged = await door.post(f"/nominations/{waiting}/merge", json=merger)
    refused = await choose(door, waiting)

    assert (merged.status_code, refused.json()["title"]) == (200, "merged")
    assert [each["umkm_id"] for each in await listed(door, office, "commodity-open")] == [kept]
    assert (await choose(door, kept)).status_code == 200
