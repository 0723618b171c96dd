"""A UMKM turns out to be another one while agencies vote."""

from dataclasses import replace

import pytest

from services.endorsement.model.ballots import Ballot, BallotStatus, Reopen
from services.endorsement.rules.ballots import BallotCommand, decide
from shared.contracts.endorsement import BallotOpened, Choice, UmkmRejected, VoteRefused
from shared.contracts.envelope import Event
from shared.contracts.intake import UmkmMerged
from shared.plumbing.core.failures import Refused
from tests.unit.endorsement.builders import (
    NOW,
    a_ballot,
    a_recommendation,
    a_vote,
    after,
    policies,
)

MERGED = UmkmMerged(umkm_id="U0", merged_into="U1", round_id="r1", nominators=("bi",))
REOPEN = Reopen("Ibu Ratna", "Surat keberatan 12/2026")
E = Choice.ENDORSE


def heard(ballot: Ballot, *commands: BallotCommand) -> tuple[list[Event], Ballot]:
    """Events of the last one that leave the service, and the ballot after all."""
    events: list[Event] = []
    for command in commands:
        decision = decide(ballot, command, policies(), NOW)
        assert not isinstance(decision, Refused)
        events, ballot = [*decision], after(ballot, decision)
    return [event for event in events if event.type], ballot


def code(ballot: Ballot, command: BallotCommand) -> str:
    answer = decide(ballot, command, policies(), NOW)
    assert isinstance(answer, Refused)
    return answer.code


def refused(events: list[Event]) -> list[tuple[str, str]]:
    return [(each.agency, each.code) for each in events if isinstance(each, VoteRefused)]


def test_who_nominated_what_was_merged_into_it_has_no_vote_on_the_one_that_stays() -> None:
    _, ballot = heard(a_ballot(), MERGED)

    assert code(ballot, a_vote("bi")) == "own-nomination"


def test_a_vote_that_was_cast_before_the_merger_counts_no_more_and_its_agency_hears_it() -> None:
    events, ballot = heard(a_ballot({"bi": E}), MERGED)

    assert (refused(events), ballot.votes) == ([("bi", "own-nomination")], {})
    assert heard(ballot, MERGED) == ([], ballot)


@pytest.mark.parametrize("status", [BallotStatus.OPEN, BallotStatus.RETURNED])
def test_a_ballot_that_can_no_longer_be_endorsed_after_a_merger_is_rejected_once_it_runs(
    status: BallotStatus,
) -> None:
    ballot = replace(a_ballot({"karantina": Choice.REJECT}), status=status)

    events, _ = heard(ballot, MERGED)

    ended = [type(each) for each in events]
    assert ended == ([UmkmRejected] if status is BallotStatus.OPEN else [])


def test_a_merger_that_is_heard_of_before_the_recommendation_counts_when_that_comes() -> None:
    events, ballot = heard(Ballot("U1"), a_vote("bi"), MERGED, a_recommendation())

    opened = events[0]
    assert isinstance(opened, BallotOpened)
    assert opened.agencies == ("disperindag", "karantina")
    assert (refused(events), ballot.votes) == ([("bi", "own-nomination")], {})


def test_who_nominated_in_another_round_keeps_its_vote() -> None:
    earlier = MERGED.model_copy(update={"round_id": "r0"})

    events, ballot = heard(a_ballot({"bi": E}), earlier)

    assert (events, set(ballot.votes)) == ([], {"bi"})


def test_a_decision_stands_after_a_merger_and_the_vote_counts_no_more_once_it_is_reopened() -> None:
    decided = replace(a_ballot({"bi": E, "karantina": E}), status=BallotStatus.ENDORSED)

    events, still = heard(decided, MERGED)
    reopened, ballot = heard(still, REOPEN)

    assert (events, still.nominee, still.votes) == ([], decided.nominee, decided.votes)
    assert (refused(reopened), set(ballot.votes)) == ([("bi", "own-nomination")], {"karantina"})
