"""Rounds that are drafted, extended, declined, and late districts that are let in."""

import pytest

from services.intake.model.nominations import Nomination
from services.intake.model.responses import (
    BeginLetter,
    CountRows,
    Decline,
    LetterBegun,
    NoteAnswer,
    Remind,
    Response,
    RowTally,
)
from services.intake.model.rounds import (
    AdmitDistrict,
    CloseRound,
    DraftRound,
    ExtendRound,
    OpenRound,
    Round,
)
from shared.contracts.intake import DistrictResponded, RoundOpened
from tests.unit.intake.builders import (
    CLOSING,
    DAY,
    NOW,
    a_plan,
    a_round,
    given,
    to_recommend,
)


def let_in(district: str = "12.11") -> AdmitDistrict:
    return AdmitDistrict(district, CLOSING + 5 * DAY, "Rina", "Banjir bandang")


def test_a_draft_asks_nobody_and_may_be_planned_anew() -> None:
    plan = a_plan(title="Lain", quota=25)
    first = given(Round("r1")).when(DraftRound(a_plan())).then_published()
    state = first.when(DraftRound(plan)).then_published().state

    assert (state.status, state.call, state.plan) == ("draft", None, plan)


def test_a_drafted_round_is_opened_once_and_asks_every_district() -> None:
    outcome = given(Round("r1")).when(DraftRound(a_plan()), OpenRound())

    outcome.then_published(RoundOpened, RoundOpened)
    outcome.when(DraftRound(a_plan())).then_refused("round-exists")
    outcome.when(OpenRound()).then_refused("round-exists")


def test_what_was_never_planned_is_not_opened_extended_or_closed() -> None:
    for command in (OpenRound(), ExtendRound(CLOSING), CloseRound(), let_in()):
        given(Round("r1")).when(command).then_refused("no-round")


def test_an_extended_round_takes_recommendations_longer() -> None:
    state = given(a_round()).when(ExtendRound(CLOSING + 7 * DAY)).state

    outcome = given(Nomination("U1")).when(to_recommend(state.call), at=CLOSING + DAY)

    assert outcome.published


def test_a_round_is_not_extended_to_an_earlier_day_nor_once_it_is_over() -> None:
    given(a_round()).when(ExtendRound(CLOSING - DAY)).then_refused("no-extension")
    given(a_round()).when(CloseRound(), ExtendRound(CLOSING + DAY)).then_refused("round-not-open")


def test_a_late_district_is_let_in_until_its_day_and_no_other_one() -> None:
    state = given(a_round()).when(CloseRound(), let_in()).state

    in_time = given(Nomination("U1")).when(to_recommend(state.call), at=CLOSING + 4 * DAY)
    too_late = given(Nomination("U1")).when(to_recommend(state.call), at=CLOSING + 5 * DAY)
    other = to_recommend(state.call, district="12.07")
    stranger = given(Nomination("U2")).when(other, at=CLOSING + 4 * DAY)

    assert in_time.published
    too_late.then_refused("round-closed")
    stranger.then_refused("round-closed")


def test_a_late_letter_of_a_district_that_was_let_in_is_read() -> None:
    state = given(a_round()).when(let_in()).state
    assert state.call is not None
    begin = BeginLetter("f00", state.call)

    outcome = given(Response("r1", "12.11")).when(begin, at=CLOSING + DAY)
    stranger = given(Response("r1", "12.07")).when(begin, at=CLOSING + DAY)

    outcome.then(LetterBegun)
    stranger.then_refused("round-closed")


def test_who_let_a_district_in_and_why_is_remembered() -> None:
    state = given(a_round()).when(let_in()).state

    [admission] = state.admissions
    assert (admission.officer, admission.reason) == ("Rina", "Banjir bandang")
    assert admission.admitted_at == NOW


def test_a_district_that_was_not_asked_or_gets_no_time_is_not_let_in() -> None:
    past = AdmitDistrict("12.11", NOW, "Rina", "Banjir")

    given(a_round()).when(let_in("12.71")).then_refused("unknown-district")
    given(a_round()).when(past).then_refused("until-in-the-past")


@pytest.mark.parametrize(
    "answer", [CountRows(RowTally(rows=1, accepted=1)), NoteAnswer(RowTally(rows=1, accepted=1))]
)
def test_a_district_that_answers_after_all_has_declined_no_more(
    answer: CountRows | NoteAnswer,
) -> None:
    declined = given(Response("r1", "12.11")).when(Decline("Belum ada yang siap"))
    unread = declined.when(CountRows(RowTally(rows=1, refused=1)))

    answered = unread.when(answer).state

    assert unread.state.declined_because == "Belum ada yang siap"
    assert (answered.declined_at, answered.declined_because) == (None, None)


def test_a_district_that_declines_is_not_reminded_and_may_think_better_of_it() -> None:
    declined = given(Response("r1", "12.11")).when(Decline("Belum ada yang siap"))

    declined.when(Remind(7, CLOSING)).then_published()
    declined.when(CountRows(RowTally(rows=1, accepted=1))).then_published(DistrictResponded)
    assert declined.state.declined_because == "Belum ada yang siap"
