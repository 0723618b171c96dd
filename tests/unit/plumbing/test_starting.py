"""A service that is still starting decides nothing: its clock, indexes and policy are unknown."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from cli.events.sources import a_service
from deploy.services import service_names

NOTHING_LISTENS = "127.0.0.1:1"
OPERATIONS = {"/health", "/ready", "/metrics", "/status", "/replay", "/rebuild"}


@asynccontextmanager
async def a_starting(name: str, folder: Path) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient]]:
    """The real app of a service, while no engine answers."""
    app = a_service(
        name,
        clock="platform",
        kafka_bootstrap=NOTHING_LISTENS,
        mongo_url=f"mongodb://{NOTHING_LISTENS}",
        **({"sink_dir": folder} if name == "notify" else {}),
    ).app()
    door = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://starting")
    async with app.router.lifespan_context(app), door:
        yield app, door


def own_routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    for path, methods in app.openapi()["paths"].items():
        if path not in OPERATIONS:
            yield from ((method, path) for method in methods)


@pytest.mark.parametrize("name", service_names())
async def test_every_request_is_put_off_until_the_service_is_ready(
    name: str, tmp_path: Path
) -> None:
    async with a_starting(name, tmp_path) as (app, door):
        routes = list(own_routes(app))
        answers = [await door.request(method, path) for method, path in routes]

    assert routes
    for answer in answers:
        assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, answer.url
        assert answer.headers["retry-after"] == "5"
        assert answer.json()["title"] == "try-again"
        assert answer.json()["message_en"] == "starting"


async def test_operators_get_their_answers_while_a_service_starts(tmp_path: Path) -> None:
    async with a_starting("endorsement", tmp_path) as (_, door):
        codes = [(await door.get(path)).status_code for path in ("/health", "/metrics")]

    assert codes == [httpx.codes.OK, httpx.codes.OK]
