"""Rounds that are drafted, extended, declined, and late districts that are let in."""

import pytest

from services.intake.model.nominations import Nomination
from services.intake.model.responses import (
    BeginLetter,
    CountRows,
    Decline,
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
from shared.contracts.intake import RoundOpened
from tests.unit.intake.builders import (
    CLOSING,
    DAY,
    NOW,
    a_plan,
    a_round,
    code_of,
    of_nomination,
    of_response,
    of_round,
    published,
    to_recommend,
)


def let_in(district: str = "12.11") -> AdmitDistrict:
    return AdmitDistrict(district, CLOSING + 5 * DAY, "Rina", "Banjir bandang")


def test_a_draft_asks_nobody_and_may_be_planned_anew() -> None:
    plan = a_plan(title="Lain", quota=25)
    state, first = of_round(Round("r1"), DraftRound(a_plan()))
    state, second = of_round(state, DraftRound(plan))

    assert published(first) == published(second) == []
    assert (state.status, state.call, state.plan) == ("draft", None, plan)


def test_a_drafted_round_is_opened_once_and_asks_every_district() -> None:
    state, _ = of_round(Round("r1"), DraftRound(a_plan()))

    state, outcome = of_round(state, OpenRound())

    assert [type(event) for event in published(outcome)] == [RoundOpened, RoundOpened]
    assert code_of(of_round(state, DraftRound(a_plan()))[1]) == "round-exists"
    assert code_of(of_round(state, OpenRound())[1]) == "round-exists"


def test_what_was_never_planned_is_not_opened_extended_or_closed() -> None:
    for command in (OpenRound(), ExtendRound(CLOSING), CloseRound(), let_in()):
        assert code_of(of_round(Round("r1"), command)[1]) == "no-round"


def test_an_extended_round_takes_recommendations_longer() -> None:
    state, _ = of_round(a_round(), ExtendRound(CLOSING + 7 * DAY))

    _, outcome = of_nomination(Nomination("U1"), to_recommend(state.call), CLOSING + DAY)

    assert published(outcome)


def test_a_round_is_not_extended_to_an_earlier_day_nor_once_it_is_over() -> None:
    assert code_of(of_round(a_round(), ExtendRound(CLOSING - DAY))[1]) == "no-extension"
    closed, _ = of_round(a_round(), CloseRound())
    assert code_of(of_round(closed, ExtendRound(CLOSING + DAY))[1]) == "round-not-open"


def test_a_late_district_is_let_in_until_its_day_and_no_other_one() -> None:
    closed, _ = of_round(a_round(), CloseRound())
    state, _ = of_round(closed, let_in())

    _, in_time = of_nomination(Nomination("U1"), to_recommend(state.call), CLOSING + 4 * DAY)
    _, too_late = of_nomination(Nomination("U1"), to_recommend(state.call), CLOSING + 5 * DAY)
    other = to_recommend(state.call, district="12.07")
    _, stranger = of_nomination(Nomination("U2"), other, CLOSING + 4 * DAY)

    assert published(in_time)
    assert {code_of(too_late), code_of(stranger)} == {"round-closed"}


def test_a_late_letter_of_a_district_that_was_let_in_is_read() -> None:
    state, _ = of_round(a_round(), let_in())
    assert state.call is not None
    begin = BeginLetter("f00", state.call)

    _, outcome = of_response(Response("r1", "12.11"), begin, CLOSING + DAY)
    _, stranger = of_response(Response("r1", "12.07"), begin, CLOSING + DAY)

    assert not isinstance(outcome, type(stranger))
    assert code_of(stranger) == "round-closed"


def test_who_let_a_district_in_and_why_is_remembered() -> None:
    state, _ = of_round(a_round(), let_in())

    [admission] = state.admissions
    assert (admission.officer, admission.reason) == ("Rina", "Banjir bandang")
    assert admission.admitted_at == NOW


def test_a_district_that_was_not_asked_or_gets_no_time_is_not_let_in() -> None:
    past = AdmitDistrict("12.11", NOW, "Rina", "Banjir")

    assert code_of(of_round(a_round(), let_in("12.71"))[1]) == "unknown-district"
    assert code_of(of_round(a_round(), past)[1]) == "until-in-the-past"


@pytest.mark.parametrize(
    "answer", [CountRows(RowTally(rows=1, accepted=1)), NoteAnswer(RowTally(rows=1, accepted=1))]
)
def test_a_district_that_answers_after_all_has_declined_no_more(
    answer: CountRows | NoteAnswer,
) -> None:
    declined, _ = of_response(Response("r1", "12.11"), Decline("Belum ada yang siap"))
    unread, _ = of_response(declined, CountRows(RowTally(rows=1, refused=1)))

    answered, _ = of_response(unread, answer)

    assert unread.declined_because == "Belum ada yang siap"
    assert (answered.declined_at, answered.declined_because) == (None, None)


def test_a_district_that_declines_is_not_reminded_and_may_think_better_of_it() -> None:
    state, _ = of_response(Response("r1", "12.11"), Decline("Belum ada yang siap"))
    _, reminded = of_response(state, Remind(7, CLOSING))
    _, answered = of_response(state, CountRows(RowTally(rows=1, accepted=1)))

    assert published(reminded) == []
    assert len(published(answered)) == 1
    assert state.declined_because == "Belum ada yang siap"
