"""The feed on real engines, and a reader who polls it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from tests.support.doors import Doors
from tests.support.engines import Engines

Fact = dict[str, Any]


@asynccontextmanager
async def a_feed(engines: Engines) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient]]:
    """Run a replica of subscriptions until the end of the block."""
    async with AsyncExitStack() as stack:
        yield await Doors(engines, stack, Path()).open("subscriptions")


async def page(door: httpx.AsyncClient, **query: Any) -> Fact:
    answer = await door.get("/events", params=query)
    assert answer.status_code == 200, answer.text
    content: Fact = answer.json()
    return content


async def everything(door: httpx.AsyncClient, limit: int = 500, **query: Any) -> list[Fact]:
    """Page after page until nothing is left."""
    events, following = [], query
    while True:
        one = await page(door, limit=limit, **following)
        events += one["events"]
        if one["caught_up"]:
            return events
        following = {k: v for k, v in query.items() if k != "since"} | {"after": one["next"]}


async def end(door: httpx.AsyncClient) -> str:
    """The cursor behind all that there is."""
    cursor: str = (await page(door, since="2099-01-01T00:00:00Z"))["next"]
    return cursor
