"""UMKM that may be one, on real engines: flagged, dismissed, merged, and found again."""

import asyncio
from typing import Any

import httpx
import pytest

from services.intake.model.likeness import MergeInto
from shared.plumbing.core.aggregate import Input
from tests.integration.intake.office import Office, of_type
from tests.support.waiting import until
from tests.unit.intake.builders import a_recommendation

pytestmark = pytest.mark.engines

SIGNED = {"officer": "Ibu Ratna", "reason": "Sudah ditanyakan kepada pemilik"}


async def recommended(door: httpx.AsyncClient, office: Office, **fields: Any) -> str:
    new = a_recommendation(nib=None, **{"nik": None, "email": None} | fields)
    answer = await door.post(
        f"/rounds/{office.round_id}/recommendations", json=new.model_dump(mode="json")
    )
    assert answer.status_code == 201, answer.text
    umkm_id: str = answer.json()["umkm_id"]
    return umkm_id


async def flagged(door: httpx.AsyncClient, office: Office) -> dict[str, list[dict[str, Any]]]:
    shown = (await door.get(f"/rounds/{office.round_id}/likenesses")).json()
    return {each["umkm_id"]: each["likely"] for each in shown}


async def a_pair(door: httpx.AsyncClient, office: Office) -> tuple[str, str]:
    """Two accepted UMKM. The later one is flagged with the first."""
    first = await recommended(door, office, phone="+6281260001234")
    second = await recommended(
        door,
        office,
        business_name="Kopi Sidikallang Jaya",
        owner_name="T. Sihombing",
        phone="+6281260001234",
    )

    async def is_flagged() -> bool:
        return second in await flagged(door, office)

    await until("the later one is flagged", is_flagged)
    return first, second


async def test_a_umkm_that_is_like_another_is_accepted_and_flagged_with_it(office: Office) -> None:
    door = await office.replica()
    await office.replica()  # a second one examines too
    await office.open_round(door)

    first, second = await a_pair(door, office)

    [likely] = (await flagged(door, office))[second]
    assert (likely["umkm_id"], likely["by"]) == (first, ["name", "phone"])
    listed = (await door.get(f"/rounds/{office.round_id}/nominations")).json()
    assert {each["umkm_id"] for each in listed} == {first, second}, "never merged silently"


async def test_two_that_were_said_to_be_two_are_not_flagged_again(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    first, second = await a_pair(door, office)

    answer = await door.post(f"/nominations/{second}/likenesses/{first}/dismiss", json=SIGNED)

    assert answer.status_code == 200, answer.text
    assert second not in await flagged(door, office)
    assert (
        await door.post(f"/nominations/{second}/likenesses/{first}/dismiss", json=SIGNED)
    ).status_code == 409


async def test_whatever_names_a_merged_umkm_speaks_of_the_one_that_stays(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    first, second = await a_pair(door, office)

    merged = await door.post(f"/nominations/{second}/merge", json=SIGNED | {"into": first})

    assert merged.status_code == 200, merged.text
    assert await flagged(door, office) == {}
    await office.all_published(door)
    events = of_type(await office.facts(), "umkm-withdrawn")
    assert [each["subject"] for each in events] == [second]
    response = (await door.get(f"/rounds/{office.round_id}")).json()["responses"]
    assert {r["district"]: r["tally"]["accepted"] for r in response}["12.11"] == 1
    # In the next round, by the name and with the NIB that the merged one gets only then.
    office.round_id += "-2"
    await office.open_round(door)
    name = {"business_name": "Kopi Sidikallang Jaya", "owner_name": "T. Sihombing"}
    again = a_recommendation(**name, nik=None, nib="0220123456789").model_dump(mode="json")
    answer = await door.post(f"/rounds/{office.round_id}/recommendations", json=again)
    assert answer.json()["umkm_id"] == first


async def test_a_merger_whose_process_was_killed_half_way_is_finished_by_any_other(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    first, second = await a_pair(door, office)
    nominations = next(d for d in office.services[0].desks if d.runner.kind.name == "nomination")
    merge = MergeInto(first, SIGNED["officer"], SIGNED["reason"])

    await nominations.submit_one(Input(second, "the last that this process did", merge))

    async def counts_once() -> bool:
        response = (await door.get(f"/rounds/{office.round_id}")).json()["responses"]
        return bool({r["district"]: r["tally"]["accepted"] for r in response}["12.11"] == 1)

    await until("who was counted twice counts once", counts_once)
    assert await flagged(door, office) == {}


async def test_of_two_mergers_at_once_one_against_the_other_one_is_carried_out(
    office: Office,
) -> None:
    doors = [await office.replica(), await office.replica()]
    await office.open_round(doors[0])
    first, second = await a_pair(doors[0], office)

    answers = await asyncio.gather(
        doors[0].post(f"/nominations/{first}/merge", json=SIGNED | {"into": second}),
        doors[1].post(f"/nominations/{second}/merge", json=SIGNED | {"into": first}),
    )

    assert sorted(each.status_code for each in answers) == [200, 409]
    seen = [(await doors[0].get(f"/nominations/{each}")).json() for each in (first, second)]
    stand = [each["standings"][-1]["status"] for each in seen]
    assert sorted(stand) == ["recommended", "withdrawn"]


async def test_who_stays_stands_where_the_merged_one_stood_and_its_district_loses_nothing(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    old = await recommended(door, office, phone="+6281260001234")
    office.round_id += "-2"
    await office.open_round(door)
    new = await recommended(door, office, nik="1211014503800001", business_name="Kopi Jaya")

    answer = await door.post(f"/nominations/{new}/merge", json=SIGNED | {"into": old})

    assert answer.status_code == 200, answer.text
    kept = (await door.get(f"/nominations/{old}")).json()
    assert [(s["round_id"], s["status"]) for s in kept["standings"]][-1] == (
        office.round_id,
        "recommended",
    )
    response = (await door.get(f"/rounds/{office.round_id}")).json()["responses"]
    assert {r["district"]: r["tally"]["accepted"] for r in response}["12.11"] == 1


async def test_a_merger_that_is_asked_for_again_is_answered_as_before(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    first, second = await a_pair(door, office)
    third = await recommended(door, office, business_name="Ulos Bona", phone="+6281260007777")
    key = {"Idempotency-Key": "the first merger"}

    async def merge(umkm: str, into: str, **headers: str) -> httpx.Response:
        body = SIGNED | {"into": into}
        return await door.post(f"/nominations/{umkm}/merge", json=body, headers=headers)

    answer = await merge(second, first, **key)
    assert (await merge(first, third)).status_code == 200
    again = await merge(second, first, **key)

    assert (answer.status_code, again.status_code) == (200, 200)
    assert again.json() == answer.json()


async def test_a_merger_that_makes_no_sense_is_refused(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    first, second = await a_pair(door, office)

    async def merge(umkm: str, into: str) -> int:
        return (
            await door.post(f"/nominations/{umkm}/merge", json=SIGNED | {"into": into})
        ).status_code

    assert await merge(first, first) == 409
    assert await merge(first, "Unobody") == 404
    assert await merge("Unobody", first) == 404
    assert await merge(second, first) == 200
    assert await merge(first, second) == 409, "no circles"
