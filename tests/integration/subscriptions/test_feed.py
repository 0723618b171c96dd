"""The public events by HTTP: the same as on Kafka, in order, from any cursor."""

import asyncio
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import orjson
import pytest
from aiokafka import TopicPartition
from fastapi import FastAPI
from starlette.types import Message

from services.subscriptions.model.cursors import encode
from services.subscriptions.model.selection import public_topics
from tests.integration.endorsement.hall import Hall
from tests.integration.endorsement.messages import (
    NOMINATIONS,
    a_recommendation,
    a_vote,
    altered,
    kind,
)
from tests.integration.subscriptions.polling import a_feed, end, everything, page
from tests.support.waiting import until, until_true

pytestmark = [pytest.mark.engines, pytest.mark.timeout(240)]


async def settled(hall: Hall, count: int) -> list[str]:
    """Recommend UMKM and vote on them until all are decided."""
    umkm = hall.umkm("fed", count)
    votes = [a_vote(each, agency) for each in umkm for agency in ("disperindag", "bi")]
    await hall.send(*(a_recommendation(each) for each in umkm), *votes)
    await hall.answered(umkm, *(f"{a}/{each}" for each in umkm for a in ("disperindag", "bi")))
    return umkm


async def test_the_whole_history_by_pages_is_what_a_consumer_reads(
    hall: Hall, door: httpx.AsyncClient
) -> None:
    umkm = await settled(hall, 60)

    fed = await everything(door, limit=37)

    read = {topic: await hall.records(topic) for topic in public_topics()}
    on_kafka = [orjson.loads(r.value) for records in read.values() for r in records]
    assert sorted(f["id"] for f in fed) == sorted(f["id"] for f in on_kafka)
    mine = defaultdict(list)
    for fact in fed:
        mine[fact["subject"]].append(fact)
    for each in umkm:
        theirs = [
            orjson.loads(r.value) for rs in read.values() for r in rs if r.key == each.encode()
        ]
        by_source = {f["source"]: [x for x in theirs if x["source"] == f["source"]] for f in theirs}
        for source, facts in by_source.items():
            assert [f for f in mine[each] if f["source"] == source] == facts
        assert kind(mine[each][0]) == "umkm-recommended"


async def test_a_long_poll_wakes_when_something_happens(
    hall: Hall, door: httpx.AsyncClient
) -> None:
    [umkm] = hall.umkm("woken")
    here = await end(door)
    waiting = asyncio.create_task(page(door, after=here, wait=30, type="intake.*"))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(waiting), 1)

    sent_at = asyncio.get_running_loop().time()
    await hall.send(a_recommendation(umkm))
    woken = await waiting

    assert [fact["subject"] for fact in woken["events"]] == [umkm]
    assert asyncio.get_running_loop().time() - sent_at < 5


async def test_pollers_go_on_after_a_restart_and_at_any_replica(
    hall: Hall, door: httpx.AsyncClient
) -> None:
    start = await end(door)
    umkm = await settled(hall, 20)
    first = await page(door, after=start, limit=7)
    async with a_feed(hall.engines) as (_, other):
        second = await page(other, after=first["next"], limit=7)

    async with a_feed(hall.engines) as (_, again):
        rest = await everything(again, limit=7, after=second["next"])

    fed = first["events"] + second["events"] + rest
    assert fed == await everything(door, after=start)
    assert {fact["subject"] for fact in fed} >= set(umkm), "what follows from older tests may come"


async def test_filters_look_at_type_district_and_commodity(
    hall: Hall, door: httpx.AsyncClient
) -> None:
    start = await end(door)
    kopi, ulos, plain = hall.umkm("goods", 3)
    goods = {kopi: ("12.16", "090111"), ulos: ("12.02", "621410")}
    sent = [
        altered(
            a_recommendation(each),
            {
                "district": district,
                "recommended_by": district,
                "products": [{"name": "x", "hs6": hs6, "commodity": "x"}],
            },
        )
        for each, (district, hs6) in goods.items()
    ]
    await hall.send(*sent, a_recommendation(plain), *(a_vote(each) for each in goods))
    await hall.answered([kopi, ulos], f"bi/{kopi}", f"bi/{ulos}")

    async def opened() -> bool:
        return [kind(f) for f in await hall.facts([kopi, ulos])].count("ballot-opened") == 2

    await until("both ballots are open", opened)

    async def seen(**selection: Any) -> set[tuple[str, str]]:
        events = await everything(door, limit=3, after=start, **selection)
        return {(fact["subject"], kind(fact)) for fact in events}

    assert await seen(commodity="0901") == {(kopi, "umkm-recommended"), (kopi, "ballot-opened")}
    assert await seen(district="12.02", type="intake.*") == {(ulos, "umkm-recommended")}
    assert await seen(type="endorsement.vote-cast.v1") == {(kopi, "vote-cast"), (ulos, "vote-cast")}
    types = ["endorsement.vote-cast.v1", "intake.umkm-*"]
    assert {what for _, what in await seen(type=types)} == {"vote-cast", "umkm-recommended"}
    assert await seen(type="mentoring.*") == set()


async def test_history_is_replayed_from_a_time(hall: Hall, door: httpx.AsyncClient) -> None:
    before, after = hall.umkm("since", 2)
    await hall.send(a_recommendation(before))
    [last] = [r for r in await hall.records(NOMINATIONS) if r.key == before.encode()]
    moment = datetime.fromtimestamp(last.timestamp / 1000, UTC) + timedelta(milliseconds=1)
    await until_true("a millisecond has passed", lambda: datetime.now(UTC) > moment)
    await hall.send(a_recommendation(after))

    fed = await everything(door, limit=2, since=moment.isoformat(), type="intake.*")
    with_the_first = await everything(
        door, since=(moment - timedelta(milliseconds=1)).isoformat(), type="intake.*"
    )

    assert [fact["subject"] for fact in fed] == [after]
    assert {before, after} <= {fact["subject"] for fact in with_the_first}


@pytest.mark.parametrize(
    "query",
    [
        {"after": "latest"},
        {"after": encode({TopicPartition("intake.contact.v1", 0): 0})},
        {"after": encode({TopicPartition("intake.round.v1", 0): 10**12})},
        {"after": encode({}), "since": "2026-01-01T00:00:00Z"},
        {"since": "2026-01-01T00:00:00"},
        {"afer": "x"},
        {"type": "endorsement.vote-kast.v1"},
        {"type": "intake.contact-changed.v1"},
        {"district": "1216"},
        {"commodity": "9"},
        {"limit": 0},
        {"wait": 31},
    ],
)
async def test_a_wrong_question_is_refused_and_not_taken_for_another(
    door: httpx.AsyncClient, query: dict[str, Any]
) -> None:
    answer = await door.get("/events", params=query)

    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


async def test_an_answer_to_a_cursor_that_retention_has_overtaken_says_where_to_go_on(
    hall: Hall, door: httpx.AsyncClient
) -> None:
    gone, stays = hall.umkm("kept", 2)
    start = await end(door)
    await hall.send(a_recommendation(gone))
    await hall.forget(NOMINATIONS)
    await hall.send(a_recommendation(stays))

    async def is_told() -> bool:
        answer = await door.get("/events", params={"after": start})
        return answer.status_code == 410

    await until("the cursor is outdated", is_told)

    problem = (await door.get("/events", params={"after": start})).json()
    fed = await everything(door, after=problem["earliest"], type="intake.*")
    assert problem["title"] == "outdated-cursor"
    assert [fact["subject"] for fact in fed] == [stays]


async def test_twenty_pollers_at_once_all_see_everything(
    hall: Hall, door: httpx.AsyncClient
) -> None:
    start = await end(door)
    polls = [asyncio.create_task(page(door, after=start, wait=30, limit=n + 1)) for n in range(20)]

    umkm = await settled(hall, 10)

    woken = await asyncio.gather(*polls)
    whole = await everything(door, after=start)
    assert all(one["events"] for one in woken)
    rests = await asyncio.gather(*(everything(door, limit=n + 5, after=start) for n in range(20)))
    assert all(rest == whole for rest in rests)
    # The ballots of the test before may still be opening.
    assert {fact["subject"] for fact in whole} >= set(umkm)


async def test_a_poller_that_has_hung_up_gives_its_place_back(
    feed: tuple[FastAPI, httpx.AsyncClient],
) -> None:
    app, door = feed
    start = await end(door)
    query = f"after={start}&wait=30".encode()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "path": "/events",
        "raw_path": b"/events",
        "root_path": "",
        "scheme": "http",
        "query_string": query,
        "headers": [],
        "client": ("127.0.0.1", 1),
        "server": ("subscriptions", 80),
    }
    came: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        return came.pop(0) if came else {"type": "http.disconnect"}

    async def send(_message: Message) -> None:
        return None

    async with asyncio.timeout(15):  # half of what it asked to wait
        await app(scope, receive, send)
