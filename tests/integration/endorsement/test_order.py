"""Votes and recommendations in any order, from anybody, and one message that our rules choke on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from services.endorsement.model.ballots import Ballot, ReceiveVote
from shared.contracts.envelope import Event
from shared.plumbing.core.aggregate import Kind
from shared.plumbing.core.failures import Refused
from tests.integration.endorsement.hall import Hall, Replica
from tests.integration.endorsement.messages import (
    AGENCIES,
    a_merger,
    a_recommendation,
    a_return,
    a_taking_back,
    a_vote,
    a_withdrawal,
    altered,
    kind,
    votes_of,
)
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.timeout(120)]

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def reaches(replica: Replica, umkm: str, status: str) -> None:
    async def has_it() -> bool:
        answer = await replica.door.get(f"/ballots/{umkm}")
        return answer.is_success and answer.json()["status"] == status

    await until(f"the ballot on {umkm} is {status}", has_it)


async def test_votes_for_a_umkm_that_nobody_knows_yet_are_held_and_count_when_it_is_recommended(
    hall: Hall, replica: Replica
) -> None:
    [umkm] = hall.umkm("held")
    await hall.send(a_vote(umkm, "bi"), a_vote(umkm, "karantina"))
    held = await hall.answered([umkm], f"bi/{umkm}", f"karantina/{umkm}")

    await hall.send(a_recommendation(umkm))

    await reaches(replica, umkm, "endorsed")
    assert [(kind(fact), fact["data"]["held"]) for fact in held] == [("vote-cast", True)] * 2
    facts = await hall.answered([umkm], f"bi/{umkm}", f"karantina/{umkm}")
    assert [kind(fact) for fact in facts[2:]] == ["ballot-opened", "umkm-endorsed"]
    assert facts[-1]["data"]["tally"]["endorse"] == ["bi", "karantina"]


async def test_an_agency_has_no_vote_on_what_its_own_nomination_was_merged_into(
    hall: Hall, replica: Replica
) -> None:
    nominated, stays = hall.umkm("merged", 2)
    await hall.send(a_recommendation(nominated, by="bi"), a_recommendation(stays))
    await hall.send(a_vote(stays, vote_id="before"))
    await hall.answered([stays], "before")

    async def heard_of() -> bool:
        return "vote-refused" in [kind(each) for each in await hall.facts([stays])]

    await hall.send(a_merger(nominated, stays, "bi"), a_withdrawal(nominated))
    await until("the vote that was cast before counts no more", heard_of)
    await hall.send(a_vote(stays, vote_id="after"))

    *_, dropped, refused = await hall.answered([stays], "after")
    assert (dropped["data"]["vote_id"], dropped["data"]["code"]) == ("before", "own-nomination")
    assert (refused["data"]["vote_id"], refused["data"]["code"]) == ("after", "own-nomination")
    explained = (await replica.door.get(f"/ballots/{stays}/explanation")).json()
    assert "nominated this UMKM" in str(explained["sentences"])


async def test_what_follows_from_a_vote_is_found_under_its_correlation_id_and_in_its_trace(
    hall: Hall, replica: Replica
) -> None:
    umkm = hall.umkm("traced", 3)
    headers = {"X-Correlation-ID": "letter-7", "traceparent": TRACE, "Idempotency-Key": "by-http"}
    vote = {"umkm_id": umkm[0], "choice": "endorse"}
    answer = await replica.door.post("/agencies/bi/votes", json=vote, headers=headers)
    assert answer.status_code == 201, answer.text

    await hall.send(
        altered(a_vote(umkm[1]), correlationid="letter-7", traceparent=TRACE),
        altered(a_vote(umkm[2]), correlationid="letter-7", traceparent="no trace at all"),
    )

    by_http, by_kafka, malformed = umkm
    facts = await hall.answered(umkm, "by-http", f"bi/{by_kafka}", f"bi/{malformed}")
    assert {fact["subject"]: fact.get("traceparent") for fact in facts} == {
        by_http: TRACE,
        by_kafka: TRACE,
        malformed: None,
    }
    assert {fact["correlationid"] for fact in facts} == {"letter-7"}


async def test_a_recommendation_that_was_returned_waits_until_it_is_mended(
    hall: Hall, replica: Replica
) -> None:
    [umkm] = hall.umkm("mended")
    await hall.send(a_recommendation(umkm), a_return(umkm))
    await reaches(replica, umkm, "returned")
    await hall.send(a_vote(umkm, "bi"), a_vote(umkm, "karantina"))
    held = await hall.answered([umkm], f"bi/{umkm}", f"karantina/{umkm}")

    await hall.send(a_recommendation(umkm, name="Kopi Lintong Nihuta"))

    await reaches(replica, umkm, "endorsed")
    assert [fact["data"]["held"] for fact in held if kind(fact) == "vote-cast"] == [True, True]
    facts = await hall.answered([umkm], f"bi/{umkm}", f"karantina/{umkm}")
    assert facts[-1]["data"]["business_name"] == "Kopi Lintong Nihuta"


async def test_a_withdrawal_that_comes_before_its_recommendation_stops_nothing(
    hall: Hall, replica: Replica
) -> None:
    [umkm] = hall.umkm("early")

    await hall.send(a_withdrawal(umkm), a_recommendation(umkm), a_recommendation(umkm))

    await reaches(replica, umkm, "open")
    await hall.send(a_vote(umkm))
    facts = await hall.answered([umkm], f"bi/{umkm}")
    assert [kind(fact) for fact in facts] == ["ballot-opened", "vote-cast"]


async def test_a_vote_after_the_withdrawal_of_the_umkm_is_refused(
    hall: Hall, replica: Replica
) -> None:
    [umkm] = hall.umkm("late")
    await hall.send(a_recommendation(umkm), a_withdrawal(umkm))
    await reaches(replica, umkm, "withdrawn")

    await hall.send(a_taking_back(umkm, vote_id="back"), a_vote(umkm))

    facts = await hall.answered([umkm], "back", f"bi/{umkm}")
    assert [kind(fact) for fact in facts[:2]] == ["ballot-opened", "ballot-withdrawn"]
    assert {fact["data"].get("code") for fact in facts[2:]} == {"already-decided"}


async def test_an_agency_that_no_policy_knows_is_answered_that_it_is_unknown(
    hall: Hall, replica: Replica
) -> None:
    [umkm], agency = hall.umkm("guest"), f"guest-{hall.run}"
    admin = AIOKafkaAdminClient(bootstrap_servers=hall.engines.kafka_bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(votes_of(agency), 2, 1)])
    await admin.close()
    vote = a_vote(umkm, agency, "guest")

    await hall.send(replace(vote, value=b"{"), vote, a_vote(umkm))

    facts = await hall.answered([umkm], "guest", f"bi/{umkm}")
    [refused] = [fact for fact in facts if kind(fact) == "vote-refused"]
    assert (refused["data"]["agency"], refused["data"]["code"]) == (agency, "unknown-agency")
    assert [letter.value for letter in await hall.letters(vote.topic)] == [b"{"]
    assert (await replica.health())["healthy"]


def choking(rules: Kind[Ballot], on: str, tries: list[str]) -> Kind[Ballot]:
    """Return rules with a bug that one vote alone meets."""

    def decide(ballot: Ballot, command: object, now: datetime) -> Sequence[Event] | Refused:
        if isinstance(command, ReceiveVote) and command.vote_id == on:
            tries.append(command.vote_id)
            raise ZeroDivisionError("score of nobody")
        return rules.decide(ballot, command, now)

    return replace(rules, decide=decide)


async def test_a_vote_that_our_rules_choke_on_is_put_aside_after_three_tries_and_no_other(
    hall: Hall, replica: Replica
) -> None:
    umkm = hall.umkm("bug", 6)
    runner, tries = replica.service.desks[0].runner, list[str]()
    rules, runner.kind = runner.kind, choking(runner.kind, f"bi/{umkm[3]}", tries)
    votes = [a_vote(each, agency) for each in umkm for agency in AGENCIES]

    await hall.send(*votes, a_vote(umkm[3], "bi", "second"))

    good = [f"{agency}/{each}" for each in umkm for agency in AGENCIES]
    good.remove(f"bi/{umkm[3]}")
    facts = await hall.answered(umkm, *good, "second")
    runner.kind = rules
    assert len(facts) == len(votes)
    [letter] = [each for each in await hall.letters(votes_of("bi")) if "bug" in each.reason]
    assert (letter.key, letter.attempts) == (umkm[3].encode(), 3)
    assert "ZeroDivisionError" in letter.reason
    assert len(tries) == 4, "once in its batch, three times alone"
