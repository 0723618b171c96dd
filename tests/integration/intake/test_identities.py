"""One UMKM over rounds and districts, on real engines."""

import pytest

from tests.integration.intake.office import Office
from tests.unit.intake.builders import a_recommendation

pytestmark = pytest.mark.engines
NIB, NIK = "0220123456789", "1211014503800001"


def a_request(**given: object) -> dict[str, object]:
    return a_recommendation(**given).model_dump(mode="json")


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
