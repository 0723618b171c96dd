"""Whatever the doors of imports refuse, they say why in Indonesian and in English."""

from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.intake.files.limits import UPLOADS, UPLOADS_AT_ONCE
from tests.integration.intake.asking import UNCLEAR, a_letter, as_csv, sent
from tests.integration.intake.importing import HEADINGS, a_row
from tests.integration.intake.office import Office
from tests.support.engines import Engines

pytestmark = pytest.mark.engines
UPLOAD, COLUMNS = "/rounds/{open}/imports", "/imports/{asked}/columns"
FORM = {"content-type": "multipart/form-data; boundary=x"}
JSON = {"content-type": "application/json"}
HUGE = {"content-length": str(10**9)}


def upload(path: str = UPLOAD, content: bytes = b"x", **more: Any) -> dict[str, Any]:
    headers = more.pop("headers", {})
    params = {"district": "12.71", "filename": "surat.csv"} | more
    return {"method": "POST", "url": path, "params": params, "content": content, "headers": headers}


def get(url: str, **params: Any) -> dict[str, Any]:
    return {"method": "GET", "url": url, "params": params}


def answer(*columns: Mapping[str, Any], url: str = COLUMNS, **more: Any) -> dict[str, Any]:
    body = {"officer": "Ibu Sari", "columns": columns, **more}
    return {"method": "PUT", "url": url, "json": body}


def withdraw(name: str, **body: str) -> dict[str, Any]:
    return {"method": "POST", "url": f"/imports/{{{name}}}/withdraw", "json": body}


NIK = {"column": "A", "fields": ["nik"]}
REFUSED: dict[tuple[int, str], dict[str, Any]] = {
    (404, "no-round"): upload("/rounds/none/imports"),
    (409, "round-not-open"): upload("/rounds/{later}/imports"),
    (409, "round-closed"): upload("/rounds/{closed}/imports"),
    (422, "unknown-district"): upload(district="99.99"),
    (422, "invalid"): upload(district="1201"),
    (422, "empty"): upload(content=b""),
    (413, "too-big"): upload(headers=HUGE),
    (415, "form"): upload(headers=FORM),
    (422, "consent-declaration"): upload(consent="letter"),
    (409, "consent-in-future"): upload(consent="letter", consent_on="2999-01-01"),
    (404, "no-import"): get("/imports/none"),
    (410, "import-forgotten"): get("/imports/{forgotten}/lines"),
    (409, "import-runs"): get("/imports/{asked}/marked"),
    (409, "cannot-be-marked"): get("/imports/{picture}/marked"),
    (409, "not-asked"): answer(*UNCLEAR, url="/imports/{done}/columns"),
    (409, "answer-empty"): answer(),
    (409, "field-missing"): answer(NIK),
    (409, "field-twice"): answer(
        {"column": "A", "fields": ["business_name", "nik"]},
        {"column": "B", "fields": ["owner_name", "nik"]},
    ),
    (409, "unknown-field"): answer({"column": "A", "fields": ["umur"]}),
    (409, "no-column"): answer(NIK | {"column": "Z"}),
    (409, "column-twice"): answer(*UNCLEAR, NIK),
    (409, "consent-not-declared"): answer(url="/imports/{undeclared}/columns"),
    (422, "answer-body"): {"method": "PUT", "url": COLUMNS, "content": b"{", "headers": JSON},
    (415, "http-415"): {"method": "PUT", "url": COLUMNS, "content": b"{}"},
    (422, "answer-officer"): answer(officer=""),
    (422, "answer-consent_on"): answer(consent_on="besok"),
    (422, "answer-columns"): {**answer(), "json": {"officer": "Ibu Sari", "columns": "A"}},
    (422, "answer-column"): answer(NIK | {"column": 3}),
    (422, "answer-sheet"): answer(NIK | {"sheet": 3}),
    (422, "answer-fields"): answer({"column": "A"}),
    (422, "answer-key"): answer(offcer="Ibu Sari"),
    (422, "answer-reason"): withdraw("done", reason=""),
    (409, "nothing-to-withdraw"): withdraw("asked", reason="salah"),
    (409, "too-late-to-withdraw"): withdraw("late", reason="salah"),
    (404, "no-headings"): {"method": "DELETE", "url": "/headings/12.71/none"},
    (404, "http-404"): get("/imports"),
    (405, "http-405"): {"method": "DELETE", "url": "/imports/{done}"},
}


@pytest.fixture(scope="module")
async def door_and_names(
    engines: Engines,
) -> AsyncIterator[tuple[httpx.AsyncClient, dict[str, str]]]:
    """Open rounds with a letter in each state that a refusal needs."""
    async with Office.open(engines) as office:
        door = await office.replica()
        names = {name: f"{office.round_id}-{name}" for name in ("open", "later", "closed")}
        tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
        await office.open_round(door, round_id=names["later"], opens_at=tomorrow)
        clear = as_csv([HEADINGS, a_row(1)])
        letters = {
            "closed": {"late": clear},
            "open": {
                "asked": a_letter(1),
                "done": clear,
                "forgotten": as_csv([HEADINGS, a_row(2)]),
                "picture": b"\x89PNG\r\n\x1a\n",
                "undeclared": as_csv([HEADINGS[:5], a_row(3)[:5]]),
            },
        }
        for name, contents in letters.items():
            office.round_id = names[name]
            await office.open_round(door)
            for state, content in contents.items():
                names[state] = (await sent(door, office, content))["import_id"]
        (await door.post(f"/rounds/{names['closed']}/close")).raise_for_status()
        imports = office.services[0].database.imports
        await imports.update_one({"_id": names["forgotten"]}, {"$set": {"forgotten": True}})
        yield door, names


def ensure_both_languages(refused: httpx.Response) -> None:
    problem = refused.json()
    sentences = (problem["detail"], problem["message_en"])
    assert all(sentences)
    assert sentences[0] != sentences[1]
    assert not any("{}" in sentence for sentence in sentences)


@pytest.mark.parametrize("expected", REFUSED)
async def test_a_request_that_is_refused_is_told_why_in_both_languages(
    door_and_names: tuple[httpx.AsyncClient, dict[str, str]], expected: tuple[int, str]
) -> None:
    door, names = door_and_names
    request = REFUSED[expected]

    refused = await door.request(**request | {"url": request["url"].format(**names)})

    assert (refused.status_code, refused.json()["title"]) == expected
    ensure_both_languages(refused)


async def test_a_key_of_another_request_and_a_busy_service_are_told_in_both_languages(
    door_and_names: tuple[httpx.AsyncClient, dict[str, str]],
) -> None:
    door, names = door_and_names
    path, key = UPLOAD.format(**names), {"idempotency-key": "surat"}
    await door.request(**upload(path, headers=key))

    reused = await door.request(**upload(path, content=b"y", headers=key))
    with ExitStack() as stack:
        for _ in range(UPLOADS_AT_ONCE):
            stack.enter_context(UPLOADS.one_more())
        busy = await door.request(**upload(path))

    assert (reused.status_code, reused.json()["title"]) == (409, "key-reused")
    assert (busy.status_code, busy.json()["title"]) == (503, "try-again")
    ensure_both_languages(reused)
    ensure_both_languages(busy)
