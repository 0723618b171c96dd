"""Bodies that are no recommendation: each has a problem that says what is wrong, none a trace."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.plumbing.http.body_limit import MOST_BYTES
from tests.integration.intake.office import Office
from tests.integration.intake.wrong_bodies import GOOD, TAKEN, UNREADABLE, WRONG
from tests.support.engines import Engines

pytestmark = pytest.mark.engines


@pytest.fixture(scope="module")
async def office(engines: Engines) -> AsyncIterator[Office]:
    async with Office.open(engines) as opened:
        yield opened


@pytest.fixture(scope="module")
async def door(office: Office) -> httpx.AsyncClient:
    door = await office.replica()
    await office.open_round(door)
    return door


@pytest.mark.parametrize("what", WRONG)
async def test_a_wrong_body_is_answered_with_what_is_wrong_in_it(
    door: httpx.AsyncClient, office: Office, what: str
) -> None:
    body, field = WRONG[what]
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    answer = await door.post(
        f"/rounds/{office.round_id}/recommendations",
        content=content,
        headers={"content-type": "application/json"},
    )

    assert answer.status_code == 422, answer.text[:500]
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "urn:sentra:problem:invalid"
    assert any(field in each["field"] for each in problem["errors"]), problem
    assert "Traceback" not in answer.text
    assert len(answer.text) < 20_000, "what was sent is not sent back"


@pytest.mark.parametrize("what", TAKEN)
async def test_a_name_that_only_looks_odd_is_taken_as_it_is(
    door: httpx.AsyncClient, office: Office, what: str
) -> None:
    new = GOOD | {"business_name": TAKEN[what], "nik": None, "owner_name": what}

    answer = await door.post(f"/rounds/{office.round_id}/recommendations", json=new)

    assert answer.status_code == 201, answer.text
    shown = await door.get(f"/nominations/{answer.json()['umkm_id']}")
    assert shown.json()["recommendation"]["business_name"] == TAKEN[what]


async def test_numbers_may_have_the_marks_that_letters_may_have_and_the_code_names_the_commodity(
    door: httpx.AsyncClient, office: Office
) -> None:
    coffee = {"name": "Kopi", "hs6": "0901.11.10", "commodity": "karet", "capacity": 1500}
    new = GOOD | {"nik": "1211 0145 0380 0077", "npwp": "12.345.678.9-012.000"}

    answer = await door.post(
        f"/rounds/{office.round_id}/recommendations", json=new | {"products": [coffee]}
    )

    assert answer.status_code == 201, answer.text
    shown = (await door.get(f"/nominations/{answer.json()['umkm_id']}")).json()["recommendation"]
    assert (shown["npwp"][:4], shown["npwp"][-2:]) == ("1234", "00")
    assert shown["products"][0]["hs6"] == "090111"
    assert shown["products"][0]["commodity"] != "karet"


async def test_a_wrong_number_is_explained_in_words_and_once(
    door: httpx.AsyncClient, office: Office
) -> None:
    new = GOOD | {"nik": "12", "products": [GOOD["products"][0] | {"hs6": "999999"}]}

    answer = await door.post(f"/rounds/{office.round_id}/recommendations", json=new)

    problems = {each["field"]: each["problem"] for each in answer.json()["errors"]}
    assert sorted(problems) == ["body.nik", "body.products.0.hs6"]
    assert "NIK harus 16 angka" in problems["body.nik"]


async def test_a_consent_of_the_future_is_refused(door: httpx.AsyncClient, office: Office) -> None:
    later = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    new = GOOD | {"nik": None, "owner_name": "Kemudian", "consent_on": later}

    answer = await door.post(f"/rounds/{office.round_id}/recommendations", json=new)

    assert (answer.status_code, answer.json()["title"]) == (409, "consent-in-future")


async def test_a_duplicate_is_answered_with_the_first_one(
    door: httpx.AsyncClient, office: Office
) -> None:
    new = GOOD | {"nik": "1211014503800099"}
    first = await door.post(f"/rounds/{office.round_id}/recommendations", json=new)

    again = await door.post(f"/rounds/{office.round_id}/recommendations", json=new)

    assert (first.status_code, again.status_code) == (201, 409)
    assert again.json()["umkm_id"] == first.json()["umkm_id"]
    assert "sudah diusulkan" in again.json()["detail"]


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_without_end_is_not_read_to_its_end(
    door: httpx.AsyncClient, office: Office, *, announced: bool
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(300):
            sent += 2**20
            yield b"x" * 2**20

    length = {"content-length": str(300 * 2**20)} if announced else {}
    answer = await door.post(
        f"/rounds/{office.round_id}/recommendations",
        content=endless(),
        headers={"content-type": "application/json"} | length,
    )

    assert (answer.status_code, answer.json()["title"]) == (413, "http-413")
    assert sent <= MOST_BYTES + 2**20


@pytest.mark.parametrize("what", ["nominations", "nominations.csv", "likenesses", "conflicts"])
async def test_a_round_that_nobody_knows_is_not_an_empty_one(
    door: httpx.AsyncClient, what: str
) -> None:
    assert (await door.get(f"/rounds/nobody/{what}")).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"closes_at": "9999-12-31T23:59:59-12:00"},
        {"opens_at": "0001-01-01T00:00:00+14:00"},
        {"title": "   "},
        {"title": "a\x00b"},
        {"reminder_days": [3, 3]},
    ],
)
async def test_a_plan_that_cannot_be_meant_is_refused(
    door: httpx.AsyncClient, wrong: dict[str, Any]
) -> None:
    plan = {
        "title": "Gelombang",
        "letter_number": "1",
        "opens_at": "2026-11-01T00:00:00Z",
        "closes_at": "2026-12-01T00:00:00Z",
        "districts": ["12.11"],
    }

    assert (await door.put("/rounds/wrong", json=plan | wrong)).status_code == 422


@pytest.mark.parametrize("what", UNREADABLE)
async def test_a_body_that_cannot_even_be_read_is_answered_too(
    door: httpx.AsyncClient, office: Office, what: str
) -> None:
    answer = await door.post(
        f"/rounds/{office.round_id}/recommendations",
        content=UNREADABLE[what],
        headers={"content-type": "application/json"},
    )

    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_control_character_in_a_name_is_refused(
    door: httpx.AsyncClient, office: Office
) -> None:
    new = GOOD | {"business_name": "Kopi\x00Ina", "nik": None}

    answer = await door.post(f"/rounds/{office.round_id}/recommendations", json=new)

    assert answer.status_code == 422, answer.text


async def test_a_code_that_means_two_districts_is_refused_with_both_wherever_it_is_named(
    door: httpx.AsyncClient, office: Office
) -> None:
    requests = [
        await door.post(f"/rounds/{office.round_id}/imports?district=1201", content=b"x"),
        await door.get(f"/rounds/{office.round_id}/nominations?district=1201"),
        await door.post(f"/rounds/{office.round_id}/districts/1201/decline"),
    ]

    assert [each.status_code for each in requests] == [422] * 3
    assert all("Tapanuli Tengah" in each.text and "Nias" in each.text for each in requests)
