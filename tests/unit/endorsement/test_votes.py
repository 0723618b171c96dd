"""How votes become a decision."""

from datetime import timedelta

import pytest

from services.endorsement.model.ballots import (
    Ballot,
    BallotStatus,
    Lapse,
    ReceiveVote,
)
from shared.contracts.endorsement import (
    BallotLapsed,
    BallotOpened,
    CastVote,
    Choice,
    UmkmEndorsed,
    UmkmRejected,
    VoteCast,
    VoteRefusal,
    VoteRefused,
    VoteWithdrawn,
)
from shared.contracts.intake import UmkmReturned, UmkmWithdrawn
from tests.unit.endorsement.builders import (
    AGENCIES,
    DUE,
    a_ballot,
    a_policy,
    a_recommendation,
    a_vote,
    a_withdrawal,
    an_opening,
    given,
    under,
)

RETURNED = UmkmReturned(umkm_id="U1", round_id="r1", district="12.16", reason_code="incomplete")
WITHDRAWN = UmkmWithdrawn(umkm_id="U1", round_id="r1", district="12.16")


def an_endorsed_ballot() -> Ballot:
    return given(a_ballot({"bi": Choice.ENDORSE})).when(a_vote("karantina")).state


def test_a_recommendation_opens_a_ballot_until_its_deadline() -> None:
    outcome = given(Ballot("U1")).when(a_recommendation()).then(an_opening())

    assert outcome.the(BallotOpened).agencies == AGENCIES


def test_the_same_recommendation_in_the_same_round_opens_nothing_again() -> None:
    given(a_ballot()).when(a_recommendation()).then_nothing()


def test_last_needed_endorsement_endorses_the_umkm_with_the_mean_score() -> None:
    ballot = a_ballot({"disperindag": Choice.ENDORSE})

    outcome = given(ballot).when(a_vote("bi", score=90)).then(VoteCast, UmkmEndorsed)

    endorsed = outcome.the(UmkmEndorsed)
    assert endorsed.score == 75
    assert endorsed.tally.endorse == ("bi", "disperindag")


def test_a_ballot_is_rejected_as_soon_as_the_quorum_is_out_of_reach() -> None:
    ballot = a_ballot({"bi": Choice.REJECT})

    given(ballot).when(a_vote("karantina", Choice.ABSTAIN)).then(VoteCast, UmkmRejected)


def test_dissent_stays_visible_in_the_outcome() -> None:
    ballot = a_ballot({"karantina": Choice.REJECT, "bi": Choice.ENDORSE})

    outcome = given(ballot).when(a_vote("disperindag"))

    assert outcome.the(UmkmEndorsed).tally.reject == ("karantina",)


def test_asking_for_information_is_no_vote_yet() -> None:
    ballot = a_ballot({"bi": Choice.REJECT})

    given(ballot).when(a_vote("karantina", Choice.NEED_INFO)).then(VoteCast)


def test_an_agency_replaces_its_vote_until_the_decision() -> None:
    ballot = a_ballot({"bi": Choice.REJECT, "disperindag": Choice.ENDORSE})

    given(ballot).when(a_vote("bi")).then(VoteCast, UmkmEndorsed)


def test_an_agency_takes_its_vote_back_until_the_decision() -> None:
    ballot = a_ballot({"bi": Choice.REJECT})

    outcome = given(ballot).when(a_withdrawal("bi")).then(VoteWithdrawn)

    assert outcome.state.votes == {}


def test_there_is_nothing_to_take_back_without_a_vote() -> None:
    given(a_ballot()).when(a_withdrawal("bi")).then_refused(VoteRefusal.NO_VOTE)


def test_a_vote_before_its_recommendation_is_held() -> None:
    outcome = given(Ballot("U1")).when(a_vote("bi"))

    assert outcome.the(VoteCast).held


def test_held_votes_decide_when_the_recommendation_arrives() -> None:
    held = a_ballot({"bi": Choice.ENDORSE, "karantina": Choice.ENDORSE}, is_open=False)

    given(held).when(a_recommendation()).then(BallotOpened, UmkmEndorsed)


def test_a_held_vote_of_the_nominating_agency_falls_when_the_nomination_arrives() -> None:
    held = a_ballot({"bi": Choice.ENDORSE, "karantina": Choice.ENDORSE}, is_open=False)

    outcome = given(held).when(a_recommendation(by="bi")).then(BallotOpened, VoteRefused)

    assert list(outcome.state.votes) == ["karantina"]


def test_an_agency_does_not_vote_on_its_own_nomination() -> None:
    given(a_ballot(by="bi")).when(a_vote("bi")).then_refused(VoteRefusal.OWN_NOMINATION)


@pytest.mark.parametrize("gone", [UmkmReturned, UmkmWithdrawn])
def test_an_agency_whose_nomination_a_district_took_over_has_no_vote_in_that_round(
    gone: type[UmkmReturned | UmkmWithdrawn],
) -> None:
    about = {
        "umkm_id": "U1",
        "round_id": "r1",
        "district": "12.16",
        "reason": "",
        "reason_code": "x",
    }
    ballot = a_ballot(by="bi")

    outcome = given(ballot).when(gone.model_validate(about), a_recommendation(by="12.16"))

    assert "bi" not in outcome.the(BallotOpened).agencies
    outcome.when(a_vote("bi")).then_refused(VoteRefusal.OWN_NOMINATION)


def test_in_a_later_round_an_agency_votes_on_what_it_nominated_before() -> None:
    ballot = a_ballot(by="bi")

    outcome = given(ballot).when(a_recommendation(by="12.16", round_id="r2"), a_vote("bi"))

    outcome.then(VoteCast)


def test_the_quorum_never_asks_for_more_agencies_than_may_vote() -> None:
    ballot = a_ballot({"disperindag": Choice.ENDORSE}, by="bi")

    outcome = under(a_policy(quorum=3)).given(ballot).when(a_vote("karantina"))

    assert isinstance(outcome.events[-1], UmkmEndorsed)


def test_an_agency_that_the_policy_does_not_know_is_refused() -> None:
    given(a_ballot()).when(a_vote("bea-cukai")).then_refused(VoteRefusal.UNKNOWN_AGENCY)


@pytest.mark.parametrize("choice", [Choice.REJECT, Choice.ABSTAIN, Choice.NEED_INFO])
def test_an_agency_that_does_not_endorse_says_why(choice: Choice) -> None:
    silent = ReceiveVote("bi", "v1", CastVote(umkm_id="U1", choice=choice))

    given(a_ballot()).when(silent).then_refused(VoteRefusal.REASON_MISSING)


def test_a_reason_of_blanks_is_none() -> None:
    cast = CastVote(umkm_id="U1", choice=Choice.REJECT, reason="  \n ")

    given(a_ballot()).when(ReceiveVote("bi", "v1", cast)).then_refused(VoteRefusal.REASON_MISSING)


def test_a_vote_after_the_decision_changes_nothing() -> None:
    endorsed = an_endorsed_ballot()

    outcome = given(endorsed).when(a_vote("disperindag", Choice.REJECT))

    assert endorsed.status is BallotStatus.ENDORSED
    outcome.then_refused(VoteRefusal.ALREADY_DECIDED)


def test_silence_lapses_and_never_approves() -> None:
    ballot = a_ballot({"bi": Choice.ENDORSE})

    given(ballot).when(Lapse(), at=DUE + timedelta(milliseconds=1)).then(BallotLapsed)


def test_a_ballot_does_not_lapse_at_its_deadline_but_after_it() -> None:
    given(a_ballot()).when(Lapse(), at=DUE).then_nothing()


def test_lapsing_twice_lapses_once() -> None:
    given(a_ballot()).when(Lapse(), Lapse(), at=DUE + timedelta(days=200)).then_nothing()


def test_a_running_ballot_stays_on_the_policy_it_was_opened_under() -> None:
    stricter = a_policy(version=2, quorum=3)
    ballot = a_ballot({"bi": Choice.ENDORSE})

    outcome = under(a_policy(), stricter).given(ballot).when(a_vote("karantina"))

    assert outcome.the(UmkmEndorsed).policy_version == 1
