"""One who polls the feed."""

from typing import Any

import httpx

Fact = dict[str, Any]


async def page(door: httpx.AsyncClient, **query: Any) -> Fact:
    answer = await door.get("/events", params=query)
    assert answer.status_code == 200, answer.text
    found: Fact = answer.json()
    return found


async def everything(door: httpx.AsyncClient, limit: int = 500, **query: Any) -> list[Fact]:
    """Page after page until nothing is left."""
    events, asked = [], query
    while True:
        one = await page(door, limit=limit, **asked)
        events += one["events"]
        if one["caught_up"]:
            return events
        asked = {k: v for k, v in query.items() if k != "since"} | {"after": one["next"]}


async def end(door: httpx.AsyncClient) -> str:
    """The cursor behind all that there is."""
    cursor: str = (await page(door, since="2099-01-01T00:00:00Z"))["next"]
    return cursor
