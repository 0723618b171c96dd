"""One UMKM over rounds and districts, on real engines."""

import asyncio

import pytest

from tests.integration.intake.office import Office
from tests.unit.intake.builders import a_recommendation

pytestmark = pytest.mark.engines
NIB, NIK = "0220123456789", "1211014503800001"


def a_request(**fields: object) -> dict[str, object]:
    return a_recommendation(**fields).model_dump(mode="json")


async def test_a_nib_that_comes_later_is_attached_across_rounds_and_districts(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    first = await door.post(
        f"/rounds/{office.round_id}/recommendations", json=a_request(nik=NIK, nib=None)
    )

    # In the same round a duplicate, which tells of the NIB nevertheless.
    await door.post(f"/rounds/{office.round_id}/recommendations", json=a_request(nik=NIK, nib=NIB))
    office.round_id += "-2"
    await office.open_round(door)
    moved = a_request(nik=None, nib=NIB, business_name="Lain", owner_name="Ina", district="12.71")
    again = await door.post(f"/rounds/{office.round_id}/recommendations", json=moved)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json()["umkm_id"] == first.json()["umkm_id"]


async def test_two_that_name_one_umkm_for_the_first_time_by_different_numbers_at_once(
    office: Office,
) -> None:
    """One by its NIK alone, the other by the NIB that it got meanwhile: at two replicas."""
    doors = [await office.replica(), await office.replica()]
    await office.open_round(doors[0])
    path = f"/rounds/{office.round_id}/recommendations"

    for number in range(20):
        nik, nib = f"12110145038{number:05}", f"02201234{number:05}"
        named: dict[str, object] = {
            "business_name": f"Kopi {number}",
            "owner_name": f"Ina {number}",
        }
        by_nik, by_nib = a_request(nik=nik, nib=None, **named), a_request(nik=nik, nib=nib, **named)
        first, second = await asyncio.gather(
            doors[0].post(path, json=by_nik), doors[1].post(path, json=by_nib)
        )

        assert sorted([first.status_code, second.status_code]) == [201, 409], (
            first.text,
            second.text,
        )
        later = await doors[0].post(path, json=by_nib)
        assert later.status_code == 409
        assert later.json()["title"] == "duplicate"


async def test_a_wrong_number_is_mended_and_the_umkm_stays_the_same(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    path = f"/rounds/{office.round_id}/recommendations"
    wrong = (await door.post(path, json=a_request(nik=NIK, nib=NIB))).json()["umkm_id"]
    back = {"reason_code": "nib-salah"}
    (await door.post(f"/nominations/{wrong}/return", json=back)).raise_for_status()

    mended = await door.post(path, json=a_request(nik=NIK, nib="0220123456780"))

    assert (mended.status_code, mended.json()["umkm_id"]) == (201, wrong)


async def test_what_agencies_nominate_fills_no_quota_of_a_silent_district(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door, quota=1)
    base = f"/rounds/{office.round_id}"
    nominated = await door.post(f"{base}/agencies/bi/nominations", json=a_request())

    shown = (await door.get(base)).json()["responses"]

    assert nominated.status_code == 201
    [district] = [each for each in shown if each["district"] == "12.11"]
    assert (district["answer"], district["standing"], district["over_quota"]) == ("silent", 0, 0)
