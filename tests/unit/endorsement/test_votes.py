"""How votes become a decision."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.endorsement.model.ballots import (
    Ballot,
    BallotStatus,
    Lapse,
    ReceiveVote,
    RecommendationTakenBack,
    Reopen,
)
from services.endorsement.rules.ballots import is_overdue
from shared.contracts.endorsement import (
    BallotLapsed,
    BallotOpened,
    BallotWithdrawn,
    CastVote,
    Choice,
    UmkmEndorsed,
    UmkmRejected,
    VoteCast,
    VoteRefusal,
    VoteRefused,
    VoteWithdrawn,
)
from shared.contracts.intake import HsSource, UmkmRecommended, UmkmReturned, UmkmWithdrawn
from tests.unit.endorsement.builders import (
    AGENCIES,
    DUE,
    NOW,
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


def test_a_withdrawn_recommendation_ends_an_open_ballot() -> None:
    given(a_ballot()).when(WITHDRAWN).then(BallotWithdrawn)


def test_a_rejected_umkm_gets_a_new_ballot_in_a_later_round() -> None:
    rejected = given(a_ballot({"bi": Choice.REJECT})).when(a_vote("karantina", Choice.REJECT))

    outcome = rejected.when(a_recommendation(round_id="r2")).then(BallotOpened)

    assert outcome.state.votes == {}


@pytest.mark.parametrize("is_returned", [False, True])
def test_a_recommendation_of_a_later_round_ends_the_ballot_before_and_asks_anew(
    is_returned: bool,
) -> None:
    running = given(a_ballot({"bi": Choice.ENDORSE})).when(*[RETURNED] * is_returned)

    outcome = running.when(a_recommendation(round_id="r2")).then(BallotWithdrawn, BallotOpened)

    ballot = outcome.state
    assert outcome.the(BallotWithdrawn).round_id == "r1"
    assert outcome.the(BallotOpened).round_id == "r2"
    assert (ballot.status, ballot.votes) == (BallotStatus.OPEN, {})
    assert ballot.due_at == NOW + timedelta(days=14)


def test_a_recommendation_of_an_earlier_round_that_is_told_again_changes_nothing() -> None:
    later = given(a_ballot()).when(a_recommendation(round_id="r2"))

    later.when(a_recommendation(round_id="r1")).then_nothing()


def test_a_recommendation_that_comes_back_after_its_withdrawal_is_voted_on_again() -> None:
    given(a_ballot()).when(WITHDRAWN, a_recommendation()).then(BallotOpened)


def mended(name: str = "Kopi Lintong Nihuta") -> UmkmRecommended:
    return a_recommendation().model_copy(update={"business_name": name})


def test_a_recommendation_that_is_mended_while_its_ballot_is_open_is_what_is_voted_on() -> None:
    ballot = a_ballot({"bi": Choice.ENDORSE})

    ballot = given(ballot).when(mended()).then(BallotOpened).state

    assert ballot.nominee
    assert ballot.nominee.business_name == "Kopi Lintong Nihuta"
    assert (set(ballot.votes), ballot.due_at) == ({"bi"}, DUE)


def corrected(hs6: str = "090121") -> UmkmRecommended:
    [product] = a_recommendation().products
    code = {"hs6": hs6, "hs_source": HsSource.CHOSEN}
    return a_recommendation().model_copy(update={"products": (product.model_copy(update=code),)})


def test_a_corrected_hs_code_reaches_an_open_ballot_and_its_votes_stay() -> None:
    ballot = a_ballot({"bi": Choice.ENDORSE})

    ballot = given(ballot).when(corrected()).state

    assert ballot.nominee
    assert ballot.nominee.hs6 == ("090121",)
    assert (ballot.status, set(ballot.votes), ballot.due_at) == (BallotStatus.OPEN, {"bi"}, DUE)


def test_an_hs_code_that_is_only_confirmed_opens_no_ballot_anew() -> None:
    opened = given(Ballot("U1")).when(a_recommendation())

    opened.when(corrected(hs6="090111")).then_nothing()


@pytest.mark.parametrize("choice", [Choice.ENDORSE, Choice.REJECT])
def test_a_corrected_hs_code_changes_nothing_that_is_decided(choice: Choice) -> None:
    decided = given(a_ballot({"bi": choice})).when(a_vote("karantina", choice))

    outcome = decided.when(corrected())

    assert decided.state.status in {BallotStatus.ENDORSED, BallotStatus.REJECTED}
    outcome.then_nothing()


def test_a_recommendation_that_is_told_again_changes_nothing() -> None:
    given(Ballot("U1")).when(a_recommendation(), a_recommendation()).then_nothing()


def test_a_ballot_whose_recommendation_was_returned_decides_nothing_and_lapses_in_the_end() -> None:
    returned = given(a_ballot({"bi": Choice.ENDORSE})).when(RETURNED)

    voted = returned.when(a_vote("karantina")).then(VoteCast)

    assert returned.state.status is BallotStatus.RETURNED
    assert voted.the(VoteCast).held
    assert not is_overdue(returned.state, DUE)
    assert is_overdue(returned.state, DUE + timedelta(seconds=1))


def test_votes_on_a_returned_recommendation_count_when_it_is_back() -> None:
    returned = given(a_ballot({"bi": Choice.ENDORSE})).when(RETURNED, a_vote("karantina"))

    outcome = returned.when(mended()).then(BallotOpened, UmkmEndorsed)

    assert outcome.state.status is BallotStatus.ENDORSED


def test_a_returned_recommendation_can_be_withdrawn() -> None:
    given(a_ballot()).when(RETURNED, WITHDRAWN).then(BallotWithdrawn)


@pytest.mark.parametrize("round_id", ["r0", "r1"])
def test_the_return_of_what_is_not_voted_on_stops_nothing(round_id: str) -> None:
    ballot = Ballot("U1") if round_id == "r1" else a_ballot()

    given(ballot).when(RETURNED.model_copy(update={"round_id": round_id})).then_nothing()


def test_an_endorsement_stands_though_its_recommendation_is_withdrawn() -> None:
    endorsed = an_endorsed_ballot()

    outcome = given(endorsed).when(WITHDRAWN).then(RecommendationTakenBack).then_published()

    assert outcome.state == replace(endorsed, taken_back=True)
    outcome.when(WITHDRAWN).then_nothing()


def test_a_decision_whose_recommendation_was_withdrawn_is_not_reopened() -> None:
    reopen = Reopen("Ibu Ratna", "Keberatan")

    given(an_endorsed_ballot()).when(WITHDRAWN, reopen).then_refused("withdrawn")


def test_who_is_recommended_again_after_a_withdrawn_endorsement_is_voted_on_anew() -> None:
    anew = given(an_endorsed_ballot()).when(WITHDRAWN, a_recommendation()).state

    assert (anew.status, anew.votes, anew.taken_back) == (BallotStatus.OPEN, {}, False)


def test_a_rejection_is_not_escaped_by_withdrawing_and_recommending_again_in_one_round() -> None:
    rejected = replace(a_ballot(), status=BallotStatus.REJECTED)

    given(rejected).when(WITHDRAWN, a_recommendation()).then_nothing()
