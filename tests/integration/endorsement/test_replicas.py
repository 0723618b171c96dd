"""Replicas that come, go, and are killed at the worst moment."""

import socket

import httpx
import pytest

from services.endorsement.store.ballots import BALLOTS as COLLECTION
from tests.integration.endorsement.hall import Hall, Replica
from tests.integration.endorsement.messages import (
    AGENCIES,
    BALLOTS,
    a_recommendation,
    a_vote,
    kind,
    votes_of,
)
from tests.support.plain_http import plain_client
from tests.support.waiting import until, until_true

pytestmark = [pytest.mark.engines, pytest.mark.timeout(120)]
DYING = "tests.integration.endorsement.dying"


async def stored(replica: Replica, umkm: list[str]) -> set[bytes]:
    """Events as they were written, of these ballots."""
    ballots = replica.service.database[COLLECTION].find({"_id": {"$in": umkm}})
    return {
        event
        async for ballot in ballots
        for entry in ballot["history"]
        for event in entry["events"]
    }


async def test_a_replica_killed_between_write_and_publish_leaves_what_the_next_one_publishes(
    own: Hall,
) -> None:
    umkm = own.umkm("killed", 8)
    votes = [a_vote(each, agency) for each in umkm for agency in AGENCIES]
    await own.send(*(a_recommendation(each) for each in umkm), *votes)
    process = await own.process(DYING)
    assert await process.wait() == -9
    before = [r for r in await own.records(BALLOTS) if (r.key or b"").decode() in umkm]

    replica = await own.replica()

    vote_ids = [f"{agency}/{each}" for each in umkm for agency in AGENCIES]
    facts = await own.answered(umkm, *vote_ids)
    assert before == [], "it died before it had published anything"
    # The first two of three votes make the quorum: the third is too late, or was held.
    assert len(facts) == len(umkm) * (1 + len(AGENCIES) + 1)
    published = {r.value for r in await own.records(BALLOTS) if (r.key or b"").decode() in umkm}
    assert published == await stored(replica, umkm)


async def test_a_vote_that_was_answered_by_http_is_published_by_the_replica_after_the_kill(
    own: Hall,
) -> None:
    [umkm] = own.umkm("http")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = await own.process(DYING, http_port=port)
    vote = {"umkm_id": umkm, "choice": "endorse"}
    async with plain_client(f"http://127.0.0.1:{port}") as door:

        async def ready() -> bool:
            try:
                return (await door.get("/ready")).is_success
            except httpx.TransportError:
                return False

        await until("the process is ready", ready)
        answer = await door.post("/agencies/bi/votes", json=vote, headers={"Idempotency-Key": "k1"})
    assert (answer.status_code, await process.wait()) == (201, -9)

    replica = await own.replica()

    facts = await own.answered([umkm], answer.json()["vote_id"])
    assert [kind(fact) for fact in facts] == ["vote-cast"]
    assert {r.value for r in await own.records(BALLOTS) if r.key == umkm.encode()} == (
        await stored(replica, [umkm])
    )


async def test_a_second_replica_that_comes_and_goes_in_the_middle_changes_nothing(
    hall: Hall, replica: Replica
) -> None:
    umkm = hall.umkm("busy", 120)
    votes = [a_vote(each, agency) for agency in AGENCIES for each in umkm]
    third = len(votes) // 3
    await hall.send(*(a_recommendation(each) for each in umkm), *votes[:third])

    second = await hall.replica()
    await until_true("both have partitions", lambda: shares(replica) and shares(second))
    shared = shares(second)
    await hall.send(*votes[third : 2 * third])
    await second.leave()
    await hall.send(*votes[2 * third :])

    facts = await hall.answered(umkm, *(f"{agency}/{each}" for agency in AGENCIES for each in umkm))
    outcomes = [fact["subject"] for fact in facts if kind(fact) == "umkm-endorsed"]
    assert sorted(outcomes) == sorted(umkm)
    assert 0 < shared < 24
    buried = [letter for agency in AGENCIES for letter in await hall.letters(votes_of(agency))]
    assert not [letter for letter in buried if (letter.key or b"").decode() in umkm]


def shares(replica: Replica) -> int:
    member = replica.service.member
    return len(member.consumer.assignment()) if member and member.consumer else 0
