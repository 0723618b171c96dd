"""MongoDB or Kafka is away for ten seconds while votes flow."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

import pytest

from tests.integration.endorsement.hall import Hall, Replica
from tests.integration.endorsement.messages import (
    AGENCIES,
    NOMINATIONS,
    a_recommendation,
    a_vote,
    kind,
    votes_of,
)
from tests.support.engines import EmbeddedEngines, EngineName
from tests.support.waiting import until, until_true

pytestmark = [pytest.mark.engines, pytest.mark.slow, pytest.mark.timeout(180)]
SECONDS_AWAY = 10.0


@pytest.fixture
async def hall(fragile: EmbeddedEngines) -> AsyncIterator[Hall]:
    settings = {"retry_in_place_seconds": 1.0, "stalled_after_seconds": 20.0}
    async with Hall.open(fragile, **settings) as opened:
        yield opened


@asynccontextmanager
async def votes_flow(hall: Hall) -> AsyncIterator[list[str]]:
    """Recommend one UMKM after another, and let each agency vote on it; until the end."""
    umkm: list[str] = []

    async def go_on() -> None:
        for number in count():
            [new] = hall.umkm(f"flow{number}-")
            umkm.append(new)
            votes = [a_vote(new, agency) for agency in AGENCIES]
            # Every other vote is there before the recommendation.
            messages = [*votes, a_recommendation(new)][:: 1 if number % 2 else -1]
            for message in messages:
                await hall.producer.send(message.topic, message.value, key=message.key)
            await asyncio.sleep(0.05)

    flow = asyncio.create_task(go_on())
    try:
        yield umkm
    finally:
        flow.cancel()
        await asyncio.gather(flow, return_exceptions=True)
        await hall.producer.flush()


async def outage(engines: EmbeddedEngines, name: EngineName, replica: Replica) -> str:
    """Take an engine away for ten seconds; return what the health said meanwhile."""
    await engines.stop_engine(name)
    back_at = asyncio.get_running_loop().time() + SECONDS_AWAY

    async def health_shows_it() -> bool:
        return not (await replica.health())["healthy"]

    await until("the health tells of it", health_shows_it)
    reason = str((await replica.health())["waits_for"])
    await until_true("ten seconds", lambda: asyncio.get_running_loop().time() > back_at)
    await engines.start_engine(name)
    return reason


@pytest.mark.parametrize(("engine", "words"), [("mongod", "MongoDB "), ("kafka", "Kafka ")])
async def test_after_ten_seconds_without_an_engine_every_vote_has_its_one_answer(
    fragile: EmbeddedEngines, hall: Hall, engine: EngineName, words: str
) -> None:
    replica = await hall.replica()
    member = replica.service.member
    assert member

    async with votes_flow(hall) as umkm:
        await until_true("some votes have come", lambda: member.batches > 5)
        reason = await outage(fragile, engine, replica)
        batches = member.batches
        await until_true("the votes flow again", lambda: member.batches > batches + 5)

    assert words in reason
    vote_ids = [f"{agency}/{each}" for each in umkm for agency in AGENCIES]
    await hall.answered(umkm, *vote_ids)

    async def endorsed() -> list[str]:
        return [each["subject"] for each in await hall.facts(umkm) if kind(each) == "umkm-endorsed"]

    async def all_are() -> bool:  # a recommendation may come after its votes were answered as held
        return {*umkm} <= {*await endorsed()}

    await until("every UMKM is endorsed", all_are)
    assert sorted(await endorsed()) == sorted(umkm)
    for topic in (NOMINATIONS, *map(votes_of, AGENCIES)):
        assert not await hall.letters(topic)

    async def is_well() -> bool:
        return bool((await replica.health())["healthy"])

    await until("the health is well again", is_well)
