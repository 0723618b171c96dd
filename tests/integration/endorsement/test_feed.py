"""The public events by HTTP: the same as on Kafka, in order, from any cursor."""

import asyncio
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from shared.plumbing.feed.selection import public_topics
from tests.integration.endorsement.hall import Hall, Replica
from tests.integration.endorsement.messages import a_recommendation, a_vote, kind

pytestmark = [pytest.mark.engines, pytest.mark.timeout(240)]
Fact = dict[str, Any]


async def page(replica: Replica, **query: Any) -> Fact:
    answer = await replica.door.get("/events", params=query)
    assert answer.status_code == 200, answer.text
    found: Fact = answer.json()
    return found


async def everything(replica: Replica, limit: int, **query: Any) -> list[Fact]:
    events, asked = [], query
    while True:
        one = await page(replica, limit=limit, **asked)
        events += one["events"]
        if one["caught_up"]:
            return events
        asked = {k: v for k, v in query.items() if k != "since"} | {"after": one["next"]}


async def settled(hall: Hall, count: int) -> list[str]:
    """Recommend UMKM and vote on them until all are decided."""
    umkm = hall.umkm("fed", count)
    votes = [a_vote(each, agency) for each in umkm for agency in ("disperindag", "bi")]
    await hall.send(*(a_recommendation(each) for each in umkm), *votes)
    await hall.answered(umkm, *(f"{a}/{each}" for each in umkm for a in ("disperindag", "bi")))
    return umkm


async def test_the_whole_history_by_pages_is_what_a_consumer_reads(
    hall: Hall, replica: Replica
) -> None:
    umkm = await settled(hall, 60)

    fed = await everything(replica, limit=37)

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


async def test_a_long_poll_wakes_when_something_happens(hall: Hall, replica: Replica) -> None:
    [umkm] = hall.umkm("woken")
    here = (await page(replica, since=datetime.now(UTC).isoformat()))["next"]
    waiting = asyncio.create_task(page(replica, after=here, wait=30, type="intake.*"))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(waiting), 1)

    sent_at = asyncio.get_running_loop().time()
    await hall.send(a_recommendation(umkm))
    woken = await waiting

    assert [fact["subject"] for fact in woken["events"]] == [umkm]
    assert asyncio.get_running_loop().time() - sent_at < 5
