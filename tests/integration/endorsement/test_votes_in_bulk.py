"""Votes by HTTP, many at once: an answer for each, and none spoils the others."""

import asyncio
from typing import Any

import pytest

from services.endorsement.api.votes_in_bulk import MOST_VOTES
from shared.plumbing.http.body_limit import MOST_BYTES
from tests.integration.endorsement.hall import Hall, Replica
from tests.integration.endorsement.messages import a_recommendation, a_vote, kind
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.timeout(120)]
BATCH = "/agencies/bi/votes/batch"
JSON = {"content-type": "application/json"}
Answers = list[dict[str, Any]]


def casting(umkm: str, vote_id: str | None = None, **more: Any) -> dict[str, Any]:
    vote = {"umkm_id": umkm, "choice": "endorse", "score": 80} | more
    return {"vote_id": vote_id, "cast": vote}


async def sent(replica: Replica, entries: Any, key: str | None = None) -> Answers:
    headers = {"Idempotency-Key": key} if key else {}
    answer = await replica.door.post(BATCH, json=entries, headers=headers)
    assert answer.status_code == 200, answer.text
    answers: Answers = answer.json()
    return answers


async def opened(hall: Hall, replica: Replica, umkm: str, by: str = "12.16") -> None:
    await hall.send(a_recommendation(umkm, by=by))

    async def is_open() -> bool:
        answer = await replica.door.get(f"/ballots/{umkm}")
        return answer.is_success and answer.json()["status"] == "open"

    await until("the ballot is open", is_open)


async def test_each_entry_is_answered_in_order_whatever_the_others_are(
    hall: Hall, replica: Replica
) -> None:
    [here, awaited, own] = hall.umkm("bulk", 3)
    await asyncio.gather(opened(hall, replica, here), opened(hall, replica, own, by="bi"))

    answers = await sent(
        replica,
        [
            casting(here, "a"),
            {"vote_id": "b", "cast": {"umkm_id": here, "choice": "perhaps"}},
            casting(awaited, "c"),
            casting(here, "d", reason="x" * 1_000_000),
            "not even an object",
            casting(own, "e"),
            {"vote_id": "f", "withdraw": {"umkm_id": here}},
            {"vote_id": "g", "withdraw": {"umkm_id": own}},
            {"vote_id": "h", "cast": {"umkm_id": here}, "withdraw": {"umkm_id": here}},
            casting("no such / id", "i"),
            casting(here, "j", choice="reject"),
            casting(here, "  "),
        ],
    )

    assert [(one["vote_id"], one["result"], one["code"]) for one in answers] == [
        ("a", "cast", None),
        ("b", "refused", "malformed"),
        ("c", "held", None),
        ("d", "refused", "malformed"),
        (None, "refused", "malformed"),
        ("e", "refused", "own-nomination"),
        ("f", "withdrawn", None),
        ("g", "refused", "own-nomination"),
        ("h", "refused", "malformed"),
        ("i", "refused", "malformed"),
        ("j", "refused", "reason-missing"),
        ("  ", "refused", "malformed"),
    ]
    assert all(one["detail"] for one in answers if one["result"] == "refused")
    assert all(one["version"] for one in answers if one["result"] != "refused")
    assert "x" * 100 not in answers[3]["detail"]


async def test_an_entry_seen_again_has_the_same_answer_by_either_door(
    hall: Hall, replica: Replica
) -> None:
    here, awaited = hall.umkm("again", 2)
    entries = [casting(here, f"v/{here}"), casting(awaited), casting(here, f"v/{here}")]
    await opened(hall, replica, here)

    first = await sent(replica, entries, f"k-{here}")
    again = await sent(replica, entries, f"k-{here}")
    await hall.send(a_vote(here, vote_id=f"v/{here}"), a_vote(here, vote_id=f"end/{here}"))

    facts = await hall.answered([here, awaited], f"v/{here}", f"end/{here}")
    assert again == first
    assert first[0] == first[2]
    assert [fact["data"]["vote_id"] for fact in facts if kind(fact) == "vote-cast"].count(
        f"v/{here}"
    ) == 1


async def test_a_thousand_votes_are_taken_in_one_request(hall: Hall, replica: Replica) -> None:
    umkm = hall.umkm("thousand", MOST_VOTES)

    answers = await sent(replica, [casting(each) for each in umkm], f"k-{umkm[0]}")

    assert [one["umkm_id"] for one in answers] == umkm
    assert {one["result"] for one in answers} == {"held"}
    assert len({one["vote_id"] for one in answers}) == MOST_VOTES


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[]", 422),
        (b"{}", 422),
        (b"[{", 422),
        (b"", 422),
        (b"[" + b"1," * MOST_VOTES + b"1]", 422),
        (b" " * (MOST_BYTES + 1), 413),
    ],
)
async def test_a_request_that_is_no_list_of_votes_is_a_problem(
    replica: Replica, body: bytes, status: int
) -> None:
    answer = await replica.door.post(BATCH, content=body, headers=JSON)

    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    )


async def test_an_agency_takes_its_vote_back_by_http_until_the_decision(
    hall: Hall, replica: Replica
) -> None:
    [umkm] = hall.umkm("back")
    await opened(hall, replica, umkm)
    await sent(replica, [casting(umkm, f"v/{umkm}")])
    path, reason = f"/agencies/bi/votes/{umkm}", {"reason": "salah UMKM"}

    taken = await replica.door.delete(path, params=reason, headers={"Idempotency-Key": umkm})
    repeated = await replica.door.delete(path, params=reason, headers={"Idempotency-Key": umkm})
    nothing_left = await replica.door.delete(path)
    too_long = await replica.door.delete(path, params={"reason": "x" * 2_001})

    assert (taken.status_code, repeated.json()) == (200, taken.json())
    assert (nothing_left.status_code, nothing_left.json()["title"]) == (409, "no-vote")
    assert too_long.status_code == 422
    assert (await replica.door.get(f"/ballots/{umkm}")).json()["votes"] == {}


async def test_under_one_vote_id_there_is_one_vote_whatever_its_second_body_says(
    hall: Hall, replica: Replica
) -> None:
    [umkm] = hall.umkm("oneid", 1)
    await opened(hall, replica, umkm)
    first, other = casting(umkm, "a"), casting(umkm, "a", choice="reject", reason="Tidak")

    answers = await sent(replica, [first, other])
    again = await sent(replica, [first])

    assert [one["result"] for one in answers] == ["cast", "refused"]
    assert answers[1]["code"] == "key-reused"
    assert again[0] == answers[0]


async def test_a_vote_id_stands_for_its_vote_over_http_and_kafka(
    hall: Hall, replica: Replica
) -> None:
    [umkm] = hall.umkm("doors")
    await opened(hall, replica, umkm)
    single, door = umkm, "/agencies/bi/votes"
    key = {"Idempotency-Key": umkm}
    await hall.send(a_vote(umkm, vote_id=f"k/{umkm}"))
    alone = await replica.door.post(door, json=casting(umkm)["cast"], headers=key)
    await hall.answered([umkm], f"k/{umkm}", single)

    other = {"choice": "reject", "reason": "Tidak"}
    same = await sent(replica, [casting(umkm, f"k/{umkm}"), casting(umkm, single)])
    reused = await sent(
        replica, [casting(umkm, f"k/{umkm}", **other), casting(umkm, single, **other)]
    )

    assert (alone.status_code, alone.json()["result"]) == (201, "cast"), alone.text
    assert [one["result"] for one in same] == ["cast", "cast"]
    assert [(one["result"], one["code"]) for one in reused] == [("refused", "key-reused")] * 2
    assert (await replica.door.get(f"/ballots/{umkm}")).json()["votes"]["bi"]["choice"] == "endorse"


async def test_one_vote_id_on_two_umkm_is_two_votes_and_the_answers_tell_them_apart(
    hall: Hall, replica: Replica
) -> None:
    here, there = hall.umkm("two", 2)

    answers = await sent(replica, [casting(here, "no-1"), casting(there, "no-1", score=60)])

    assert [(one["vote_id"], one["umkm_id"], one["result"]) for one in answers] == [
        ("no-1", here, "held"),
        ("no-1", there, "held"),
    ]
