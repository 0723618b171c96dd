"""Many votes on one UMKM at once, by HTTP and by Kafka: each is answered, and each leaves once."""

import asyncio

import pytest

from tests.integration.endorsement.hall import Hall
from tests.integration.endorsement.messages import BALLOTS, a_vote
from tests.support.engines import Engines
from tests.support.waiting import until

pytestmark = pytest.mark.engines
CONNECTIONS, VOTES, BY_KAFKA = 60, 180, 60
COPIES = 1.05
"""Records for each vote, at most: one was seen, and a rebalance may repeat some."""


@pytest.mark.parametrize("replicas", [1, 2])
async def test_sixty_connections_vote_on_one_umkm_and_each_vote_leaves_once(
    engines: Engines, replicas: int
) -> None:
    async with Hall.open(engines) as hall:
        doors = [(await hall.replica()).door for _ in range(replicas)]
        [umkm] = hall.umkm("wanted")
        vote = {"umkm_id": umkm, "choice": "abstain", "reason": "menunggu data"}
        free = asyncio.Semaphore(CONNECTIONS)

        async def cast(number: int) -> int:
            async with free:
                headers = {"idempotency-key": f"{umkm}-{number}"}
                door = doors[number % replicas]
                answer = await door.post("/agencies/bi/votes", json=vote, headers=headers)
                return answer.status_code

        async def send() -> None:
            for number in range(BY_KAFKA):
                await hall.send(a_vote(umkm, "karantina", vote_id=f"{umkm}/{number}"))

        sending = asyncio.create_task(send())
        statuses = await asyncio.gather(*(cast(number) for number in range(VOTES)))
        await sending
        await until("every vote is on the topic", lambda: _are_published(hall, umkm))
        records = [r for r in await hall.records(BALLOTS) if r.key == umkm.encode()]

    assert set(statuses) == {201}
    assert len(records) <= COPIES * (VOTES + BY_KAFKA)


async def _are_published(hall: Hall, umkm: str) -> bool:
    return len(await hall.facts([umkm])) >= VOTES + BY_KAFKA
