"""The HTTP doors of all services: one key, one request."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.support.doors import DISTRICT, Doors, a_round
from tests.support.engines import Engines
from tests.unit.intake.builders import a_recommendation

pytestmark = [pytest.mark.engines, pytest.mark.timeout(180)]
KEY = {"Idempotency-Key": "surat-7"}
LETTER = Path(__file__).parents[2] / "fixtures/letters/surat-12.71-medan.csv"
VISIT = {"mentor": "mentor-1", "visited_on": "2026-05-04"}
CASES = {
    "endorsement": ("/priority-lists", {"number": 7, "capacity": 3}, {"number": 8, "capacity": 3}),
    "intake": ("/rounds", a_round("r-1"), a_round("r-2")),
    "mentoring": ("/journeys/U1/log-visit", VISIT, VISIT | {"mentor": "mentor-2"}),
    "notify": ("/notices/n-1/redrive", {}, {"now": True}),
}


@pytest.fixture
async def doors(engines: Engines, tmp_path: Path) -> AsyncIterator[Doors]:
    async with AsyncExitStack() as stack:
        yield Doors(engines, stack, tmp_path)


def a_request(**fields: object) -> dict[str, Any]:
    return a_recommendation(district=DISTRICT, **fields).model_dump(mode="json")


@pytest.mark.parametrize("name", sorted(CASES))
async def test_a_key_stands_for_one_request_in_every_replica(doors: Doors, name: str) -> None:
    path, body, other = CASES[name]
    _, door = await doors.open(name)
    first = await door.post(path, json=body, headers=KEY)
    _, later = await doors.open(name)

    again = [await each.post(path, json=body, headers=KEY) for each in (door, later)]
    reused = [await each.post(path, json=other, headers=KEY) for each in (door, later)]

    assert {each.text for each in again} == {first.text}
    assert {each.status_code for each in again} == {first.status_code}
    assert {(each.status_code, each.json()["title"]) for each in reused} == {(409, "key-reused")}
    assert {each.headers["content-type"] for each in reused} == {"application/problem+json"}


async def test_of_two_requests_at_once_under_one_key_one_is_applied(doors: Doors) -> None:
    replicas = [(await doors.open("intake"))[1] for _ in range(2)]
    (await replicas[0].post("/rounds", json=a_round("r-1"))).raise_for_status()
    bodies = [a_request(), a_request(nik=None, nib="1234567890123", business_name="UD Sipirok")]

    path = "/rounds/r-1/recommendations"

    answers = await asyncio.gather(
        *(replicas[n % 2].post(path, json=bodies[n // 2 % 2], headers=KEY) for n in range(12))
    )

    taken = [each for each in answers if each.status_code == 201]
    assert len(taken) == 6
    assert len({each.text for each in taken}) == 1
    assert {each.json()["title"] for each in answers if each not in taken} == {"key-reused"}
    assert (await replicas[0].get("/counts")).json()["accepted"] == 1


async def test_a_key_of_one_command_is_none_of_another_on_the_same_aggregate(doors: Doors) -> None:
    _, door = await doors.open("intake")
    plan = a_round("r-1")
    del plan["round_id"]
    (await door.put("/rounds/r-1", json=plan, headers=KEY)).raise_for_status()

    answer = await door.post("/rounds/r-1/open", headers=KEY)

    assert (answer.status_code, answer.json()["title"]) == (409, "key-reused")
    assert (await door.get("/rounds/r-1")).json()["status"] == "draft"


async def test_a_key_of_one_request_is_none_of_another_at_any_door(doors: Doors) -> None:
    _, door = await doors.open("intake")
    (await door.post("/rounds", json=a_round("r-1"))).raise_for_status()
    (await door.post("/rounds", json=a_round("r-2"))).raise_for_status()
    taken = await door.post("/rounds/r-1/recommendations", json=a_request(), headers=KEY)
    umkm = taken.raise_for_status().json()["umkm_id"]

    others = [
        await door.post("/rounds/r-2/recommendations", json=a_request(), headers=KEY),
        await door.post(f"/nominations/{umkm}/return", json={"reason_code": "x"}, headers=KEY),
        await door.post(f"/rounds/r-2/districts/{DISTRICT}/decline", headers=KEY),
        await door.post("/rounds/r-2/close", headers=KEY),
    ]

    assert {(each.status_code, each.json()["title"]) for each in others} == {(409, "key-reused")}
    assert (await door.get("/rounds/r-2")).json()["status"] == "open"


async def test_two_agencies_may_choose_the_same_key_for_the_same_umkm(doors: Doors) -> None:
    _, door = await doors.open("intake")
    for round_id in ("r-1", "r-2"):
        (await door.post("/rounds", json=a_round(round_id))).raise_for_status()

    paths = ["/rounds/r-1/agencies/bi/nominations", "/rounds/r-2/agencies/karantina/nominations"]
    answers = [await door.post(path, json=a_request(), headers=KEY) for path in paths]

    assert [each.status_code for each in answers] == [201, 201]


async def test_a_malformed_request_may_be_mended_under_the_same_key(doors: Doors) -> None:
    _, door = await doors.open("intake")
    wrong = await door.post("/rounds", json=a_round("r-1", title=""), headers=KEY)

    mended = await door.post("/rounds", json=a_round("r-1"), headers=KEY)

    assert (wrong.status_code, mended.status_code) == (422, 201)


async def test_a_key_stands_for_one_file(doors: Doors) -> None:
    _, door = await doors.open("intake")
    (await door.post("/rounds", json=a_round("r-1", districts=["12.71"]))).raise_for_status()
    url = "/rounds/r-1/imports?district=12.71"
    whole = LETTER.read_bytes()
    letters = [whole, whole.rstrip().rpartition(b"\n")[0]]

    first, again, other = [
        await door.post(url, content=each, headers=KEY) for each in (letters[0], *letters)
    ]

    assert again.status_code == first.raise_for_status().status_code
    assert (other.status_code, other.json()["title"]) == (409, "key-reused")
