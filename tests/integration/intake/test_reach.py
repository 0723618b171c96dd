"""A district sees and changes what is its own; to others it is as if there were nothing."""

from pathlib import Path

import httpx
import pytest

from shared.plumbing.access import Role
from tests.integration.intake.office import DISTRICTS, Office, a_request, finished
from tests.support.accounts import Accounts, Headers

pytestmark = pytest.mark.engines
Request = tuple[str, str, object]
OWN, OTHER = "12.11", "12.05"
DAIRI = next(file for file, district in DISTRICTS.items() if district == OWN)


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path / "keys.yaml")


async def opened(office: Office, accounts: Accounts) -> httpx.AsyncClient:
    door = await office.replica(keys=accounts.file)
    await office.open_round(door)
    return door


async def statuses(door: httpx.AsyncClient, headers: Headers, *requests: Request) -> list[int]:
    return [
        (await door.request(method, path, json=body, headers=headers)).status_code
        for method, path, body in requests
    ]


async def test_a_nomination_is_within_reach_of_its_district_alone(
    office: Office, accounts: Accounts
) -> None:
    door = await opened(office, accounts)
    own, other = accounts.of(Role.DISTRICT, OWN), accounts.of(Role.DISTRICT, OTHER)
    recommend = f"/rounds/{office.round_id}/recommendations"
    refused = await door.post(recommend, json=a_request(), headers=other)
    taken = await door.post(recommend, json=a_request(), headers=own)
    umkm = f"/nominations/{taken.json()['umkm_id']}"
    choice = {"hs6": "090111", "officer": "Ibu Sari"}
    requests: tuple[Request, ...] = (
        ("GET", umkm, None),
        ("GET", f"{umkm}/history", None),
        ("POST", f"{umkm}/products/1/commodity", choice),
        ("POST", f"{umkm}/withdraw", {}),
    )

    for_others = await statuses(door, other, *requests)
    of_an_agency = await statuses(door, accounts.of(Role.AGENCY, "bi"), requests[3])
    for_its_own = await statuses(door, own, *requests)
    history = (await door.get(f"{umkm}/history")).json()

    actors = {str(each["actor"]).partition("/")[0] for each in history}
    assert actors - {"job"} == {"key"}  # a timer looks for UMKM that are alike
    assert (refused.status_code, taken.status_code) == (403, 201)
    assert for_others == [404] * 4
    assert of_an_agency == [404]
    assert for_its_own == [200] * 4


async def test_what_an_agency_nominated_is_within_its_reach(
    office: Office, accounts: Accounts
) -> None:
    door = await opened(office, accounts)
    own, other = accounts.of(Role.AGENCY, "bi"), accounts.of(Role.AGENCY, "bbkp")
    nominate = f"/rounds/{office.round_id}/agencies/bi/nominations"
    refused = await door.post(nominate, json=a_request(), headers=other)
    taken = await door.post(nominate, json=a_request(), headers=own)
    withdraw: Request = ("POST", f"/nominations/{taken.json()['umkm_id']}/withdraw", {})

    assert refused.status_code == 403
    assert await statuses(door, other, withdraw) == [404]
    assert await statuses(door, own, withdraw) == [200]


async def test_an_agency_sees_nothing_of_the_owner(office: Office, accounts: Accounts) -> None:
    door = await opened(office, accounts)
    taken = await door.post(f"/rounds/{office.round_id}/recommendations", json=a_request())
    umkm = taken.json()["umkm_id"]

    agency, province, owner = [
        (await door.get(f"/nominations/{umkm}", headers=headers)).json()["recommendation"]
        for headers in (
            accounts.of(Role.AGENCY, "bi"),
            accounts.of(Role.PROVINCE),
            accounts.of(Role.OWNER, umkm),
        )
    ]
    stranger = await door.get(f"/nominations/{umkm}", headers=accounts.of(Role.OWNER, "another"))

    hidden = ("owner_name", "nik", "npwp", "phone", "email")
    assert [agency[name] for name in hidden] == [None] * 5
    assert agency["business_name"] == province["business_name"] == owner["business_name"]
    assert province["owner_name"] == a_request()["owner_name"]
    assert stranger.status_code == 403


async def test_lists_show_a_district_its_own(office: Office, accounts: Accounts) -> None:
    door = await opened(office, accounts)
    await door.post(f"/rounds/{office.round_id}/recommendations", json=a_request())
    own, other = accounts.of(Role.DISTRICT, OWN), accounts.of(Role.DISTRICT, OTHER)
    path = f"/rounds/{office.round_id}/nominations"

    listed = [len((await door.get(path, headers=each)).json()) for each in (own, other)]
    files = [
        len((await door.get(f"{path}.csv", headers=each)).text.splitlines())
        for each in (own, other)
    ]
    asked_for_another = await door.get(path, params={"district": OWN}, headers=other)
    shown = (await door.get(f"/rounds/{office.round_id}", headers=other)).json()

    assert listed == [1, 0]
    assert files == [2, 1]
    assert asked_for_another.status_code == 403
    assert [each["district"] for each in shown["responses"]] == [OTHER]
    assert shown["answered"] == 1


async def test_an_import_is_within_reach_of_its_district_alone(
    office: Office, accounts: Accounts
) -> None:
    door = await opened(office, accounts)
    own, other = accounts.of(Role.DISTRICT, OWN), accounts.of(Role.DISTRICT, OTHER)
    job = await finished(door, await office.post(door, DAIRI))
    answer, why = {"columns": [], "officer": "Ibu Sari"}, {"reason": "keliru"}
    paths = ["", "/events", "/lines", "/report.csv", "/marked"]
    requests = [("GET", f"{job['url']}{path}", None) for path in paths]
    changes = [("PUT", f"{job['url']}/columns", answer), ("POST", f"{job['url']}/withdraw", why)]

    for_others = await statuses(door, other, *requests, *changes)
    for_the_province = await statuses(door, accounts.of(Role.PROVINCE), *requests)
    for_its_own = await statuses(door, own, *requests[:4])
    headings = (await door.get("/headings", headers=other)).json()

    assert for_others == [404] * 7
    assert for_the_province == [200] * 4 + [403]
    assert for_its_own == [200] * 4
    assert headings == []
