"""A UMKM from the priority list to its first export, on real engines."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.integration.mentoring.platform import Platform
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.timeout(120)]
MENTOR = "mentor-1"
ITEMS = ("label", "export-packaging", "wood-packaging", "nib", "price-list", "catalogue")
LAST_ITEM = "buyer-contact"


async def started(door: httpx.AsyncClient, *umkm: str) -> None:
    async def all_there() -> bool:
        answers = [await door.get(f"/journeys/{each}") for each in umkm]
        return all(answer.status_code == httpx.codes.OK for answer in answers)

    await until(f"{len(umkm)} journeys start", all_there)


def a_field_day(umkm: str, *items: str) -> list[dict[str, Any]]:
    """Everything that a mentor hands in for one UMKM."""
    commands: list[dict[str, Any]] = [{"type": "assign-mentor", "mentor": MENTOR}]
    for item in items:
        commands += [
            {"type": "submit-evidence", "item": item, "reference": f"dokumen/{item}.pdf"},
            {"type": "pass-item", "item": item, "mentor": MENTOR},
        ]
    return [
        {"umkm_id": umkm, "id": f"day-1/{n}", "command": command}
        for n, command in enumerate(commands)
    ]


async def looks_again(door: httpx.AsyncClient) -> None:
    """Wait until the timer of a replica has looked at a later time than now."""

    async def done_at() -> str:
        return str((await door.get("/status")).json()["jobs"]["overdue"])

    before = await done_at()

    async def later() -> bool:
        return await done_at() > before

    await until("the timer looks again", later)


async def kinds_said(platform: Platform, umkm: str) -> list[str]:
    return [each["type"].split(".")[1] for each in await platform.published(umkm)]


async def test_a_umkm_on_the_list_is_brought_to_its_first_export(platform: Platform) -> None:
    door, umkm = await platform.replica(), platform.umkm("basket")
    await platform.prioritise(umkm)
    await started(door, umkm)

    answers = (await door.post("/commands", json=a_field_day(umkm, *ITEMS, LAST_ITEM))).json()
    export = {"peb_number": "1", "destination": "MY", "value_usd": 900.0}
    day = {"exported_on": (datetime.now(UTC) - timedelta(days=1)).date().isoformat()}
    recorded = await door.post(f"/journeys/{umkm}/record-export", json=export | day)

    assert [answer["refused"] for answer in answers] == [None] * 15
    assert answers[-1]["events"] == ["mentoring.stage-completed.v1", "mentoring.export-ready.v1"]
    assert recorded.json()["events"] == ["mentoring.export-recorded.v1"]
    journey = (await door.get(f"/journeys/{umkm}")).json()
    assert (journey["status"], journey["stage"]) == ("export-ready", None)

    async def all_said() -> bool:
        return len(await platform.published(umkm)) == 6

    await until("six events are on the topic", all_said)
    expected = ["journey-started", *["stage-completed"] * 3, "export-ready", "export-recorded"]
    assert await kinds_said(platform, umkm) == expected


async def test_a_field_day_sent_twice_is_applied_once(platform: Platform) -> None:
    door, umkm = await platform.replica(), platform.umkm("twice")
    await platform.prioritise(umkm)
    await platform.prioritise(umkm, list_number=2)
    await started(door, umkm)
    day = [*a_field_day(umkm, "label"), a_field_day(platform.umkm("nobody"))[0]]

    first = (await door.post("/commands", json=day)).json()
    again = (await door.post("/commands", json=day)).json()

    assert [answer["repeated"] for answer in first + again] == [False] * 4 + [True] * 3 + [False]
    assert [each | {"repeated": None} for each in first] == [
        each | {"repeated": None} for each in again
    ]
    assert first[-1]["refused"]["code"] == "no-journey"

    async def something_said() -> bool:
        return bool(await platform.published(umkm))

    await until("the start is on the topic", something_said)
    assert await kinds_said(platform, umkm) == ["journey-started"]
    history = (await door.get(f"/journeys/{umkm}/history")).json()
    causes = [line["cause"] for line in history if line["cause"].startswith("http/")]
    assert len(causes) == len(set(causes)) == 3
    assert "day-1" not in str(await platform.published(umkm))


async def test_one_malformed_command_and_nothing_of_the_list_is_applied(
    platform: Platform,
) -> None:
    door, umkm = await platform.replica(), platform.umkm("malformed")
    await platform.prioritise(umkm)
    await started(door, umkm)
    day = a_field_day(umkm, "label")
    day[1]["command"]["type"] = "wave-through"

    answer = await door.post("/commands", json=day)

    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert answer.json()["errors"][0]["field"].startswith("body.1.command")
    assert (await door.get(f"/journeys/{umkm}")).json()["mentor"] is None


async def test_a_refusal_is_a_problem_at_the_single_door(platform: Platform) -> None:
    door, umkm = await platform.replica(), platform.umkm("refused")
    await platform.prioritise(umkm)
    await started(door, umkm)
    body = {"item": "label", "mentor": MENTOR}

    early = await door.post(f"/journeys/{umkm}/pass-item", json=body)
    nobody = await door.post(f"/journeys/{platform.umkm('x')}/pass-item", json=body)

    assert (early.status_code, early.json()["title"]) == (409, "no-mentor")
    assert (nobody.status_code, nobody.json()["title"]) == (404, "no-journey")
    assert (await door.get("/programmes/1")).json()["stages"][0]["id"] == "packaging"


async def test_after_a_jump_of_the_clock_two_replicas_say_once_that_a_stage_is_overdue(
    platform: Platform,
) -> None:
    one, other = await platform.replica(), await platform.replica()
    umkm = [platform.umkm(f"late{n:02}") for n in range(30)]
    paused, late = umkm[0], umkm[1:]
    await platform.prioritise(*umkm)
    await started(one, *umkm)
    pause = {"umkm_id": paused, "id": "pause", "command": {"type": "pause", "reason": "panen"}}
    await one.post("/commands", json=[pause])

    async def overdue_said() -> bool:
        types = [each["type"] for each in await platform.published(*umkm)]
        return types.count("mentoring.stage-overdue.v1") >= len(late)

    await platform.jump(timedelta(days=91))
    await until("each late stage is said", overdue_said)
    for door in (one, other):
        await looks_again(door)

    overdue = [
        e for e in await platform.published(*umkm) if e["type"] == "mentoring.stage-overdue.v1"
    ]
    assert Counter(each["subject"] for each in overdue) == Counter(late)
    assert overdue[0]["data"]["missing"] == ["label", "export-packaging", "wood-packaging"]
    listed = await one.get("/journeys", params={"overdue": True, "limit": 1000})
    assert set(late) <= {each["umkm_id"] for each in listed.json()}
    resting = await one.get("/journeys", params={"status": "paused", "overdue": False})
    assert paused in {each["umkm_id"] for each in resting.json()}
