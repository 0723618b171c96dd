"""Two districts name one UMKM, on real engines."""

import pytest

from services.intake.model.nominations import Recommend
from services.intake.model.rounds import Call
from shared.plumbing.core.aggregate import Input
from tests.integration.intake.office import Office, of_type
from tests.support.waiting import until
from tests.unit.intake.builders import CLOSING, DAY, NOW, a_recommendation

pytestmark = pytest.mark.engines


async def test_the_province_gives_a_umkm_to_the_second_district(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    base = f"/rounds/{office.round_id}"
    bodies = [
        a_recommendation(district=each).model_dump(mode="json") for each in ("12.11", "12.07")
    ]
    first, second = [await door.post(f"{base}/recommendations", json=body) for body in bodies]
    umkm = first.json()["umkm_id"]
    [waiting] = (await door.get(f"{base}/conflicts")).json()

    settlement = {"district": "12.07", "officer": "Rina", "reason": "Usaha pindah"}
    settled = await door.post(f"{base}/conflicts/{umkm}/settle", json=settlement)

    assert (second.status_code, second.json()["title"]) == (409, "duplicate-across-districts")
    assert (waiting["umkm_id"], waiting["first"], waiting["second"]) == (umkm, "12.11", "12.07")
    assert settled.status_code == 200
    assert (await door.get(f"{base}/conflicts")).json() == []
    [done] = (await door.get(f"{base}/conflicts", params={"settled": True})).json()
    assert (done["settled_for"], done["settled_by"]) == ("12.07", "Rina")
    shown = (await door.get(f"/nominations/{umkm}")).json()
    assert shown["standings"][-1]["district"] == "12.07"
    await office.all_published(door)
    facts = await office.facts()
    assert [each["data"]["district"] for each in of_type(facts, "umkm-recommended")] == [
        "12.11",
        "12.07",
    ]
    responded = of_type(facts, "district-responded")
    assert {each["data"]["district"] for each in responded} == {"12.11", "12.07"}


async def test_what_is_by_hand_counts_once_wherever_its_process_was_killed(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    nominations = next(d for d in office.services[0].desks if d.runner.kind.name == "nomination")
    other = await office.replica()  # another one examines too
    call = Call(office.round_id, NOW, CLOSING + 9999 * DAY, ("12.11",))
    by_hand = Recommend(a_recommendation(), call, "by hand", count_as="row/killed")

    await nominations.submit_one(Input("Ukilled", "the last that this process did", by_hand))

    async def has_answered() -> bool:
        responses = (await other.get(f"/rounds/{office.round_id}")).json()["responses"]
        return "answered" in [r["answer"] for r in responses if r["district"] == "12.11"]

    await until("the district has answered", has_answered)
    assert (await door.get("/counts", params={"round_id": office.round_id})).json()["accepted"] == 1


async def test_a_district_that_an_agency_has_spoken_for_answers_by_its_own_recommendation(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    base = f"/rounds/{office.round_id}"
    body = a_recommendation().model_dump(mode="json")
    nominated = await door.post(f"{base}/agencies/bi/nominations", json=body)

    taken = await door.post(f"{base}/recommendations", json=body)
    again = await door.post(f"{base}/recommendations", json=body)

    assert (nominated.status_code, taken.status_code, again.status_code) == (201, 201, 409)
    assert nominated.json()["umkm_id"] == taken.json()["umkm_id"]
    responses = (await door.get(base)).json()["responses"]
    assert {r["district"]: r["answer"] for r in responses}["12.11"] == "answered"


async def test_what_the_province_says_is_signed_and_meant_for_what_it_has_seen(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    base = f"/rounds/{office.round_id}"
    for each in ("12.11", "12.07"):
        body = a_recommendation(district=each).model_dump(mode="json")
        answer = await door.post(f"{base}/recommendations", json=body)
    umkm = answer.json()["umkm_id"]
    path, settlement = f"{base}/conflicts/{umkm}/settle", {"district": "12.11", "officer": "Rina"}
    body = settlement | {"reason": "Alamat di sini"}

    slip = await door.post(path, json=body | {"distrik": "12.07"})
    stale = await door.post(path, json=body, headers={"If-Match": '"999"'})
    settled = await door.post(path, json=body)

    assert [each.status_code for each in (slip, stale, settled)] == [422, 412, 200]
    [shown] = (await door.get(f"/nominations/{umkm}")).json()["settled"]
    assert (shown["settled_for"], shown["settled_by"]) == ("12.11", "Rina")
