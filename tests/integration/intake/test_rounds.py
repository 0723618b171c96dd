"""Rounds over HTTP, and what the clock does to them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.plumbing.core.settings import ClockKind
from tests.integration.intake.office import DISTRICTS, Office, a_request, of_type
from tests.support.waiting import until
from tests.unit.intake.builders import a_recommendation

pytestmark = pytest.mark.engines
MEDAN = "surat-12.71-medan.csv"


async def test_silent_districts_are_reminded_once_by_three_replicas_whatever_the_clock_does(
    office: Office,
) -> None:
    doors = [await office.replica(ClockKind.PLATFORM) for _ in range(3)]
    await office.open_round(doors[0])
    await office.send(doors[0], MEDAN)

    await office.move_clock(timedelta(days=25))  # over the reminders of 14 and of 7 days

    async def reminded() -> bool:
        responses = (await door_round(doors[1], office))["responses"]
        return sum(bool(each["reminded"]) for each in responses) == len(DISTRICTS) - 1

    await until("32 districts are reminded", reminded)
    await office.move_clock(timedelta(days=20))  # back, and then over the same day again
    await office.replica(ClockKind.PLATFORM)  # as after a restart, which remembers nothing
    await office.move_clock(timedelta(days=26))
    await office.move_clock(timedelta(days=100))

    async def closed() -> bool:
        return bool((await door_round(doors[1], office))["status"] == "closed")

    await until("the round is closed", closed)
    await office.all_published(doors[0])
    facts = await office.facts()
    reminders = [fact["data"] for fact in of_type(facts, "district-reminded")]
    assert {each["days_before_closing"] for each in reminders} == {7}
    assert sorted(each["district"] for each in reminders) == sorted(
        set(DISTRICTS.values()) - {"12.71"}
    )
    assert len(of_type(facts, "round-closed")) == 1


async def door_round(door: httpx.AsyncClient, office: Office) -> dict[str, Any]:
    shown: dict[str, Any] = (await door.get(f"/rounds/{office.round_id}")).json()
    return shown


async def test_rounds_are_listed_by_page_with_how_many_districts_answered(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    await office.open_round(door, round_id="a-later-one", number=2)
    await office.send(door, MEDAN)
    declined = {"reason": "tidak ada"}
    path = f"/rounds/{office.round_id}/districts/12.11/decline"
    (await door.post(path, json=declined)).raise_for_status()

    first = (await door.get("/rounds", params={"limit": 1})).json()
    rest = (await door.get("/rounds", params={"after": first[0]["round_id"]})).json()
    closed = (await door.get("/rounds", params={"status": "closed"})).json()
    still_open = (await door.get("/rounds", params={"status": "open"})).json()

    assert [each["round_id"] for each in first + rest] == ["a-later-one", office.round_id]
    assert (first[0]["number"], first[0]["status"], first[0]["silent"]) == (2, "open", 33)
    of_letters = [rest[0][name] for name in ("invited", "answered", "declined", "silent")]
    assert of_letters == [33, 1, 1, 31]
    assert (closed, still_open) == ([], first + rest)


@pytest.mark.parametrize(
    ("path", "district", "body", "status", "code"),
    [
        ("/rounds/none/imports", "12.11", b"x", 404, "no-round"),
        ("/rounds/{}/imports", "99.99", b"x", 422, "unknown-district"),
        ("/rounds/{}/imports", "1211", b"x", 422, "invalid"),
        ("/rounds/{}/imports", "12.11", b"", 422, "empty"),
        ("/rounds/{}/imports", "12.11", b"x" * (50 * 1024 * 1024 + 1), 413, "too-big"),
    ],
)
async def test_what_is_no_letter_or_of_nowhere_is_named(
    office: Office, path: str, district: str, body: bytes, status: int, code: str
) -> None:
    door = await office.replica()
    await office.open_round(door)

    answer = await door.post(
        path.format(office.round_id), params={"district": district}, content=body
    )

    assert (answer.status_code, answer.json()["title"]) == (status, code)


async def test_a_round_that_asks_a_district_that_does_not_exist_is_not_opened(
    office: Office,
) -> None:
    door = await office.replica()

    with pytest.raises(httpx.HTTPStatusError, match="422"):
        await office.open_round(door, districts=["99.99"])


async def test_a_late_district_is_let_in_by_the_province_after_the_closing(office: Office) -> None:
    door = await office.replica()
    await office.open_round(door)
    base = f"/rounds/{office.round_id}"
    (await door.post(f"{base}/close")).raise_for_status()
    late = await door.post(f"{base}/recommendations", json=a_request())

    until_then = (datetime.now(UTC) + timedelta(days=60)).isoformat()
    admission = {"until": until_then, "officer": "Rina", "reason": "Banjir bandang"}
    admitted = await door.post(f"{base}/districts/12.11/admit", json=admission)
    again = await door.post(f"{base}/recommendations", json=a_request())
    other = await door.post(f"{base}/recommendations", json=a_request(district="12.07", nik=None))

    assert (late.status_code, late.json()["title"]) == (409, "round-closed")
    assert admitted.json()["admissions"][0]["officer"] == "Rina"
    assert (again.status_code, other.status_code) == (201, 409)


async def test_the_very_letter_that_came_late_is_taken_once_its_district_is_let_in(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    base = f"/rounds/{office.round_id}"
    (await door.post(f"{base}/close")).raise_for_status()

    late = [(await office.post(door, MEDAN)).status_code for _ in range(2)]
    until_then = (datetime.now(UTC) + timedelta(days=60)).isoformat()
    admission = {"until": until_then, "officer": "Rina", "reason": "Banjir bandang"}
    (
        await door.post(f"{base}/districts/{DISTRICTS[MEDAN]}/admit", json=admission)
    ).raise_for_status()

    assert late == [409, 409]
    assert (await office.post(door, MEDAN)).status_code == 202


async def test_a_round_is_drafted_opened_extended_and_declined(office: Office) -> None:
    door = await office.replica()
    base, now = f"/rounds/{office.round_id}", datetime.now(UTC)
    plan = {
        "title": "Gelombang 2",
        "letter_number": "518/2/2026",
        "quota": 25,
        "opens_at": (now - timedelta(days=1)).isoformat(),
        "closes_at": (now + timedelta(days=5)).isoformat(),
        "districts": ["12.11", "12.07"],
    }
    later = (now + timedelta(days=9)).isoformat()

    drafted = await door.put(base, json=plan)
    early = await door.post(f"{base}/recommendations", json=a_request())
    opened = await door.post(f"{base}/open")
    extended = await door.post(f"{base}/extend", json={"closes_at": later})
    decline, why = f"{base}/districts/12.07/decline", {"reason": "Belum ada"}
    stale = await door.post(decline, json=why, headers={"If-Match": '"999"'})
    declined = await door.post(decline, json=why)

    assert (drafted.json()["status"], early.status_code) == ("draft", 409)
    assert (opened.json()["status"], opened.json()["plan"]["quota"]) == ("open", 25)
    assert extended.json()["plan"]["closes_at"] > opened.json()["plan"]["closes_at"]
    assert stale.status_code == 412
    assert (declined.json()["declined"], declined.json()["silent"]) == (1, 1)


async def test_a_round_shows_what_was_returned_and_what_goes_beyond_the_quota(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door, quota=1)
    for name in ("Kopi Ina", "Kopi Ama", "Kopi Ompung"):
        new = a_recommendation(business_name=name, owner_name=name, nik=None).model_dump(
            mode="json"
        )
        answer = await door.post(f"/rounds/{office.round_id}/recommendations", json=new)
    await door.post(
        f"/nominations/{answer.json()['umkm_id']}/return", json={"reason_code": "photo"}
    )

    shown = (await door.get(f"/rounds/{office.round_id}")).json()["responses"]

    [district] = [each for each in shown if each["district"] == "12.11"]
    assert district["tally"]["accepted"] == 3
    assert (district["quota"], district["over_quota"], district["returned"]) == (1, 2, 1)

    again = await door.post(f"/rounds/{office.round_id}/recommendations", json=new)
    await door.post(f"/nominations/{again.json()['umkm_id']}/withdraw")

    shown = (await door.get(f"/rounds/{office.round_id}")).json()["responses"]
    [district] = [each for each in shown if each["district"] == "12.11"]
    assert (district["standing"], district["over_quota"]) == (2, 1), "UMKM count, not rows"
