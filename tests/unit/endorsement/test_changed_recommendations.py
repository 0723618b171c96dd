"""What a ballot does when its recommendation is changed, returned or withdrawn."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.endorsement.model.ballots import (
    Ballot,
    BallotStatus,
    RecommendationTakenBack,
    Reopen,
)
from services.endorsement.rules.ballots import is_overdue
from shared.contracts.endorsement import (
    BallotOpened,
    BallotWithdrawn,
    Choice,
    UmkmEndorsed,
    VoteCast,
)
from shared.contracts.intake import HsSource, UmkmRecommended, UmkmReturned, UmkmWithdrawn
from tests.unit.endorsement.builders import (
    DUE,
    NOW,
    a_ballot,
    a_recommendation,
    a_vote,
    given,
)

RETURNED = UmkmReturned(umkm_id="U1", round_id="r1", district="12.16", reason_code="incomplete")
WITHDRAWN = UmkmWithdrawn(umkm_id="U1", round_id="r1", district="12.16")


def an_endorsed_ballot() -> Ballot:
    return given(a_ballot({"bi": Choice.ENDORSE})).when(a_vote("karantina")).state


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
