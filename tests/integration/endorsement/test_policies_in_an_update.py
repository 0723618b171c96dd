"""Replicas are updated one after the other: some know a policy that others do not know yet."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from services.endorsement.settings import POLICIES
from shared.plumbing.core.clock import PlatformClock
from tests.integration.endorsement.hall import Hall, Replica
from tests.integration.endorsement.messages import (
    a_recommendation,
    a_vote,
    a_withdrawal,
    kind,
    votes_of,
)
from tests.support.engines import Engines
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.timeout(180)]


@pytest.fixture
def one_more(tmp_path: Path) -> Path:
    """All policies, and version 3."""
    folder = shutil.copytree(POLICIES, tmp_path / "policies")
    newest = (POLICIES / "2.yaml").read_text(encoding="utf-8")
    third = newest.replace("version: 2", "version: 3")
    (folder / "3.yaml").write_text(third, encoding="utf-8")
    return folder


async def has_status(replica: Replica, umkm: str, status: str) -> None:
    async def it_has() -> bool:
        answer = await replica.door.get(f"/ballots/{umkm}")
        return answer.is_success and answer.json()["status"] == status

    await until(f"the ballot on {umkm} is {status}", it_has)


async def moved_to_the_third(hall: Hall, one_more: Path, umkm: str) -> None:
    newer = await hall.replica(policies=one_more)
    order = {"policy_version": 3, "by": "Ibu Ratna", "reason": "Kebijakan baru"}
    moved = await newer.door.post(f"/ballots/{umkm}/policy", json=order)
    assert moved.status_code == 200, moved.text
    await newer.leave()


async def test_a_vote_waits_for_the_policy_of_its_ballot_while_other_ballots_lapse(
    engines: Engines, one_more: Path
) -> None:
    async with Hall.open(engines, clock="platform") as hall:
        umkm, other = hall.umkm("update", 2)
        older = await hall.replica()
        await hall.send(a_recommendation(umkm), a_recommendation(other))
        for each in (umkm, other):
            await has_status(older, each, "open")
        await moved_to_the_third(hall, one_more, umkm)

        await hall.send(a_vote(umkm))
        await until("the vote waits", lambda: _waits(older))
        explained = await older.door.get(f"/ballots/{umkm}/explanation")
        assert isinstance(older.service.clock, PlatformClock)
        older.service.clock.move(timedelta(days=15))
        await has_status(older, other, "lapsed")
        await has_status(older, umkm, "open")
        await hall.replica(policies=one_more)
        await older.leave()

        [cast] = [each for each in await hall.answered([umkm], f"bi/{umkm}") if _is_answer(each)]
        letters = await hall.letters(votes_of("bi"))
        assert (explained.status_code, explained.json()["title"]) == (503, "try-again")
        assert (kind(cast), [each for each in letters if each.key == umkm.encode()]) == (
            "vote-cast",
            [],
        )


@pytest.mark.parametrize("decided", [False, True])
async def test_a_replica_does_not_start_where_a_ballot_is_or_was_under_a_policy_that_it_lacks(
    engines: Engines, one_more: Path, *, decided: bool
) -> None:
    async with Hall.open(engines) as hall:
        [umkm] = hall.umkm("lacking")
        older = await hall.replica()
        await hall.send(a_recommendation(umkm))
        await has_status(older, umkm, "open")
        await moved_to_the_third(hall, one_more, umkm)
        if decided:
            await older.leave()  # it would wait for the policy with what it was assigned
            newer = await hall.replica(policies=one_more)
            await hall.send(a_withdrawal(umkm))
            await has_status(newer, umkm, "withdrawn")

        started = await hall.process("services.endorsement")

        assert await asyncio.wait_for(started.wait(), 60) != 0


async def test_a_replica_does_not_start_on_a_policy_that_was_edited_since_others_started_with_it(
    engines: Engines, one_more: Path
) -> None:
    async with Hall.open(engines) as hall:
        await hall.replica(policies=one_more)
        third = one_more / "3.yaml"
        third.write_text(third.read_text("utf-8") + "# Rapat 3 Maret\n", "utf-8")
        replica = await hall.replica(policies=one_more)  # only a remark
        await replica.leave()
        third.write_text(third.read_text("utf-8").replace("quorum: 2", "quorum: 1"), "utf-8")

        started = await hall.process("services.endorsement", policies=one_more)

        assert await asyncio.wait_for(started.wait(), 60) != 0


async def _waits(replica: Replica) -> bool:
    return "policy version 3 has not come" in str((await replica.health())["waits_for"])


def _is_answer(fact: dict[str, object]) -> bool:
    return kind(fact).startswith("vote-")
