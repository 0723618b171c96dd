"""An answer that cannot be read is refused in one sentence, in Indonesian and in English."""

from typing import Any

import httpx
import pytest

from services.intake.api import questions
from shared.plumbing.http import build_app

NOBODY: Any = None
COLUMN = {"column": "C", "fields": ["nik"]}
WRONG: dict[str, tuple[Any, str, str]] = {
    "nothing": (b"", "answer-body", "JSON"),
    "half of JSON": (b'{"officer": ', "answer-body", "JSON"),
    "a list": (b"[]", "answer-body", "JSON"),
    "no officer": (b"{}", "answer-officer", "`officer`"),
    "an empty officer": ({"officer": ""}, "answer-officer", "`officer`"),
    "a date in words": ({"consent_on": "besok"}, "answer-consent_on", "2026-11-02"),
    "columns by letter": ({"columns": {"A": ["nik"]}}, "answer-columns", "`columns`"),
    "a bare column": ({"columns": ["nik"]}, "answer-column", "nik"),
    "a number for a column": ({"columns": [COLUMN | {"column": 3}]}, "answer-column", "3"),
    "no fields": ({"columns": [{"column": "C"}]}, "answer-fields", "C"),
    "a word for fields": ({"columns": [COLUMN | {"fields": "nik"}]}, "answer-fields", "C"),
    "five fields": ({"columns": [COLUMN | {"fields": ["a"] * 5}]}, "answer-fields", "C"),
    "a number for a field": ({"columns": [COLUMN | {"fields": [3]}]}, "answer-fields", "C"),
    "a number for a sheet": ({"columns": [COLUMN | {"sheet": 3}]}, "answer-sheet", "C"),
    "an unknown key": ({"offcer": "Ibu Sari"}, "answer-key", "`offcer`"),
    "an unknown key of a column": ({"columns": [COLUMN | {"filed": 1}]}, "answer-key", "`filed`"),
}


async def put(body: Any) -> httpx.Response:
    app = build_app("intake", "A door without a service.")
    app.include_router(questions.router(NOBODY).router)
    if isinstance(body, dict):
        body = httpx.Request("PUT", "/", json={"officer": "Ibu Sari"} | body).content
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://intake") as door:
        headers = {"content-type": "application/json"}
        return await door.put("/imports/1/columns", content=body, headers=headers)


@pytest.mark.parametrize("what", WRONG)
async def test_an_answer_that_cannot_be_read_is_refused_in_both_languages(what: str) -> None:
    body, code, name = WRONG[what]

    refused = await put(body)

    problem = refused.json()
    assert (refused.status_code, problem["title"]) == (422, code)
    assert refused.headers["content-type"] == "application/problem+json"
    assert problem["detail"] != problem["message_en"]
    for sentence in (problem["detail"], problem["message_en"]):
        assert name in sentence
        assert "{}" not in sentence
        assert "Input should" not in sentence
