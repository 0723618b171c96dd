"""How votes become a decision."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from services.endorsement.model.ballots import Ballot, BallotStatus, Lapse, ReceiveVote, Reopen
from services.endorsement.model.policies import Policy
from services.endorsement.rules.ballots import BallotCommand, decide, is_overdue
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
from shared.contracts.envelope import Event
from shared.contracts.intake import HsSource, UmkmRecommended, UmkmReturned, UmkmWithdrawn
from shared.plumbing.core.failures import Refused
from tests.unit.endorsement.builders import (
    DUE,
    NOW,
    a_ballot,
    a_policy,
    a_recommendation,
    a_vote,
    a_withdrawal,
    after,
    policies,
)


def decided(ballot: Ballot, command: BallotCommand, *known: Policy) -> Sequence[Event]:
    outcome = decide(ballot, command, policies(*known), NOW)
    assert not isinstance(outcome, Refused)
    return outcome


def kinds(events: Sequence[Event]) -> list[type[Event]]:
    return [type(event) for event in events]


def refused(ballot: Ballot, command: BallotCommand) -> str:
    outcome = decide(ballot, command, policies(), NOW)
    assert isinstance(outcome, Refused)
    return outcome.code


def test_a_recommendation_opens_a_ballot_until_its_deadline() -> None:
    events = decided(Ballot("U1"), a_recommendation())

    assert kinds(events) == [BallotOpened]
    assert events[0] == the_opening()


def the_opening() -> BallotOpened:
    return BallotOpened(
        umkm_id="U1",
        round_id="r1",
        business_name="Kopi Lintong",
        district="12.16",
        hs6=("090111",),
        nominated_by="12.16",
        agencies=("disperindag", "bi", "karantina"),
        policy_version=1,
        due_at=DUE,
    )


def test_the_same_recommendation_in_the_same_round_opens_nothing_again() -> None:
    assert decided(a_ballot(), a_recommendation()) == []


def test_last_needed_endorsement_endorses_the_umkm_with_the_mean_score() -> None:
    events = decided(a_ballot({"disperindag": Choice.ENDORSE}), a_vote("bi", score=90))

    assert kinds(events) == [VoteCast, UmkmEndorsed]
    endorsed = events[1]
    assert isinstance(endorsed, UmkmEndorsed)
    assert endorsed.score == 75
    assert endorsed.tally.endorse == ("bi", "disperindag")


def test_a_ballot_is_rejected_as_soon_as_the_quorum_is_out_of_reach() -> None:
    events = decided(a_ballot({"bi": Choice.REJECT}), a_vote("karantina", Choice.ABSTAIN))

    assert kinds(events) == [VoteCast, UmkmRejected]


def test_dissent_stays_visible_in_the_outcome() -> None:
    ballot = a_ballot({"karantina": Choice.REJECT, "bi": Choice.ENDORSE})

    endorsed = decided(ballot, a_vote("disperindag"))[1]

    assert isinstance(endorsed, UmkmEndorsed)
    assert endorsed.tally.reject == ("karantina",)


def test_asking_for_information_is_no_vote_yet() -> None:
    ballot = a_ballot({"bi": Choice.REJECT})

    events = decided(ballot, a_vote("karantina", Choice.NEED_INFO))

    assert kinds(events) == [VoteCast]


def test_an_agency_replaces_its_vote_until_the_decision() -> None:
    ballot = a_ballot({"bi": Choice.REJECT, "disperindag": Choice.ENDORSE})

    events = decided(ballot, a_vote("bi"))

    assert kinds(events) == [VoteCast, UmkmEndorsed]


def test_an_agency_takes_its_vote_back_until_the_decision() -> None:
    ballot = a_ballot({"bi": Choice.REJECT})

    events = decided(ballot, a_withdrawal("bi"))

    assert kinds(events) == [VoteWithdrawn]
    assert after(ballot, list(events)).votes == {}


def test_there_is_nothing_to_take_back_without_a_vote() -> None:
    assert refused(a_ballot(), a_withdrawal("bi")) == VoteRefusal.NO_VOTE


def test_a_vote_before_its_recommendation_is_held() -> None:
    events = decided(Ballot("U1"), a_vote("bi"))

    assert isinstance(events[0], VoteCast)
    assert events[0].held


def test_held_votes_decide_when_the_recommendation_arrives() -> None:
    held = a_ballot({"bi": Choice.ENDORSE, "karantina": Choice.ENDORSE}, is_open=False)

    events = decided(held, a_recommendation())

    opened, endorsed = events
    assert isinstance(opened, BallotOpened)
    assert isinstance(endorsed, UmkmEndorsed)


def test_a_held_vote_of_the_nominating_agency_falls_when_the_nomination_arrives() -> None:
    held = a_ballot({"bi": Choice.ENDORSE, "karantina": Choice.ENDORSE}, is_open=False)

    events = decided(held, a_recommendation(by="bi"))

    assert kinds(events) == [BallotOpened, VoteRefused]
    assert list(after(held, list(events)).votes) == ["karantina"]


def test_an_agency_does_not_vote_on_its_own_nomination() -> None:
    assert refused(a_ballot(by="bi"), a_vote("bi")) == VoteRefusal.OWN_NOMINATION


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
    ballot = after(ballot, decided(ballot, gone.model_validate(about)))

    events = decided(ballot, a_recommendation(by="12.16"))
    ballot = after(ballot, events)

    assert isinstance(events[0], BallotOpened)
    assert "bi" not in events[0].agencies
    assert refused(ballot, a_vote("bi")) == VoteRefusal.OWN_NOMINATION


def test_in_a_later_round_an_agency_votes_on_what_it_nominated_before() -> None:
    ballot = a_ballot(by="bi")

    ballot = after(ballot, decided(ballot, a_recommendation(by="12.16", round_id="r2")))

    assert kinds(decided(ballot, a_vote("bi"))) == [VoteCast]


def test_the_quorum_never_asks_for_more_agencies_than_may_vote() -> None:
    ballot = a_ballot({"disperindag": Choice.ENDORSE}, by="bi")

    events = decided(ballot, a_vote("karantina"), a_policy(quorum=3))

    assert isinstance(events[-1], UmkmEndorsed)


def test_an_agency_that_the_policy_does_not_know_is_refused() -> None:
    assert refused(a_ballot(), a_vote("bea-cukai")) == VoteRefusal.UNKNOWN_AGENCY


@pytest.mark.parametrize("choice", [Choice.REJECT, Choice.ABSTAIN, Choice.NEED_INFO])
def test_an_agency_that_does_not_endorse_says_why(choice: Choice) -> None:
    silent = ReceiveVote("bi", "v1", CastVote(umkm_id="U1", choice=choice))

    assert refused(a_ballot(), silent) == VoteRefusal.REASON_MISSING


def test_a_reason_of_blanks_is_none() -> None:
    cast = CastVote(umkm_id="U1", choice=Choice.REJECT, reason="  \n ")

    assert refused(a_ballot(), ReceiveVote("bi", "v1", cast)) == VoteRefusal.REASON_MISSING


def test_a_vote_after_the_decision_changes_nothing() -> None:
    ballot = a_ballot({"disperindag": Choice.ENDORSE})
    ballot = after(ballot, list(decided(ballot, a_vote("bi"))))

    assert ballot.status is BallotStatus.ENDORSED
    assert refused(ballot, a_vote("karantina", Choice.REJECT)) == VoteRefusal.ALREADY_DECIDED


def test_silence_lapses_and_never_approves() -> None:
    ballot = a_ballot({"bi": Choice.ENDORSE})

    late = decide(ballot, Lapse(), policies(), DUE + timedelta(milliseconds=1))

    assert not isinstance(late, Refused)
    assert kinds(late) == [BallotLapsed]


def test_a_ballot_does_not_lapse_at_its_deadline_but_after_it() -> None:
    assert decide(a_ballot(), Lapse(), policies(), DUE) == []


def test_lapsing_twice_lapses_once() -> None:
    later = DUE + timedelta(days=200)
    first = decide(a_ballot(), Lapse(), policies(), later)
    assert not isinstance(first, Refused)

    assert decide(after(a_ballot(), list(first)), Lapse(), policies(), later) == []


def test_a_running_ballot_stays_on_the_policy_it_was_opened_under() -> None:
    stricter = a_policy(version=2, quorum=3)

    events = decided(a_ballot({"bi": Choice.ENDORSE}), a_vote("karantina"), a_policy(), stricter)

    assert isinstance(events[-1], UmkmEndorsed)
    assert events[-1].policy_version == 1


def test_a_withdrawn_recommendation_ends_an_open_ballot() -> None:
    withdrawn = UmkmWithdrawn(umkm_id="U1", round_id="r1", district="12.16")

    events = decided(a_ballot(), withdrawn)

    assert kinds(events) == [BallotWithdrawn]


def test_a_rejected_umkm_gets_a_new_ballot_in_a_later_round() -> None:
    ballot = a_ballot({"bi": Choice.REJECT})
    ballot = after(ballot, list(decided(ballot, a_vote("karantina", Choice.REJECT))))

    events = decided(ballot, a_recommendation(round_id="r2"))

    assert kinds(events) == [BallotOpened]
    assert after(ballot, list(events)).votes == {}


@pytest.mark.parametrize("is_returned", [False, True])
def test_a_recommendation_of_a_later_round_ends_the_ballot_before_and_asks_anew(
    is_returned: bool,
) -> None:
    ballot = a_ballot({"bi": Choice.ENDORSE})
    if is_returned:
        ballot = after(ballot, decided(ballot, RETURNED))

    over, opened = events = decided(ballot, a_recommendation(round_id="r2"))
    ballot = after(ballot, events)

    assert isinstance(over, BallotWithdrawn)
    assert isinstance(opened, BallotOpened)
    assert (over.round_id, opened.round_id) == ("r1", "r2")
    assert (ballot.status, ballot.votes) == (BallotStatus.OPEN, {})
    assert ballot.due_at == NOW + timedelta(days=14)


def test_a_recommendation_of_an_earlier_round_that_is_told_again_changes_nothing() -> None:
    ballot = after(a_ballot(), decided(a_ballot(), a_recommendation(round_id="r2")))

    assert decided(ballot, a_recommendation(round_id="r1")) == []


def test_a_recommendation_that_comes_back_after_its_withdrawal_is_voted_on_again() -> None:
    withdrawn = UmkmWithdrawn(umkm_id="U1", round_id="r1", district="12.16")
    ballot = after(a_ballot(), list(decided(a_ballot(), withdrawn)))

    assert kinds(decided(ballot, a_recommendation())) == [BallotOpened]


RETURNED = UmkmReturned(umkm_id="U1", round_id="r1", district="12.16", reason_code="incomplete")


def mended(name: str = "Kopi Lintong Nihuta") -> UmkmRecommended:
    return a_recommendation().model_copy(update={"business_name": name})


def test_a_recommendation_that_is_mended_while_its_ballot_is_open_is_what_is_voted_on() -> None:
    ballot = a_ballot({"bi": Choice.ENDORSE})

    events = decided(ballot, mended())
    ballot = after(ballot, events)

    assert kinds(events) == [BallotOpened]
    assert ballot.nominee
    assert ballot.nominee.business_name == "Kopi Lintong Nihuta"
    assert (set(ballot.votes), ballot.due_at) == ({"bi"}, DUE)


def corrected(hs6: str = "090121") -> UmkmRecommended:
    [product] = a_recommendation().products
    code = {"hs6": hs6, "hs_source": HsSource.CHOSEN}
    return a_recommendation().model_copy(update={"products": (product.model_copy(update=code),)})


def test_a_corrected_hs_code_reaches_an_open_ballot_and_its_votes_stay() -> None:
    ballot = a_ballot({"bi": Choice.ENDORSE})

    ballot = after(ballot, decided(ballot, corrected()))

    assert ballot.nominee
    assert ballot.nominee.hs6 == ("090121",)
    assert (ballot.status, set(ballot.votes), ballot.due_at) == (BallotStatus.OPEN, {"bi"}, DUE)


def test_an_hs_code_that_is_only_confirmed_opens_no_ballot_anew() -> None:
    ballot = after(Ballot("U1"), decided(Ballot("U1"), a_recommendation()))

    assert decided(ballot, corrected(hs6="090111")) == []


@pytest.mark.parametrize("choice", [Choice.ENDORSE, Choice.REJECT])
def test_a_corrected_hs_code_changes_nothing_that_is_decided(choice: Choice) -> None:
    ballot = a_ballot({"bi": choice})
    ballot = after(ballot, decided(ballot, a_vote("karantina", choice)))

    events = decided(ballot, corrected())

    assert ballot.status in {BallotStatus.ENDORSED, BallotStatus.REJECTED}
    assert events == []


def test_a_recommendation_that_is_told_again_changes_nothing() -> None:
    ballot = after(Ballot("U1"), decided(Ballot("U1"), a_recommendation()))

    assert decided(ballot, a_recommendation()) == []


def test_a_ballot_whose_recommendation_was_returned_decides_nothing_and_lapses_in_the_end() -> None:
    ballot = a_ballot({"bi": Choice.ENDORSE})
    ballot = after(ballot, decided(ballot, RETURNED))

    voted = decided(ballot, a_vote("karantina"))

    assert ballot.status is BallotStatus.RETURNED
    assert kinds(voted) == [VoteCast]
    assert isinstance(voted[0], VoteCast)
    assert voted[0].held
    assert not is_overdue(ballot, DUE)
    assert is_overdue(ballot, DUE + timedelta(seconds=1))


def test_votes_on_a_returned_recommendation_count_when_it_is_back() -> None:
    ballot = a_ballot({"bi": Choice.ENDORSE})
    for command in (RETURNED, a_vote("karantina")):
        ballot = after(ballot, decided(ballot, command))

    opened, endorsed = events = decided(ballot, mended())

    assert (type(opened), type(endorsed)) == (BallotOpened, UmkmEndorsed)
    assert after(ballot, events).status is BallotStatus.ENDORSED


def test_a_returned_recommendation_can_be_withdrawn() -> None:
    ballot = after(a_ballot(), decided(a_ballot(), RETURNED))

    withdrawn = UmkmWithdrawn(umkm_id="U1", round_id="r1", district="12.16")

    assert kinds(decided(ballot, withdrawn)) == [BallotWithdrawn]


@pytest.mark.parametrize("round_id", ["r0", "r1"])
def test_the_return_of_what_is_not_voted_on_stops_nothing(round_id: str) -> None:
    ballot = Ballot("U1") if round_id == "r1" else a_ballot()

    assert decided(ballot, RETURNED.model_copy(update={"round_id": round_id})) == []


def an_endorsed_ballot() -> Ballot:
    ballot = a_ballot({"bi": Choice.ENDORSE})
    return after(ballot, decided(ballot, a_vote("karantina")))


def taken_back(ballot: Ballot) -> Ballot:
    withdrawn = UmkmWithdrawn(umkm_id="U1", round_id="r1", district="12.16")
    return after(ballot, decided(ballot, withdrawn))


def test_an_endorsement_stands_though_its_recommendation_is_withdrawn() -> None:
    endorsed = an_endorsed_ballot()
    withdrawn = UmkmWithdrawn(umkm_id="U1", round_id="r1", district="12.16")

    events = decided(endorsed, withdrawn)

    assert [event.topic for event in events] == [""]
    assert after(endorsed, events) == replace(endorsed, taken_back=True)
    assert decided(taken_back(endorsed), withdrawn) == []


def test_a_decision_whose_recommendation_was_withdrawn_is_not_reopened() -> None:
    assert refused(taken_back(an_endorsed_ballot()), Reopen("Ibu Ratna", "Keberatan")) == (
        "withdrawn"
    )


def test_who_is_recommended_again_after_a_withdrawn_endorsement_is_voted_on_anew() -> None:
    ballot = taken_back(an_endorsed_ballot())

    anew = after(ballot, decided(ballot, a_recommendation()))

    assert (anew.status, anew.votes, anew.taken_back) == (BallotStatus.OPEN, {}, False)


def test_a_rejection_is_not_escaped_by_withdrawing_and_recommending_again_in_one_round() -> None:
    ballot = taken_back(replace(a_ballot(), status=BallotStatus.REJECTED))

    assert decided(ballot, a_recommendation()) == []
