"""Bodies that are no recommendation: each has a problem that says what is wrong, none a trace."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import orjson
import pytest

from tests.integration.intake.office import Office
from tests.support.engines import Engines
from tests.unit.intake.builders import a_recommendation

pytestmark = pytest.mark.engines

GOOD = a_recommendation().model_dump(mode="json")
TWO_MEGABYTES = 2 * 1024 * 1024


def without(field: str) -> dict[str, Any]:
    return {name: value for name, value in GOOD.items() if name != field}


def product(**given: Any) -> dict[str, Any]:
    return GOOD | {"products": [GOOD["products"][0] | given]}


WRONG: dict[str, tuple[bytes | dict[str, Any] | list[Any] | str, str]] = {
    "empty": (b"", "body"),
    "not JSON": (b"nama=Kopi", "body"),
    "half of JSON": (orjson.dumps(GOOD)[:-20], "body"),
    "a list": ([GOOD], "body"),
    "a word": ("kopi", "body"),
    "null": (b"null", "body"),
    "no name": (without("business_name"), "business_name"),
    "a name of spaces": (GOOD | {"business_name": "   "}, "business_name"),
    "a name that is a number": (GOOD | {"business_name": 7}, "business_name"),
    "a name of two megabytes": (GOOD | {"business_name": "x" * TWO_MEGABYTES}, "business_name"),
    "no consent": (without("consent_on"), "consent_on"),
    "consent on a day that does not exist": (GOOD | {"consent_on": "2026-02-30"}, "consent_on"),
    "consent as a number of Excel": (GOOD | {"consent_on": "46000 hari"}, "consent_on"),
    "a NIK of fifteen digits": (GOOD | {"nik": "121101450380000"}, "nik"),
    "a NIK born on the 35th": (GOOD | {"nik": "1211013503800001"}, "nik"),
    "a NIB of letters": (GOOD | {"nib": "belum"}, "nib"),
    "an NPWP of five digits": (GOOD | {"npwp": "12345"}, "npwp"),
    "a KBLI of another year": (GOOD | {"kbli_version": "2015"}, "kbli_version"),
    "no product": (GOOD | {"products": []}, "products"),
    "a thousand products": (GOOD | {"products": GOOD["products"] * 1000}, "products"),
    "an HS code outside the programme": (product(hs6="870323"), "products"),
    "a capacity below nothing": (product(capacity=-1), "products"),
    "a capacity that is no number": (product(capacity="NaN kg"), "products"),
    "sales beyond 64 bits": (GOOD | {"yearly_sales": 10**30}, "yearly_sales"),
    "sales below nothing": (GOOD | {"yearly_sales": -5}, "yearly_sales"),
    "sales beyond the law": (GOOD | {"yearly_sales": 10**12}, "body"),
    "rank nought": (GOOD | {"rank": 0}, "rank"),
    "a phone of words": (GOOD | {"phone": "hubungi kantor"}, "phone"),
    "an e-mail without a place": (GOOD | {"email": "ina@"}, "email"),
    "a district without its dot that means two": (GOOD | {"district": "1201"}, "district"),
    "a district that is nowhere": (GOOD | {"district": "99.99"}, "district"),
}
UNREADABLE = {
    "not UTF-8": orjson.dumps(GOOD).replace(b"Tiurma", b"Ti\xff\xfema"),
    "nested beyond all measure": b"[" * 100_000 + b"]" * 100_000,
}
TAKEN = {
    "an apostrophe": "Ulos Ni Si'Boru",
    "an emoji": "Kopi \u2615 Ina",
    "a formula": '=HYPERLINK("x")',
    "Batak letters": "Ulos \u1bc2\u1bd6\u1bcb",
}


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
    found = await door.get(f"/nominations/{answer.json()['umkm_id']}")
    assert found.json()["recommendation"]["business_name"] == TAKEN[what]


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
