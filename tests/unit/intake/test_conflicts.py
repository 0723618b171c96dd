"""The same UMKM from two districts: nothing is lost, and the province says whose it is."""

from collections.abc import Sequence
from dataclasses import replace

from services.intake.model.likeness import Merged, MergeInto
from services.intake.model.nominations import Nomination, Owed, SettleConflict, WithdrawUmkm
from services.intake.model.responses import RowTally
from shared.contracts.intake import ContactChanged, SourceKind, UmkmRecommended, UmkmWithdrawn
from tests.unit.intake.builders import (
    NOW,
    a_call,
    a_nomination,
    given,
    to_recommend,
)


def in_conflict(
    state: Nomination | None = None, second: str = "12.07", agency: str | None = None
) -> Nomination:
    """Recommended by 12.11 and then by another, or by an agency for another."""
    state = state or a_nomination()
    place = "by hand" if agency else "b.csv, line 9"
    by_second = to_recommend(district=second, place=place, phone="+6281260009999")
    command = replace(by_second, agency=agency)
    return given(state).when(command).then_refused("duplicate-across-districts").state


def to_settle(district: str) -> SettleConflict:
    return SettleConflict("r1", district, "Rina, Disperindag", "Usaha pindah", "settled")


def test_a_second_district_is_held_and_both_are_named() -> None:
    [conflict] = in_conflict().conflicts

    assert (conflict.first, conflict.second, conflict.is_open) == ("12.11", "12.07", True)
    assert conflict.place == "b.csv, line 9"


def test_the_first_recommendation_counts_until_it_is_settled() -> None:
    state = in_conflict()

    assert state.present is not None
    assert (state.present.district, state.present.status) == ("12.11", "recommended")


def test_settled_for_the_first_district_tells_nobody_anything() -> None:
    outcome = given(in_conflict()).when(to_settle("12.11"))

    outcome.then_published()
    [conflict] = outcome.state.conflicts
    assert (conflict.settled_for, conflict.settled_by) == ("12.11", "Rina, Disperindag")
    assert (conflict.reason, conflict.settled_at) == ("Usaha pindah", NOW)


def test_settled_for_the_second_district_the_first_one_is_taken_back() -> None:
    outcome = given(in_conflict()).when(to_settle("12.07"))

    outcome.then_published(UmkmWithdrawn, UmkmRecommended, ContactChanged)
    assert outcome.the(UmkmWithdrawn).district == "12.11"
    assert outcome.the(UmkmRecommended).district == "12.07"
    present = outcome.state.present
    assert present is not None
    assert (present.district, present.status) == ("12.07", "recommended")


def test_of_three_districts_one_wins_and_nothing_waits() -> None:
    state = in_conflict(in_conflict(), second="12.71")

    state = given(state).when(to_settle("12.71")).state

    assert _winners(state) == ["12.71", "12.71"]


def test_what_was_settled_is_not_opened_again_by_the_same_letter() -> None:
    state = given(in_conflict()).when(to_settle("12.11")).state

    assert in_conflict(state) == state


def test_only_a_district_that_recommended_it_wins_and_only_once() -> None:
    stranger = given(in_conflict()).when(to_settle("12.71"))
    again = given(in_conflict()).when(to_settle("12.11"), to_settle("12.07"))

    stranger.then_refused("not-in-conflict")
    again.then_refused("no-conflict")


def test_a_conflict_of_an_older_round_moves_nothing_in_the_present_one() -> None:
    next_round = to_recommend(a_call(round_id="r2"))

    given(in_conflict()).when(next_round, to_settle("12.07")).then_refused("past-round")


def _winners(state: Nomination) -> Sequence[str | None]:
    return [each.settled_for for each in state.conflicts]


def test_a_umkm_that_is_merged_is_not_given_to_a_district_any_more() -> None:
    state = in_conflict()
    merged = replace(state, merged=Merged("U9", "Rina", "Satu usaha", NOW))

    given(merged).when(to_settle("12.07")).then_refused("merged")


def test_whose_a_umkm_is_gets_settled_before_it_is_merged() -> None:
    merge = MergeInto("U9", "Rina, Disperindag", "Satu usaha")

    given(in_conflict()).when(merge).then_refused("conflict-open")
    assert given(in_conflict()).when(to_settle("12.11"), merge).published


def test_the_district_that_wins_is_owed_one_more() -> None:
    state = given(in_conflict()).when(to_settle("12.07")).state

    assert state.owed == (Owed("12.07", "r1", RowTally(accepted=1, duplicates=-1), "settled"),)


def test_an_agency_that_wins_with_its_own_nomination_stays_the_nominator() -> None:
    outcome = given(in_conflict(agency="bi")).when(to_settle("12.07"))

    assert outcome.state.present is not None
    assert (outcome.state.present.nominated_by, outcome.state.owed) == ("bi", ())
    recommended = outcome.the(UmkmRecommended)
    assert (recommended.source_kind, recommended.recommended_by) == (SourceKind.AGENCY, "bi")


def test_the_claim_of_a_district_does_not_give_way_to_that_of_an_agency() -> None:
    [conflict] = in_conflict(in_conflict(), agency="bi").conflicts

    assert (conflict.agency, conflict.place) == (None, "b.csv, line 9")


def test_the_district_that_lost_stays_the_loser_however_often_it_sends() -> None:
    state = given(in_conflict()).when(to_settle("12.07")).state

    again = in_conflict(state, second="12.11")

    assert all(not each.is_open for each in again.conflicts)


def test_the_winner_that_withdrew_and_claims_again_is_held_and_not_lost() -> None:
    settled = given(in_conflict()).when(to_settle("12.07"), WithdrawUmkm("Tutup"))
    state = settled.when(to_recommend(district="12.11")).state

    [conflict] = in_conflict(state, second="12.07").open_conflicts("r1")

    assert (conflict.first, conflict.second) == ("12.11", "12.07")


def a_newcomer_stands() -> Nomination:
    """12.11 stood and withdrew while 12.07 was held; then 12.71 was taken."""
    third = to_recommend(district="12.71")
    return given(in_conflict()).when(WithdrawUmkm("Salah kirim"), third).state


def test_who_stands_now_may_win_against_what_was_held_before_it_came() -> None:
    outcome = given(a_newcomer_stands()).when(to_settle("12.71"))

    outcome.then_published()
    assert _winners(outcome.state) == ["12.71"]


def test_the_first_district_that_claims_again_wins_over_who_stands_now() -> None:
    outcome = given(in_conflict(a_newcomer_stands(), "12.11")).when(to_settle("12.11"))

    assert [type(each) for each in outcome.published][:2] == [UmkmWithdrawn, UmkmRecommended]
    present = outcome.state.present
    assert present is not None
    assert (present.district, present.status) == ("12.11", "recommended")


def test_a_district_that_stands_by_now_claims_nothing_any_more() -> None:
    second = to_recommend(district="12.07")

    state = given(in_conflict()).when(WithdrawUmkm("Salah kirim"), second).state

    assert state.open_conflicts("r1") == []


def test_nothing_is_settled_for_a_district_that_withdrew() -> None:
    withdrawn = given(in_conflict()).when(WithdrawUmkm("Salah kirim"))

    withdrawn.when(to_settle("12.11")).then_refused("not-in-conflict")
