"""A body is read as JSON only if it is sent as JSON."""

import httpx
import pytest
from pydantic import BaseModel

from shared.plumbing.http import build_app


class Count(BaseModel):
    steps: int


@pytest.fixture
def client() -> httpx.AsyncClient:
    app = build_app("counting", "Counts.")

    @app.post("/count")
    async def count(body: Count) -> int:
        return body.steps

    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://counting")


async def status_of(client: httpx.AsyncClient, content: bytes, content_type: str | None) -> int:
    headers = {"content-type": content_type} if content_type else {}
    return (await client.post("/count", content=content, headers=headers)).status_code


@pytest.mark.parametrize(
    "content_type", ["application/json", "Application/JSON; charset=utf-8", "application/x+json"]
)
async def test_json_is_read(client: httpx.AsyncClient, content_type: str) -> None:
    assert await status_of(client, b'{"steps": 3}', content_type) == 200


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "json"]
)
async def test_json_that_is_sent_as_something_else_is_refused_by_its_type(
    client: httpx.AsyncClient, content_type: str | None
) -> None:
    assert await status_of(client, b'{"steps": 3}', content_type) == 415


async def test_json_with_a_wrong_field_is_refused_by_the_field(client: httpx.AsyncClient) -> None:
    assert await status_of(client, b'{"steps": "many"}', "application/json") == 422
