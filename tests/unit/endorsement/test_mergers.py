"""A UMKM turns out to be another one while agencies vote."""

from dataclasses import replace

import pytest

from services.endorsement.model.ballots import Ballot, BallotStatus, Reopen
from shared.contracts.endorsement import BallotOpened, Choice, UmkmRejected, VoteRefused
from shared.contracts.envelope import Event
from shared.contracts.intake import UmkmMerged
from tests.unit.endorsement.builders import a_ballot, a_recommendation, a_vote, given

MERGED = UmkmMerged(umkm_id="U0", merged_into="U1", round_id="r1", nominators=("bi",))
REOPEN = Reopen("Ibu Ratna", "Surat keberatan 12/2026")
E = Choice.ENDORSE


def refused(events: list[Event]) -> list[tuple[str, str]]:
    return [(each.agency, each.code) for each in events if isinstance(each, VoteRefused)]


def test_who_nominated_what_was_merged_into_it_has_no_vote_on_the_one_that_stays() -> None:
    given(a_ballot()).when(MERGED, a_vote("bi")).then_refused("own-nomination")


def test_a_vote_that_was_cast_before_the_merger_counts_no_more_and_its_agency_hears_it() -> None:
    outcome = given(a_ballot({"bi": E})).when(MERGED)

    assert (refused(outcome.events), outcome.state.votes) == ([("bi", "own-nomination")], {})
    assert outcome.when(MERGED).then_published().state == outcome.state


@pytest.mark.parametrize("status", [BallotStatus.OPEN, BallotStatus.RETURNED])
def test_a_ballot_that_can_no_longer_be_endorsed_after_a_merger_is_rejected_once_it_runs(
    status: BallotStatus,
) -> None:
    ballot = replace(a_ballot({"karantina": Choice.REJECT}), status=status)

    ended = [UmkmRejected] if status is BallotStatus.OPEN else []
    given(ballot).when(MERGED).then_published(*ended)


def test_a_merger_that_is_heard_of_before_the_recommendation_counts_when_that_comes() -> None:
    outcome = given(Ballot("U1")).when(a_vote("bi"), MERGED, a_recommendation())

    assert outcome.the(BallotOpened).agencies == ("disperindag", "karantina")
    assert (refused(outcome.events), outcome.state.votes) == ([("bi", "own-nomination")], {})


def test_who_nominated_in_another_round_keeps_its_vote() -> None:
    earlier = MERGED.model_copy(update={"round_id": "r0"})

    outcome = given(a_ballot({"bi": E})).when(earlier).then_published()

    assert set(outcome.state.votes) == {"bi"}


def test_a_decision_stands_after_a_merger_and_the_vote_counts_no_more_once_it_is_reopened() -> None:
    decided = replace(a_ballot({"bi": E, "karantina": E}), status=BallotStatus.ENDORSED)

    outcome = given(decided).when(MERGED).then_published()
    reopened = outcome.when(REOPEN)

    assert (outcome.state.nominee, outcome.state.votes) == (decided.nominee, decided.votes)
    assert refused(reopened.events) == [("bi", "own-nomination")]
    assert set(reopened.state.votes) == {"karantina"}
