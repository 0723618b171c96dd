"""Whatever comes on a votes topic: kept with the reason, and the next good vote is answered."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka.errors import MessageSizeTooLargeError

from shared.contracts.endorsement import Choice
from tests.integration.endorsement.bad_votes import ANSWERED, ON_A_VOTES_TOPIC, TWO_MEGABYTES
from tests.integration.endorsement.hall import Hall, Replica
from tests.integration.endorsement.messages import (
    NOMINATIONS,
    a_recommendation,
    a_vote,
    altered,
    kind,
    votes_of,
)
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.timeout(120)]


@pytest.mark.parametrize("what", ON_A_VOTES_TOPIC)
async def test_a_vote_that_can_never_count_is_put_aside_whole_and_the_next_is_answered(
    hall: Hall, replica: Replica, what: str
) -> None:
    reason, spoil = ON_A_VOTES_TOPIC[what]
    [umkm] = hall.umkm("bad")
    bad, good = spoil(a_vote(umkm, vote_id="bad")), a_vote(umkm, vote_id=f"good/{umkm}")

    await hall.send(bad, good)

    facts = await hall.answered([umkm], f"good/{umkm}")
    answered = ["vote-refused"] if what in ANSWERED else []
    assert [kind(fact) for fact in facts] == [*answered, "vote-cast"]
    assert [f["data"]["code"] for f in facts if kind(f) == "vote-refused"] == (
        ["malformed"] if answered else []
    )
    [letter] = [each for each in await hall.letters(bad.topic) if each.key == umkm.encode()]
    [original] = [
        record
        for record in await hall.records(bad.topic)
        if (record.key, record.value) == (bad.key, bad.value)
    ]
    assert (letter.key, letter.value, letter.headers) == (bad.key, bad.value, tuple(bad.headers))
    where = original.topic, original.partition, original.offset
    assert (letter.topic, letter.partition, letter.offset) == where
    assert (reason in letter.reason, letter.attempts, letter.left_out) == (True, 1, 0)
    assert datetime.fromisoformat(letter.at).tzinfo
    await hall.committed_past(bad.topic, original.partition, original.offset + 1)
    assert (await replica.health())["healthy"]


@pytest.mark.parametrize("what", ["an unknown type", "a type of next year"])
async def test_an_unknown_type_on_a_topic_of_events_is_nobodys_business(
    hall: Hall, replica: Replica, what: str
) -> None:
    [umkm] = hall.umkm("unknown")
    bad = ON_A_VOTES_TOPIC[what][1](a_recommendation(umkm))

    await hall.send(bad, a_recommendation(umkm), a_vote(umkm))

    facts = await hall.answered([umkm], f"bi/{umkm}")
    assert {kind(fact) for fact in facts} == {"ballot-opened", "vote-cast"}
    assert not [each for each in await hall.letters(NOMINATIONS) if each.key == umkm.encode()]
    assert (await replica.health())["healthy"]


async def test_a_malformed_recommendation_is_put_aside_and_the_next_opens_the_ballot(
    hall: Hall, replica: Replica
) -> None:
    [umkm] = hall.umkm("malformed")
    bad = replace(a_recommendation(umkm), value=b"\xff{")

    await hall.send(a_vote(umkm), bad, replace(bad, value=None), a_recommendation(umkm))

    await replica_has_opened(replica, hall, umkm)
    letters = [each for each in await hall.letters(NOMINATIONS) if each.key == umkm.encode()]
    assert [letter.value for letter in letters] == [b"\xff{", None]


async def replica_has_opened(replica: Replica, hall: Hall, umkm: str) -> None:
    async def is_open() -> bool:
        answer = await replica.door.get(f"/ballots/{umkm}")
        return answer.is_success and answer.json()["status"] == "open"

    await until("the ballot is open", is_open)
    await hall.answered([umkm], f"bi/{umkm}")


@pytest.mark.parametrize("headers", [[("raw", b"\xff\xfe")], [("none", None)], [("", b"")]])
@pytest.mark.usefixtures("replica")
async def test_a_good_vote_with_headers_that_are_not_text_counts(
    hall: Hall, headers: list[tuple[str, bytes | None]]
) -> None:
    [umkm] = hall.umkm("headers")

    await hall.send(replace(a_vote(umkm), headers=headers))

    facts = await hall.answered([umkm], f"bi/{umkm}")
    assert [kind(fact) for fact in facts] == ["vote-cast"]


@pytest.mark.parametrize("key", [None, b"", b"\xff\xfe", b"somebody-else"])
@pytest.mark.usefixtures("replica")
async def test_a_vote_counts_for_its_subject_whatever_the_key_of_the_record(
    hall: Hall, key: bytes | None
) -> None:
    [umkm] = hall.umkm("key")

    await hall.send(replace(a_vote(umkm), key=key))

    facts = await hall.answered([umkm], f"bi/{umkm}")
    assert [(kind(fact), fact["subject"]) for fact in facts] == [("vote-cast", umkm)]


@pytest.mark.usefixtures("replica")
async def test_a_vote_with_the_additional_fields_of_next_year_counts(hall: Hall) -> None:
    [umkm] = hall.umkm("next")
    vote = altered(a_vote(umkm), {"mood": {"level": 3}}, sequence="00012", dataschema="urn:new")

    await hall.send(vote)

    facts = await hall.answered([umkm], f"bi/{umkm}")
    assert [fact["data"]["choice"] for fact in facts] == ["endorse"]


async def test_a_message_that_is_too_large_is_refused_to_its_sender(hall: Hall) -> None:
    [umkm] = hall.umkm("large")
    noise = a_vote(umkm).value or b""
    incompressible = random.Random(7).randbytes(TWO_MEGABYTES)

    # A sender of its own: after a refusal an idempotent producer's sequence numbers have a gap.
    async with Hall.open(hall.engines) as sender:
        with pytest.raises(MessageSizeTooLargeError):
            await sender.producer.send_and_wait(
                votes_of("bi"), noise + incompressible, key=umkm.encode(), headers=[]
            )


@pytest.mark.usefixtures("replica")
async def test_the_same_vote_twice_has_the_same_answer_to_the_byte(hall: Hall) -> None:
    [umkm] = hall.umkm("twice")
    vote, other = a_vote(umkm, vote_id="v1"), a_vote(umkm, vote_id="v2")

    await hall.send(vote)
    await hall.answered([umkm], "v1")
    await hall.send(vote, other)

    facts = await hall.answered([umkm], "v1", "v2")
    assert [fact["data"]["vote_id"] for fact in facts] == ["v1", "v2"]
    again = [r for r in await hall.records("endorsement.ballot.v1") if r.key == umkm.encode()]
    assert len({record.value for record in again}) == 2


async def test_a_malformed_vote_may_be_mended_under_its_id(hall: Hall, replica: Replica) -> None:
    [umkm] = hall.umkm("mended")
    good = a_vote(umkm, vote_id=f"v/{umkm}")
    bad = altered(good, {"choice": "perhaps"})

    await hall.send(bad, bad, good)

    facts = await hall.answered([umkm], f"v/{umkm}")
    answers = [(kind(fact), fact["data"]["vote_id"]) for fact in facts]
    assert answers == [("vote-refused", f"v/{umkm}"), ("vote-cast", f"v/{umkm}")]
    assert "choice" in facts[0]["data"]["detail"]
    assert (await replica.health())["healthy"]


@pytest.mark.usefixtures("replica")
async def test_a_vote_dated_tomorrow_is_refused_and_says_so(hall: Hall) -> None:
    [umkm] = hall.umkm("tomorrow")
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()

    await hall.send(a_recommendation(umkm), altered(a_vote(umkm), time=tomorrow))

    facts = await hall.answered([umkm], f"bi/{umkm}")
    assert [fact["data"]["code"] for fact in facts if kind(fact) == "vote-refused"] == [
        "dated-ahead"
    ]


@pytest.mark.usefixtures("replica")
async def test_another_vote_under_a_used_id_is_refused_on_the_topic_and_the_first_stands(
    hall: Hall,
) -> None:
    [umkm] = hall.umkm("again")
    first, other = a_vote(umkm), a_vote(umkm, choice=Choice.REJECT)

    await hall.send(a_recommendation(umkm), first, other, other, first)
    await hall.send(a_vote(umkm, "disperindag"))

    facts = await hall.answered([umkm], f"bi/{umkm}", f"disperindag/{umkm}")
    answers = [fact["data"] for fact in facts if fact["data"].get("agency") == "bi"]
    assert [(each["vote_id"], each["choice"], each.get("code")) for each in answers] == [
        (f"bi/{umkm}", "endorse", None),
        (f"bi/{umkm}", "reject", "key-reused"),
    ]
