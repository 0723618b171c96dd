"""Priority lists: everybody has one place on one list, whoever gives them, and however often."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence

import pytest

from services.endorsement.handlers import lists
from shared.contracts.endorsement import UmkmPrioritised
from tests.integration.endorsement.hall import Hall, Replica
from tests.integration.endorsement.messages import (
    AGENCIES,
    Fact,
    a_recommendation,
    a_vote,
    first_occurrences,
    kind,
)
from tests.support.engines import running_engines
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.timeout(240)]


@pytest.fixture
async def hall() -> AsyncIterator[Hall]:
    """On engines of its own: what other tests have endorsed would have places, too."""
    async with running_engines() as engines, Hall.open(engines) as opened:
        yield opened


@pytest.fixture
async def replica(hall: Hall) -> Replica:
    return await hall.replica()


async def places(hall: Hall, number: int, count: int) -> list[Fact]:
    """The places of a list in the order of their ranks, once there are so many."""

    async def found() -> list[Fact]:
        facts = first_occurrences(await hall.records(UmkmPrioritised.topic))
        mine = [f["data"] for f in facts if kind(f) == "umkm-prioritised"]
        return [each for each in mine if each["list_number"] == number]

    async def all_there() -> bool:
        return len(await found()) >= count

    await until(f"list {number} has {count} places", all_there)
    return sorted(await found(), key=lambda place: place["rank"])


async def publish(replica: Replica, number: int, capacity: int) -> Fact:
    new = {"number": number, "capacity": capacity}
    answer = await replica.door.post(
        "/priority-lists", json=new, headers={"Idempotency-Key": f"list {number}"}
    )
    assert answer.status_code == 201, answer.text
    head: Fact = answer.json()
    return head


async def endorsed_with(replica: Replica, umkm: Sequence[str]) -> list[str]:
    """Wait until these are endorsed; give all that are, those of other tests too."""
    found: list[str] = []

    async def all_are() -> bool:
        asked: dict[str, str | int] = {"status": "endorsed", "limit": 500}
        ballots = (await replica.door.get("/ballots", params=asked)).json()
        found[:] = [ballot["umkm_id"] for ballot in ballots]
        return set(umkm) <= set(found)

    await until("all are endorsed", all_are)
    return sorted(found)


def digest(umkm_ids: Sequence[str]) -> str:
    lines = (f"{rank} {umkm_id}\n" for rank, umkm_id in enumerate(umkm_ids, 1))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


async def test_two_replicas_that_finish_one_list_give_each_rank_once_and_the_next_list_goes_on(
    hall: Hall, replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PORTION", 7)
    other, umkm = await hall.replica(), hall.umkm("placed", 45)
    await hall.send(*(a_recommendation(each) for each in umkm))
    await hall.send(*(a_vote(each, agency) for each in umkm for agency in AGENCIES[:2]))
    endorsed = await endorsed_with(replica, umkm)
    rest = len(endorsed) - 30
    assert rest == 15

    # The same request at two replicas, as after a lost answer; their timers join in, too.
    await asyncio.gather(publish(replica, 1, 30), publish(other, 1, 30))
    heads = [await publish(replica, 1, 30), await publish(other, 2, 30)]

    first, second = await places(hall, 1, 30), await places(hall, 2, rest)
    assert [place["rank"] for place in first] == list(range(1, 31))
    assert [place["rank"] for place in second] == list(range(1, rest + 1))
    listed = [[place["umkm_id"] for place in places] for places in (first, second)]
    assert sorted(listed[0] + listed[1]) == endorsed
    assert [head["content_sha256"] for head in heads] == [digest(each) for each in listed]
    assert [head["placed"] for head in heads] == [30, rest]
