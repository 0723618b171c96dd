"""The gate checks the caller and the roles of a door before it reads a body."""

from functools import partial
from typing import Any

import httpx
import pytest

from shared.plumbing.access import (
    AGENCY,
    ANYBODY,
    AUDITOR,
    DISTRICT,
    PROVINCE,
    Caller,
    DoorAudience,
    Role,
    RoleGrant,
    present_caller,
)
from shared.plumbing.access.callers import admit
from shared.plumbing.access.refusals import TokenRefused
from shared.plumbing.core.failures import Retryable
from shared.plumbing.http import Problem, build_app
from shared.plumbing.http.doors import Doors
from shared.plumbing.http.gate import Doorkeeper
from shared.plumbing.http.reach import act_for, narrowed

CALLERS = {
    "province": RoleGrant(Role.PROVINCE),
    "d-12.01": RoleGrant(Role.DISTRICT, "12.01"),
    "d-12.02": RoleGrant(Role.DISTRICT, "12.02"),
    "bi": RoleGrant(Role.AGENCY, "bi"),
    "operations": RoleGrant(Role.OPERATIONS),
}


FAILURES = {"away": Retryable("away"), "old": TokenRefused("expired")}


async def authenticate(token: str) -> Caller:
    if token not in CALLERS:
        raise FAILURES.get(token, TokenRefused("bad-token"))
    return Caller(f"key/{token}", grants=frozenset({CALLERS[token]}))


def doors() -> Doors:
    doors = Doors("letters")

    @doors.get("/template", to=[ANYBODY])
    async def template() -> str:
        return "template"

    @doors.get("/lists", to=[ANYBODY, PROVINCE])
    async def lists() -> bool:
        return present_caller().is_known and present_caller().admits(PROVINCE)

    @doors.post("/districts/{district}/letters", to=[DISTRICT.of("district")])
    async def send(district: str, body: dict[str, Any]) -> str:
        return f"{district} {len(body)}"

    @doors.get("/letters/{number}", to=[PROVINCE, AGENCY, DISTRICT.by_object])
    async def read(number: str) -> str:
        if not present_caller().reaches(district=f"12.0{number}"):
            raise Problem(404, "no-letter", "There is none.")
        return number

    @doors.get("/letters", to=[PROVINCE, DISTRICT.by_object])
    async def list_letters(district: str | None = None) -> str | None:
        return narrowed(DISTRICT, district)

    @doors.post("/recommendations", to=[DISTRICT.by_object])
    async def recommend(district: str) -> str:
        act_for(district=district)
        return district

    @doors.get("/careless", to=[DISTRICT.by_object, PROVINCE])
    async def careless() -> str:
        return "the letters of all"

    return doors


@pytest.fixture
def client() -> httpx.AsyncClient:
    served = doors()
    gate = partial(Doorkeeper, doors=served.doors, authenticate=authenticate)
    app = build_app("letters", "Takes letters.", gate=gate)
    app.include_router(served.router)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://letters")


async def status(client: httpx.AsyncClient, token: str, method: str, url: str) -> int:
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    content = b"{}" if method == "POST" else None
    return (await client.request(method, url, headers=headers, content=content)).status_code


SEND = "/districts/12.01/letters"


@pytest.mark.parametrize(
    ("token", "method", "url", "expected"),
    [
        ("d-12.01", "POST", SEND, 200),
        ("d-12.02", "POST", SEND, 403),
        ("province", "POST", SEND, 403),
        ("bi", "POST", SEND, 403),
        ("d-12.01", "GET", "/letters/1", 200),
        ("d-12.01", "GET", "/letters/2", 404),
        ("province", "GET", "/letters/2", 200),
        ("bi", "GET", "/letters/2", 200),
        ("operations", "GET", "/letters/2", 403),
        ("d-12.01", "POST", "/recommendations?district=12.01", 200),
        ("d-12.01", "POST", "/recommendations?district=12.02", 403),
        ("d-12.01", "GET", "/letters?district=12.02", 403),
        ("operations", "GET", "/template", 200),
        ("operations", "GET", "/lists", 200),
        ("nobody", "GET", "/template", 200),
        ("nobody", "GET", "/lists", 401),
        ("nobody", "GET", "/letters/1", 401),
        ("old", "GET", "/letters/1", 401),
        ("away", "GET", "/letters/1", 503),
        ("d-12.01", "GET", "/nowhere", 404),
        ("nobody", "PUT", "/letters", 405),
    ],
)
async def test_a_door_opens_to_its_callers_within_their_reach(
    client: httpx.AsyncClient, token: str, method: str, url: str, expected: int
) -> None:
    assert await status(client, token, method, url) == expected


async def test_a_list_is_narrowed_to_the_reach(client: httpx.AsyncClient) -> None:
    headers = {"authorization": "bearer d-12.01"}

    assert (await client.get("/letters", headers=headers)).json() == "12.01"
    assert (await client.get("/letters?district=12.01", headers=headers)).json() == "12.01"


async def test_an_open_door_shows_more_to_those_it_names(client: httpx.AsyncClient) -> None:
    seen = [
        (await client.get("/lists", headers={"authorization": f"Bearer {token}"})).json()
        for token in ("province", "operations")
    ]

    assert seen == [True, False]


async def test_a_handler_that_forgets_to_ask_shows_nothing(client: httpx.AsyncClient) -> None:
    answer = await client.get("/careless", headers={"authorization": "Bearer d-12.01"})

    assert (answer.status_code, answer.json()["title"]) == (500, "unchecked")
    assert "letters of all" not in answer.text
    assert await status(client, "province", "GET", "/careless") == 200


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "", "d-12.01", "Bearer  "])
async def test_another_scheme_opens_nothing(client: httpx.AsyncClient, header: str) -> None:
    answer = await client.get("/letters/1", headers={"authorization": header})

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"


async def test_each_value_of_a_parameter_must_be_the_reach() -> None:
    served = Doors("letters")

    @served.post("/imports", to=[DISTRICT.of("district")])
    async def send(district: str) -> str:
        return district

    app = build_app(
        "letters", "", gate=partial(Doorkeeper, doors=served.doors, authenticate=authenticate)
    )
    app.include_router(served.router)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://letters")

    twice = "/imports?district=12.02&district=12.01"
    assert await status(client, "d-12.01", "POST", twice) == 403
    assert await status(client, "d-12.01", "POST", "/imports") == 403
    assert await status(client, "d-12.01", "POST", "/imports?district=12.01") == 200


async def test_a_body_is_not_read_before_the_caller_is_known(client: httpx.AsyncClient) -> None:
    async def body() -> Any:
        raise AssertionError("the body was read")
        yield b""

    headers = {"authorization": "Bearer nobody"}

    answer = await client.post(SEND, content=body(), headers=headers)

    assert answer.status_code == 401


def test_a_door_for_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="for nobody"):
        Doors("letters").get("/letters", to=[])


def test_a_role_without_its_reach_is_refused() -> None:
    with pytest.raises(ValueError, match="needs its district"):
        RoleGrant(Role.DISTRICT)
    with pytest.raises(ValueError, match="reaches all"):
        RoleGrant(Role.PROVINCE, "12.01")


def test_an_audience_says_whom_it_means() -> None:
    audiences = (ANYBODY, DoorAudience(AUDITOR), DISTRICT.of("district"), DISTRICT.by_object)

    assert list(map(str, audiences)) == [
        "anybody",
        "auditor",
        "district of {district}",
        "district by object",
    ]


async def test_two_roles_of_one_person_open_no_more_than_each_of_them() -> None:
    grants = frozenset({RoleGrant(Role.AGENCY, "bi"), RoleGrant(Role.DISTRICT, "12.01")})
    caller = Caller("id/both", grants=grants)

    assert admit(caller, (DoorAudience(AGENCY), DISTRICT.by_object), {})

    assert caller.reaches(district="12.02")
    assert not caller.reaches((Role.DISTRICT,), district="12.02")
    assert caller.reaches((Role.DISTRICT,), district="12.01")
