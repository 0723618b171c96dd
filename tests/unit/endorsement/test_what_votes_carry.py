"""What a vote carries besides its choice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import ValidationError

from services.endorsement.model.ballots import BallotStatus, ReceiveVote
from services.endorsement.rules.votes import refuse_vote
from shared.contracts.endorsement import CastVote, Choice, Scores, VoteCast, VoteRefusal
from tests.unit.endorsement.builders import NOW, a_ballot, a_policy, a_vote, given, under

HOUR = timedelta(hours=1)


def dated_in(span: timedelta) -> ReceiveVote:
    return ReceiveVote("bi", "v1", endorsing(), NOW + span)


def endorsing(**more: object) -> CastVote:
    return CastVote.model_validate({"umkm_id": "U1", "choice": Choice.ENDORSE, **more})


def test_a_vote_that_is_dated_tomorrow_is_refused() -> None:
    given(a_ballot()).when(dated_in(HOUR * 24)).then_refused(VoteRefusal.DATED_AHEAD)


def test_a_clock_that_is_some_minutes_ahead_does_not_cost_the_vote() -> None:
    given(a_ballot()).when(dated_in(HOUR / 4)).then(VoteCast)


@pytest.mark.parametrize("vote_id", [" ", "   ", "v\x00", "v1\n", "\u200b", "\u2028v"])
def test_a_vote_whose_id_nobody_can_read_is_refused_as_malformed(vote_id: str) -> None:
    for status in (BallotStatus.AWAITED, BallotStatus.OPEN, BallotStatus.ENDORSED):
        ballot = replace(a_ballot(), status=status)
        vote = ReceiveVote("bi", vote_id, endorsing())

        given(ballot).when(vote).then_refused(VoteRefusal.MALFORMED)


@pytest.mark.parametrize(
    "texts",
    [
        {"reason": "Ibu Rina, NIK 1271014501900001, belum punya izin"},
        {"reason": "Hubungi 0812-3456-7890", "choice": Choice.REJECT},
        {"reference": "rina@usaha.example"},
    ],
)
def test_a_vote_that_names_a_person_by_a_number_is_refused_and_not_repeated(
    texts: dict[str, object],
) -> None:
    vote = ReceiveVote("bi", "v1", endorsing(**texts))

    outcome = given(a_ballot()).when(vote)

    outcome.then_refused(VoteRefusal.PERSONAL_DATA)
    answer = refuse_vote(vote, outcome.refusal)
    assert answer
    assert answer.reason is None
    assert "leave that out" in answer.detail


def test_no_refusal_repeats_a_number_of_a_person() -> None:
    cast = endorsing(reason="HP 081234567890", choice=Choice.REJECT)
    vote = ReceiveVote("nobody", "v1", cast)

    answer = refuse_vote(vote, given(a_ballot()).when(vote).refusal)

    assert answer
    assert answer.reason is None


def test_to_endorse_needs_a_score_where_the_policy_asks_for_a_least_one() -> None:
    ballot = under(a_policy(minimum_score=60)).given(a_ballot())

    ballot.when(a_vote("bi")).then_refused(VoteRefusal.SCORE_MISSING)
    ballot.when(a_vote("bi", score=50)).then(VoteCast)


def test_a_score_by_criterion_is_a_score() -> None:
    vote = endorsing(scores=Scores(kontinuitas=80))

    ballot = under(a_policy(minimum_score=60)).given(a_ballot())
    outcome = ballot.when(ReceiveVote("bi", "v1", vote))

    assert outcome.the(VoteCast).scores == Scores(kontinuitas=80)


@pytest.mark.parametrize("score", [True, "80", 80.5, 101, -1])
def test_a_score_is_a_whole_number_and_nothing_is_taken_for_one(score: object) -> None:
    with pytest.raises(ValidationError):
        endorsing(score=score)
    with pytest.raises(ValidationError):
        endorsing(scores={"kualitas": score})


def test_the_name_of_the_officer_stays_with_the_vote_and_off_the_topic() -> None:
    vote = ReceiveVote("bi", "v1", endorsing(officer="Sahat Simanjuntak"))

    outcome = given(a_ballot()).when(vote)

    assert outcome.state.votes["bi"].officer == "Sahat Simanjuntak"
    assert all("Sahat" not in event.model_dump_json() for event in outcome.published)


def test_a_colleague_replaces_the_vote_because_it_is_the_agency_s() -> None:
    first, second = (
        ReceiveVote("bi", f"v{number}", endorsing(officer=officer, score=50 + number))
        for number, officer in enumerate(("Sahat", "Dewi"))
    )

    ballot = given(a_ballot()).when(first, second).state

    assert [(vote.vote_id, vote.officer) for vote in ballot.votes.values()] == [("v1", "Dewi")]
