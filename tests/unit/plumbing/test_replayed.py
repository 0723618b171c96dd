"""A client that asks again under its key sees that it got its first answer again."""

from typing import Annotated

import httpx
import pytest
from fastapi import Depends

from shared.plumbing.core.aggregate import Input
from shared.plumbing.core.desk import Desk
from shared.plumbing.core.relay import Relay
from shared.plumbing.http import build_app, cause_of_request
from tests.support.counting import Count
from tests.support.running import Running

Cause = Annotated[str, Depends(cause_of_request)]


@pytest.fixture
def client() -> httpx.AsyncClient:
    """A service that counts once, or in two steps and breaks off between them at first."""
    running = Running()
    desk = Desk(running.runner, Relay(running.runner, 10.0**8))
    app, breaks = build_app("counting", "Counts."), [False, False, True]

    @app.post("/count")
    async def count(cause: Cause) -> int:
        return (await desk.submit_one(Input("u1", cause, Count("u1", "a")))).version

    @app.post("/count-twice")
    async def count_twice(cause: Cause) -> int:
        await desk.submit_one(Input("u1", cause, Count("u1", "a")))
        if not breaks.pop():
            return (await desk.submit_one(Input("u1", f"{cause}/2", Count("u1", "b")))).version
        raise ConnectionResetError

    @app.get("/count/{key}")
    async def read(key: str) -> str:
        return key

    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://counting")


async def replays(client: httpx.AsyncClient, *requests: tuple[str, str | None]) -> list[bool]:
    answers = [
        await client.post(path, headers={"Idempotency-Key": key} if key else {})
        for path, key in requests
    ]
    return [answer.headers.get("idempotent-replayed") == "true" for answer in answers]


async def test_only_the_second_answer_to_one_key_is_a_replay(client: httpx.AsyncClient) -> None:
    requests = [("/count", "k-1"), ("/count", "k-1"), ("/count", "k-2"), ("/count", None)]

    assert await replays(client, *requests) == [False, True, False, False]


async def test_a_request_that_was_cut_off_half_way_is_no_replay_when_it_is_finished(
    client: httpx.AsyncClient,
) -> None:
    requests = [("/count-twice", "k-1")] * 3

    assert await replays(client, *requests) == [False, False, True]


async def test_a_method_that_no_door_has_is_answered_with_all_that_the_path_has(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.delete("/count/k-1")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
