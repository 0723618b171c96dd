"""Recommendations of one UMKM at a time, by a district, the province or an agency."""

import pytest

from tests.integration.intake.office import Office, a_request, of_type

pytestmark = pytest.mark.engines


async def test_a_single_recommendation_is_returned_mended_and_withdrawn(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    path = f"/rounds/{office.round_id}/recommendations"

    first = await door.post(path, json=a_request())
    umkm = f"/nominations/{first.json()['umkm_id']}"
    twice = await door.post(path, json=a_request())
    returned = await door.post(f"{umkm}/return", json={"reason_code": "foto"})
    mended = await door.post(path, json=a_request(reason="Foto baru"))
    withdrawn = await door.post(f"{umkm}/withdraw", json={"reason": "Pindah"})

    answers = [each.status_code for each in (first, twice, returned, mended, withdrawn)]
    assert answers == [201, 409, 200, 201, 200]
    assert twice.json()["title"] == "duplicate"
    listed = await door.get(
        f"/rounds/{office.round_id}/nominations",
        params={"district": "12.11", "status": "withdrawn"},
    )
    assert [each["umkm_id"] for each in listed.json()] == [first.json()["umkm_id"]]
    assert "+6281260001234" not in listed.text
    await office.all_published(door)
    kinds = [
        fact["type"].split(".")[1]
        for fact in await office.facts()
        if fact["subject"] == first.json()["umkm_id"]
    ]
    assert kinds == ["umkm-recommended", "umkm-returned", "umkm-recommended", "umkm-withdrawn"]


async def test_the_same_request_again_is_the_same_recommendation(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    path, key = f"/rounds/{office.round_id}/recommendations", {"Idempotency-Key": "surat-7"}

    answers = [await door.post(path, json=a_request(), headers=key) for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert (await door.get("/counts")).json()["accepted"] == 1


async def test_a_district_code_that_means_two_is_refused_at_the_door(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    path = f"/rounds/{office.round_id}/recommendations"

    answer = await door.post(path, json=a_request() | {"district": "1201"})

    assert answer.status_code == 422
    assert "Nias" in answer.text
    assert "Tapanuli Tengah" in answer.text


async def test_an_agency_nominates_by_itself_and_no_district_has_answered_by_that(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    new = a_request()

    nominated = await door.post(f"/rounds/{office.round_id}/agencies/bi/nominations", json=new)
    again = await door.post(f"/rounds/{office.round_id}/agencies/bi/nominations", json=new)

    assert nominated.status_code == 201, nominated.text
    assert (again.status_code, again.json()["title"]) == (409, "duplicate")
    await office.all_published(door)
    [events] = of_type(await office.facts(), "umkm-recommended")
    assert (events["data"]["source_kind"], events["data"]["recommended_by"]) == ("agency", "bi")
    response = (await door.get(f"/rounds/{office.round_id}")).json()
    assert response["answered"] == 0


async def test_a_key_that_stands_for_another_request_counts_as_no_refused_row(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    url, key = f"/rounds/{office.round_id}/recommendations", {"Idempotency-Key": "k-1"}
    first, other = a_request(district="12.11"), a_request(district="12.07")

    (await door.post(url, json=first, headers=key)).raise_for_status()
    await office.services[0].database.requests.delete_many({})  # what a key asked is forgotten
    reused = await door.post(url, json=other, headers=key)

    responses = (await door.get(f"/rounds/{office.round_id}")).json()["responses"]
    tallies = {each["district"]: each["tally"] for each in responses}
    assert (reused.status_code, reused.json()["title"]) == (409, "key-reused")
    assert (tallies["12.11"]["accepted"], tallies["12.07"]["refused"]) == (1, 0)
