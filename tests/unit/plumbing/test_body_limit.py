"""Only an upload may have a large body, whatever a path looks like."""

import httpx
import pytest
from fastapi import Request

from shared.plumbing.http.app import build_app
from shared.plumbing.http.body_limit import MOST_BYTES, TOO_LARGE

LARGE = b"x" * (MOST_BYTES + 1)
UPLOAD = "/rounds/{round_id}/imports"


@pytest.fixture
def client() -> httpx.AsyncClient:
    """A service with a door for uploads, and one for each other way to ask for the same words."""
    app = build_app("test", "test", uploads=[UPLOAD])

    async def read(request: Request) -> int:
        return len(await request.body())

    app.add_api_route(UPLOAD, read, methods=["POST", "PUT"])
    app.add_api_route("/rounds/{round_id}", read, methods=["POST", "PUT"])
    transport = httpx.ASGITransport(app=app)
    return httpx.AsyncClient(transport=transport, base_url="http://intake")


async def test_an_upload_may_be_large(client: httpx.AsyncClient) -> None:
    answer = await client.post("/rounds/2026-1/imports", content=LARGE)

    assert answer.json() == len(LARGE)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/rounds/2026-1/imports"),
        ("PUT", "/rounds/imports"),
        ("POST", "/rounds/imports"),
        ("POST", "/rounds/2026-1/imports/"),
    ],
)
async def test_what_only_looks_like_an_upload_may_not(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    answer = await client.request(method, path, content=LARGE)

    assert answer.status_code == TOO_LARGE
