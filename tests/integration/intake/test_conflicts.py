"""Two districts name one UMKM, on real engines."""

import pytest

from tests.integration.intake.office import Office, of_type
from tests.unit.intake.builders import a_recommendation

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

    said = {"district": "12.07", "officer": "Rina", "reason": "Usaha pindah"}
    settled = await door.post(f"{base}/conflicts/{umkm}/settle", json=said)

    assert (second.status_code, second.json()["title"]) == (409, "duplicate-across-districts")
    assert (waiting["umkm_id"], waiting["first"], waiting["second"]) == (umkm, "12.11", "12.07")
    assert settled.status_code == 200
    assert (await door.get(f"{base}/conflicts")).json() == []
    [done] = (await door.get(f"{base}/conflicts", params={"settled": True})).json()
    assert (done["settled_for"], done["settled_by"]) == ("12.07", "Rina")
    found = (await door.get(f"/nominations/{umkm}")).json()
    assert found["standings"][-1]["district"] == "12.07"
    await office.all_published(door)
    facts = await office.told()
    assert [each["data"]["district"] for each in of_type(facts, "umkm-recommended")] == [
        "12.11",
        "12.07",
    ]
    responded = of_type(facts, "district-responded")
    assert {each["data"]["district"] for each in responded} == {"12.11", "12.07"}
