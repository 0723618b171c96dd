"""Replicas that share the votes on many UMKM, while some come and some are killed."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence

import pytest

from tests.integration.endorsement.crowd import Worker, send_until_shared
from tests.integration.endorsement.hall import Hall
from tests.integration.endorsement.messages import (
    AGENCIES,
    BALLOTS,
    Fact,
    Sent,
    a_recommendation,
    a_vote,
    kind,
)
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(180)]
MANY = 300


@pytest.fixture
async def fresh(hall: Hall) -> AsyncIterator[Hall]:
    """A hall whose group has no members: a name that one had would be waited for."""
    async with Hall.open(hall.engines) as opened:
        yield opened


def votes_on(umkm: list[str]) -> list[Sent]:
    """Give the vote of each agency on each, in random order."""
    votes = [a_vote(each, agency) for each in umkm for agency in AGENCIES]
    random.Random(1).shuffle(votes)
    return votes


async def outcomes(hall: Hall, umkm: list[str]) -> list[Fact]:
    """Wait for the answers to all votes, and return what was decided."""
    facts = await hall.answered(umkm, *(f"{agency}/{u}" for agency in AGENCIES for u in umkm))
    return [fact for fact in facts if kind(fact) == "umkm-endorsed"]


@pytest.mark.parametrize("count", [2, 3])
async def test_replicas_share_the_work_and_none_does_what_another_did(
    fresh: Hall, count: int
) -> None:
    # A machine that is busy otherwise must not let the group take one for dead.
    workers = [await Worker.begin(fresh, session_timeout_ms=20_000) for _ in range(count)]
    await all_have_partitions(fresh, workers)
    before = [await worker.applied() for worker in workers]
    umkm = fresh.umkm("shared", MANY)

    await fresh.send(*(a_recommendation(each) for each in umkm), *votes_on(umkm))
    decided = await outcomes(fresh, umkm)

    after = [await worker.applied() for worker in workers]
    shares = [then - now for now, then in zip(before, after, strict=True)]
    assert sorted(fact["subject"] for fact in decided) == sorted(umkm)
    assert sum(shares) == MANY * (1 + len(AGENCIES))
    assert min(shares) > sum(shares) / (2 * count)
    records = [r for r in await fresh.records(BALLOTS) if (r.key or b"").decode() in umkm]
    assert len(records) == MANY * (1 + len(AGENCIES) + 1), "nothing goes out twice"


async def test_one_added_and_one_killed_while_votes_come_lose_and_double_nothing(
    fresh: Hall,
) -> None:
    umkm = fresh.umkm("crowd", MANY)
    votes = votes_on(umkm)
    stays, killed = await Worker.begin(fresh), await Worker.begin(fresh)
    await all_have_partitions(fresh, [stays, killed])
    await fresh.send(*(a_recommendation(each) for each in umkm), *votes[:MANY])

    added = await Worker.begin(fresh)
    await send_until_shared(fresh, votes[MANY : 2 * MANY], stays, killed, added)
    await asyncio.gather(fresh.send(*votes[2 * MANY :]), kill_at_work(killed))

    decided = await outcomes(fresh, umkm)
    assert sorted(fact["subject"] for fact in decided) == sorted(umkm)
    assert await killed.process.wait() == -9


async def all_have_partitions(hall: Hall, workers: Sequence[Worker]) -> None:
    """Let each answer some votes on other UMKM."""
    umkm = hall.umkm("first", 30)
    votes = votes_on(umkm)
    await send_until_shared(hall, votes, *workers)
    await hall.answered(umkm, *(f"{agency}/{each}" for agency in AGENCIES for each in umkm))


async def kill_at_work(worker: Worker) -> None:
    """SIGKILL as soon as it is seen to do something."""
    before = await worker.met()

    async def works() -> bool:
        return await worker.met() > before

    await until("it works", works)
    worker.kill()
