"""A web page of somebody else reaches no service through the browser of an officer."""

import httpx
import pytest

from shared.plumbing.http import build_app


def a_client(*names: str) -> httpx.AsyncClient:
    app = build_app("counting", "Counts.", names=names)

    @app.api_route("/count", methods=["GET", "POST"])
    async def count() -> int:
        return 1

    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8001")


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8001", "localhost:8001", "[::1]:8001", "192.168.1.7", "intake:8000"]
)
async def test_an_address_and_a_name_without_a_dot_are_known(host: str) -> None:
    answer = await a_client().post("/count", headers={"host": host})

    assert answer.status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8001", "evil.example."])
async def test_a_name_that_a_page_points_at_us_is_refused(host: str) -> None:
    answer = await a_client().get("/count", headers={"host": host})

    assert answer.status_code == 421
    assert answer.json()["title"] == "unknown-name"
    assert "SENTRA_HTTP_NAMES" in answer.json()["message_en"]


async def test_operators_add_the_name_of_their_gateway() -> None:
    client = a_client("sentra.sumutprov.go.id")

    answer = await client.get("/count", headers={"host": "Sentra.sumutprov.go.id:443"})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:9999", "http://[::1"]
)
async def test_a_page_of_another_site_changes_nothing(origin: str) -> None:
    client = a_client()

    write = await client.post("/count", headers={"origin": origin})
    read = await client.get("/count", headers={"origin": origin})

    assert write.status_code == 403
    assert write.json()["title"] == "foreign-origin"
    assert read.status_code == 200
    assert "access-control-allow-origin" not in read.headers


async def test_our_own_pages_may_write() -> None:
    own = await a_client().post("/count", headers={"origin": "http://127.0.0.1:8001"})
    named = await a_client("sentra.example").post(
        "/count", headers={"origin": "https://sentra.example"}
    )

    assert (own.status_code, named.status_code) == (200, 200)


async def test_the_page_of_the_operations_loads_nothing_from_elsewhere() -> None:
    client = a_client()

    page = await client.get("/docs")
    script = await client.get("/swagger/swagger-ui-bundle.js")

    assert "https://" not in page.text
    assert script.headers["content-type"].startswith(("application/javascript", "text/javascript"))
    assert len(script.content) > 100_000
