"""Votes that are wrong in what they say: each gets an answer, and nobody else notices."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from shared.contracts.endorsement import Choice
from tests.integration.endorsement.hall import Hall, Replica
from tests.integration.endorsement.messages import (
    a_recommendation,
    a_vote,
    altered,
    in_binary_mode,
    kind,
    votes_of,
)
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.timeout(120)]


@pytest.mark.usefixtures("replica")
async def test_a_vote_is_that_of_the_topic_whatever_agency_the_payload_names(hall: Hall) -> None:
    [umkm] = hall.umkm("payload")
    vote = altered(a_vote(umkm, "bi"), {"agency": "karantina"}, source="/agencies/karantina")

    await hall.send(vote)

    [cast] = await hall.answered([umkm], f"bi/{umkm}")
    assert (kind(cast), cast["data"]["agency"]) == ("vote-cast", "bi")


@pytest.mark.usefixtures("replica")
async def test_an_agency_that_no_policy_knows_is_told_so(hall: Hall) -> None:
    [umkm] = hall.umkm("unknown")
    await a_topic(hall, votes_of("bappeda"))

    await hall.send(a_vote(umkm, "bappeda"))

    [refused] = await hall.answered([umkm], f"bappeda/{umkm}")
    assert (refused["data"]["agency"], refused["data"]["code"]) == ("bappeda", "unknown-agency")


@pytest.mark.usefixtures("replica")
async def test_a_vote_on_a_umkm_that_nobody_knows_is_kept_and_counts_when_it_comes(
    hall: Hall,
) -> None:
    [umkm] = hall.umkm("early")

    await hall.send(a_vote(umkm, "bi"))
    [held] = await hall.answered([umkm], f"bi/{umkm}")
    await hall.send(a_recommendation(umkm), a_vote(umkm, "disperindag"))

    async def decided() -> bool:
        return "umkm-endorsed" in [kind(fact) for fact in await hall.facts([umkm])]

    assert (kind(held), held["data"]["held"]) == ("vote-cast", True)
    await until("the early vote and the one in time make two", decided)


@pytest.mark.usefixtures("replica")
async def test_a_vote_dated_tomorrow_is_refused_and_one_of_a_clock_that_is_fast_counts(
    hall: Hall,
) -> None:
    [umkm] = hall.umkm("dated")
    now = datetime.now(UTC)
    tomorrow, soon = (now + timedelta(days=1)).isoformat(), (now + timedelta(minutes=2)).isoformat()

    await hall.send(altered(a_vote(umkm), id="tomorrow", time=tomorrow))
    await hall.send(altered(a_vote(umkm), id="soon", time=soon))

    refused, cast = await hall.answered([umkm], "tomorrow", "soon")
    assert (kind(refused), refused["data"]["code"]) == ("vote-refused", "dated-ahead")
    assert (kind(cast), cast["data"]["vote_id"]) == ("vote-cast", "soon")


async def test_to_reject_without_a_reason_is_refused_and_makes_no_ballot(
    hall: Hall, replica: Replica
) -> None:
    [umkm] = hall.umkm("mute")

    await hall.send(altered(a_vote(umkm, choice=Choice.REJECT), {"reason": ""}))

    [refused] = await hall.answered([umkm], f"bi/{umkm}")
    assert refused["data"]["code"] == "reason-missing"
    order = {"by": "Ibu Ratna", "reason": "Surat keberatan"}
    answers = [
        await replica.door.get(f"/ballots/{umkm}"),
        await replica.door.get(f"/ballots/{umkm}/explanation"),
        await replica.door.post(f"/ballots/{umkm}/reopen", json=order),
    ]
    assert [(each.status_code, each.json()["title"]) for each in answers] == [
        (404, "no-ballot"),
    ] * 3
    awaited = await replica.door.get("/ballots", params={"status": "awaited", "limit": 500})
    assert umkm not in {ballot["umkm_id"] for ballot in awaited.json()}


@pytest.mark.usefixtures("replica")
async def test_a_vote_whose_id_nobody_can_read_is_refused_as_malformed(hall: Hall) -> None:
    [umkm] = hall.umkm("unread")

    await hall.send(altered(a_vote(umkm), id=" "), altered(a_vote(umkm), id="\x00\n"))

    answers = await hall.answered([umkm], " ", "\x00\n")
    assert [(kind(each), each["data"]["code"]) for each in answers] == [
        ("vote-refused", "malformed"),
    ] * 2


@pytest.mark.usefixtures("replica")
async def test_a_vote_in_binary_mode_counts(hall: Hall) -> None:
    [umkm] = hall.umkm("binary")

    await hall.send(in_binary_mode(a_vote(umkm)))

    [cast] = await hall.answered([umkm], f"bi/{umkm}")
    assert (kind(cast), cast["data"]["choice"]) == ("vote-cast", "endorse")


@pytest.mark.usefixtures("replica")
async def test_a_reason_of_a_megabyte_is_put_aside_and_the_next_vote_is_answered(
    hall: Hall,
) -> None:
    [umkm] = hall.umkm("long")
    long = altered(a_vote(umkm, vote_id="long"), {"reason": "m" * 1_000_000})

    await hall.send(long, a_vote(umkm, vote_id="short"))

    await hall.answered([umkm], "short")
    [letter] = [each for each in await hall.letters(long.topic) if each.key == umkm.encode()]
    assert (letter.value, "over the limit" in letter.reason) == (long.value, True)


async def test_an_agency_cannot_recommend_by_writing_it_on_its_own_topic(
    hall: Hall, replica: Replica
) -> None:
    [umkm] = hall.umkm("forged")
    forged = replace(a_recommendation(umkm), topic=votes_of("bi"))

    await hall.send(forged, a_vote(umkm))

    facts = await hall.answered([umkm], f"bi/{umkm}")
    answers = [(kind(fact), fact["data"].get("code"), fact["data"].get("held")) for fact in facts]
    assert answers == [("vote-refused", "malformed", None), ("vote-cast", None, True)]
    [letter] = [each for each in await hall.letters(forged.topic) if each.key == umkm.encode()]
    assert letter.reason == "intake.umkm-recommended.v1 does not travel on this topic"
    assert (await replica.health())["healthy"]


async def a_topic(hall: Hall, name: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=hall.engines.kafka_bootstrap)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, 1, 1)])
    finally:
        await admin.close()
