"""What the clock and a province officer do to ballots, on replicas and real engines."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from shared.plumbing.core.clock import PlatformClock
from tests.integration.endorsement.hall import Hall, Replica
from tests.integration.endorsement.messages import a_recommendation, a_vote, kind
from tests.support.engines import Engines
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.timeout(180)]

REASON = "Surat keberatan 12/2026"


@pytest.fixture
async def three(engines: Engines) -> AsyncIterator[tuple[Hall, list[Replica]]]:
    """Three replicas whose clock can be moved."""
    async with Hall.open(engines, clock="platform") as hall:
        yield hall, [await hall.replica() for _ in range(3)]


def move_clocks(replicas: list[Replica], days: float) -> None:
    for replica in replicas:
        clock = replica.service.clock
        assert isinstance(clock, PlatformClock)
        clock.move(timedelta(days=days))


async def open_on(replica: Replica, umkm: list[str]) -> None:
    async def all_are() -> bool:
        ballots = (await replica.door.get("/ballots", params={"limit": 500})).json()
        return set(umkm) <= {ballot["umkm_id"] for ballot in ballots}

    await until("all ballots are open", all_are)


async def reaches(replica: Replica, umkm: str, status: str) -> None:
    async def has_it() -> bool:
        answer = await replica.door.get(f"/ballots/{umkm}")
        return answer.is_success and answer.json()["status"] == status

    await until(f"the ballot on {umkm} is {status}", has_it)


async def words_about(hall: Hall, umkm: list[str], word: str) -> Counter[str]:
    """How often each UMKM was told of so."""
    return Counter(each["subject"] for each in await hall.facts(umkm) if kind(each) == word)


async def test_each_reminder_and_each_lapse_is_told_once_by_three_replicas_whose_clocks_jump(
    three: tuple[Hall, list[Replica]],
) -> None:
    hall, replicas = three
    umkm = hall.umkm("slow", 40)
    await hall.send(*(a_recommendation(each) for each in umkm))
    await open_on(replicas[0], umkm)

    for days, word, times in (
        (7.5, "ballot-reminded", 1),
        (0, "ballot-reminded", 1),
        (13, "ballot-reminded", 2),
        (15, "ballot-lapsed", 1),
    ):
        move_clocks(replicas, days)

        async def all_have_it(word: str = word, times: int = times) -> bool:
            words = await words_about(hall, umkm, word)
            assert max(words.values(), default=0) <= times, words
            return all(words[each] == times for each in umkm)

        await until(f"{word} was told {times} times of each", all_have_it)

    assert await words_about(hall, umkm, "ballot-reminded") == Counter(dict.fromkeys(umkm, 2))


async def test_a_decided_ballot_is_reopened_explained_and_decided_anew(
    hall: Hall, replica: Replica
) -> None:
    [umkm] = hall.umkm("reopened")
    await hall.send(a_recommendation(umkm), a_vote(umkm, "bi"), a_vote(umkm, "karantina"))
    await reaches(replica, umkm, "endorsed")
    order = {"by": "Ibu Ratna", "reason": REASON}

    answers = [
        await replica.door.post(
            f"/ballots/{umkm}/reopen", json=order, headers={"Idempotency-Key": "reopen-1"}
        )
        for _ in range(2)
    ]
    explained = (await replica.door.get(f"/ballots/{umkm}/explanation")).json()
    again = {"umkm_id": umkm, "choice": "endorse", "score": 70}
    decided = await replica.door.post("/agencies/disperindag/votes", json=again)

    assert [(a.status_code, a.json()["status"]) for a in answers] == [(200, "open")] * 2
    english = " ".join(sentence["en"] for sentence in explained["sentences"])
    assert "2 of 3 in, waiting for Disperindag" in english
    assert REASON in english
    assert "Ratna" not in english
    assert decided.status_code == 201, decided.text
    ballot = (await replica.door.get(f"/ballots/{umkm}")).json()
    assert ballot["status"] == "endorsed"
    await until("it was told", lambda: _told_twice(hall, umkm))
    assert await words_about(hall, [umkm], "ballot-reopened") == {umkm: 1}


async def _told_twice(hall: Hall, umkm: str) -> bool:
    return (await words_about(hall, [umkm], "umkm-endorsed"))[umkm] == 2


async def test_a_ballot_that_runs_is_not_reopened_and_an_unknown_policy_is_refused(
    hall: Hall, replica: Replica
) -> None:
    [umkm] = hall.umkm("running")
    await hall.send(a_recommendation(umkm))
    await open_on(replica, [umkm])

    reopened = await replica.door.post(
        f"/ballots/{umkm}/reopen", json={"by": "Ibu Ratna", "reason": REASON}
    )
    order = {"policy_version": 99, "by": "Ibu Ratna", "reason": REASON}
    moved = await replica.door.post(f"/ballots/{umkm}/policy", json=order)
    unsigned = await replica.door.post(
        f"/ballots/{umkm}/policy", json={"policy_version": 99, "reason": REASON}
    )
    unknown = await replica.door.post(
        "/ballots/nobody/reopen", json={"by": "Ibu Ratna", "reason": REASON}
    )

    assert (reopened.status_code, reopened.json()["type"].split(":")[-1]) == (409, "not-decided")
    assert unsigned.status_code == 422
    assert (moved.status_code, moved.json()["type"].split(":")[-1]) == (409, "unknown-policy")
    assert (unknown.status_code, unknown.json()["title"]) == (404, "no-ballot")


async def test_a_changed_policy_is_held_against_real_ballots_and_changes_none(
    hall: Hall, replica: Replica
) -> None:
    [umkm] = hall.umkm("simulated")
    await hall.send(a_recommendation(umkm), a_vote(umkm, "bi"), a_vote(umkm, "disperindag"))
    await reaches(replica, umkm, "endorsed")
    newest = (await replica.door.get("/policies/2")).json()
    stricter = newest | {"version": 3, "quorum": 3}

    answer = await replica.door.post("/policies/simulation", json=stricter)
    same = await replica.door.post("/policies/simulation", json=newest)

    changes = {each["umkm_id"]: each for each in answer.json()["changes"]}
    assert (changes[umkm]["was"], changes[umkm]["would_be"]) == ("endorsed", "open")
    assert changes[umkm]["because"] == "Agencies that endorse: 2; needed: 3."
    assert umkm not in {each["umkm_id"] for each in same.json()["changes"]}
    assert (await replica.door.get(f"/ballots/{umkm}")).json()["status"] == "endorsed"
