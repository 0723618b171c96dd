"""A mentor works on the journeys that name it, and a district follows its own."""

from pathlib import Path

import httpx
import pytest

from shared.plumbing.access import Role
from tests.integration.mentoring.platform import Platform
from tests.support.accounts import Accounts
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.timeout(120)]
DISTRICT = "12.12"


async def a_journey(platform: Platform, door: httpx.AsyncClient, mentor: str) -> str:
    umkm = platform.umkm("basket")
    await platform.prioritise(umkm)

    async def there() -> bool:
        return (await door.get(f"/journeys/{umkm}")).is_success

    await until("the journey starts", there)
    assigned = await door.post(f"/journeys/{umkm}/assign-mentor", json={"mentor": mentor})
    assert assigned.is_success
    return umkm


async def test_a_journey_is_within_reach_of_its_mentor_and_its_district(
    platform: Platform, tmp_path: Path
) -> None:
    accounts = Accounts(tmp_path / "keys.yaml")
    door = await platform.replica(keys=accounts.file)
    umkm = await a_journey(platform, door, "rina")
    rina, budi = accounts.of(Role.MENTOR, "rina"), accounts.of(Role.MENTOR, "budi")
    visit = {"mentor": "rina", "visited_on": "2026-01-02"}
    listed = [{"umkm_id": umkm, "id": "v-1", "command": {"type": "log-visit"} | visit}]
    pause = [{"umkm_id": umkm, "id": "p-1", "command": {"type": "pause", "reason": "Sakit"}}]

    async def status(headers: dict[str, str], path: str, body: object = None) -> int:
        method = "GET" if body is None else "POST"
        return (await door.request(method, path, json=body, headers=headers)).status_code

    path = f"/journeys/{umkm}"
    assert await status(budi, path) == 404
    assert await status(budi, f"{path}/history") == 404
    assert await status(budi, f"{path}/log-visit", visit | {"mentor": "budi"}) == 404
    assert await status(budi, f"{path}/log-visit", visit) == 403
    assert await status(budi, "/commands", listed) == 403
    assert await status(rina, "/commands", pause) == 403
    assert await status(rina, f"{path}/pause", {"reason": "Sakit"}) == 403
    assert await status(accounts.of(Role.DISTRICT, "12.01"), path) == 404
    assert await status(accounts.of(Role.OWNER, "another"), path) == 403

    assert await status(rina, path) == 200
    assert await status(rina, f"{path}/log-visit", visit) == 200
    assert await status(rina, "/commands", listed) == 200
    assert await status(accounts.of(Role.DISTRICT, DISTRICT), f"{path}/history") == 200
    assert await status(accounts.of(Role.OWNER, umkm), path) == 200
    history = (await door.get(f"{path}/history")).json()
    assert [str(each["actor"])[:4] for each in history] == ["None", "None", "key/", "key/"]


async def test_lists_show_a_mentor_and_a_district_their_own(
    platform: Platform, tmp_path: Path
) -> None:
    accounts = Accounts(tmp_path / "keys.yaml")
    door = await platform.replica(keys=accounts.file)
    mentor = platform.umkm("rina")
    umkm = await a_journey(platform, door, mentor)

    async def seen(role: Role, reach: str) -> list[str]:
        answer = await door.get("/journeys?limit=1000", headers=accounts.of(role, reach))
        return [each["umkm_id"] for each in answer.json()]

    assert await seen(Role.MENTOR, mentor) == [umkm]
    assert await seen(Role.MENTOR, platform.umkm("budi")) == []
    assert umkm in await seen(Role.DISTRICT, DISTRICT)
    assert umkm not in await seen(Role.DISTRICT, "12.01")
