"""What a vote carries besides its choice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import ValidationError

from services.endorsement.model.ballots import Ballot, BallotStatus, ReceiveVote
from services.endorsement.model.policies import Policy
from services.endorsement.rules.ballots import decide
from shared.contracts.endorsement import CastVote, Choice, Scores, VoteCast, VoteRefusal
from shared.plumbing.core.failures import Refused
from tests.unit.endorsement.builders import NOW, a_ballot, a_policy, after, policies

HOUR = timedelta(hours=1)


def received(vote: CastVote, policy: Policy, dated_in: timedelta = -HOUR) -> VoteCast | str:
    answer = decide(
        a_ballot(), ReceiveVote("bi", "v1", vote, NOW + dated_in), policies(policy), NOW
    )
    if isinstance(answer, Refused):
        return answer.code
    assert isinstance(answer[0], VoteCast)
    return answer[0]


def endorsing(**more: object) -> CastVote:
    return CastVote.model_validate({"umkm_id": "U1", "choice": Choice.ENDORSE, **more})


def test_a_vote_that_is_dated_tomorrow_is_refused() -> None:
    assert received(endorsing(), a_policy(), HOUR * 24) == VoteRefusal.DATED_AHEAD


def test_a_clock_that_is_some_minutes_ahead_does_not_cost_the_vote() -> None:
    assert isinstance(received(endorsing(), a_policy(), HOUR / 4), VoteCast)


@pytest.mark.parametrize("vote_id", [" ", "   ", "v\x00", "v1\n", "\u200b", "\u2028v"])
def test_a_vote_whose_id_nobody_can_read_is_refused_as_malformed(vote_id: str) -> None:
    for status in (BallotStatus.AWAITED, BallotStatus.OPEN, BallotStatus.ENDORSED):
        ballot = replace(a_ballot(), status=status)
        answer = decide(ballot, ReceiveVote("bi", vote_id, endorsing()), policies(), NOW)

        assert isinstance(answer, Refused)
        assert answer.code == VoteRefusal.MALFORMED


def test_to_endorse_needs_a_score_where_the_policy_asks_for_a_least_one() -> None:
    assert received(endorsing(), a_policy(minimum_score=60)) == VoteRefusal.SCORE_MISSING
    assert isinstance(received(endorsing(score=50), a_policy(minimum_score=60)), VoteCast)


def test_a_score_by_criterion_is_a_score() -> None:
    vote = endorsing(scores=Scores(kontinuitas=80))

    cast = received(vote, a_policy(minimum_score=60))

    assert isinstance(cast, VoteCast)
    assert cast.scores == Scores(kontinuitas=80)


@pytest.mark.parametrize("score", [True, "80", 80.5, 101, -1])
def test_a_score_is_a_whole_number_and_nothing_is_taken_for_one(score: object) -> None:
    with pytest.raises(ValidationError):
        endorsing(score=score)
    with pytest.raises(ValidationError):
        endorsing(scores={"kualitas": score})


def test_the_name_of_the_officer_stays_with_the_vote_and_off_the_topic() -> None:
    vote = ReceiveVote("bi", "v1", endorsing(officer="Sahat Simanjuntak"))
    events = decide(a_ballot(), vote, policies(), NOW)
    assert not isinstance(events, Refused)

    ballot = after(a_ballot(), events)

    assert ballot.votes["bi"].officer == "Sahat Simanjuntak"
    assert all("Sahat" not in event.model_dump_json() for event in events if event.type)


def test_a_colleague_replaces_the_vote_because_it_is_the_agency_s() -> None:
    ballot: Ballot = a_ballot()
    for number, officer in enumerate(("Sahat", "Dewi")):
        vote = endorsing(officer=officer, score=50 + number)
        events = decide(ballot, ReceiveVote("bi", f"v{number}", vote), policies(), NOW)
        assert not isinstance(events, Refused)
        ballot = after(ballot, events)

    assert [(vote.vote_id, vote.officer) for vote in ballot.votes.values()] == [("v1", "Dewi")]
