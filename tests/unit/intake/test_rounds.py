"""The rules of rounds."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from services.intake.model.rounds import (
    CloseRound,
    ExtendRound,
    NoteReminded,
    OpenRound,
    Round,
    RoundStatus,
)
from services.intake.rules.rounds import due_reminder, is_due_to_close, why_not_asked
from shared.contracts.intake import RoundClosed, RoundOpened
from tests.unit.intake.builders import (
    CLOSING,
    DAY,
    NOW,
    a_call,
    a_plan,
    a_round,
    given,
)


def test_each_district_is_asked_by_an_event_of_its_own() -> None:
    outcome = given(Round("r1")).when(OpenRound(a_plan())).then_published(RoundOpened, RoundOpened)

    districts = [event.model_dump()["district"] for event in outcome.published]
    assert districts == ["12.11", "12.07"]


def test_who_is_asked_hears_which_round_it_is() -> None:
    outcome = given(Round("r1")).when(OpenRound(a_plan(number=3)))

    assert {event.model_dump()["number"] for event in outcome.published} == {3}


@pytest.mark.parametrize("number", [0, -1, 10_001, "tiga"])
def test_rounds_are_counted_from_one(number: object) -> None:
    with pytest.raises(ValidationError):
        a_plan(number=number)


def test_a_round_is_opened_once() -> None:
    given(a_round()).when(OpenRound(a_plan())).then_refused("round-exists")


def test_a_round_that_is_over_already_is_not_opened() -> None:
    outcome = given(Round("r1")).when(OpenRound(a_plan()), at=CLOSING)

    outcome.then_refused("closes-in-the-past")
    assert outcome.state.status is RoundStatus.NEW


@pytest.mark.parametrize(
    "fields", [{"closes_at": NOW}, {"districts": ("12.11", "12.11")}, {"reminder_days": (0,)}]
)
def test_a_plan_that_contradicts_itself_is_no_plan(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        a_plan(**fields)


def test_a_round_closed_early_takes_nothing_from_then_on() -> None:
    outcome = given(a_round()).when(CloseRound(), at=NOW + DAY)

    outcome.then_published(RoundClosed(round_id="r1", closed_at=NOW + DAY))
    assert outcome.state.call is not None
    assert outcome.state.call.is_over_at(NOW + DAY, "12.11")
    assert not outcome.state.call.is_over_at(NOW + DAY / 2, "12.11")


def test_a_timer_that_comes_months_late_closes_at_the_promised_moment() -> None:
    outcome = given(a_round()).when(CloseRound(), at=CLOSING + 90 * DAY)

    outcome.then_published(RoundClosed(round_id="r1", closed_at=CLOSING))


def test_a_timer_that_missed_an_extension_closes_nothing() -> None:
    extended = given(a_round()).when(ExtendRound(CLOSING + 7 * DAY)).state

    outcome = given(extended).when(CloseRound(due=CLOSING), at=CLOSING)

    outcome.then_published()
    assert outcome.state.status is RoundStatus.OPEN


def test_a_round_is_closed_once() -> None:
    given(a_round()).when(CloseRound(), CloseRound()).then_refused("round-closed")


def test_a_round_that_nobody_opened_cannot_be_closed() -> None:
    given(Round("r1")).when(CloseRound()).then_refused("no-round")


@pytest.mark.parametrize(
    ("days_left", "due"),
    [(20, None), (14, 14), (10, 14), (7, 7), (3.5, 7), (3, 3), (1, 3), (0, None), (-60, None)],
)
def test_the_newest_reminder_that_has_come_is_due(days_left: float, due: int | None) -> None:
    assert due_reminder(a_round(), CLOSING - days_left * DAY) == due


def test_a_reminder_is_due_until_it_is_done() -> None:
    state = given(a_round()).when(NoteReminded(7, CLOSING)).state

    assert due_reminder(state, CLOSING - 7 * DAY) is None
    assert due_reminder(state, CLOSING - 3 * DAY) == 3


def test_a_clock_that_goes_back_brings_no_older_reminder() -> None:
    state = given(a_round()).when(NoteReminded(3, CLOSING)).state

    assert due_reminder(state, CLOSING - 10 * DAY) is None


def test_an_extended_round_reminds_anew_of_its_new_closing() -> None:
    reminded = given(a_round()).when(NoteReminded(3, CLOSING))

    state = reminded.when(ExtendRound(CLOSING + 10 * DAY), at=CLOSING - 2 * DAY).state

    assert due_reminder(state, CLOSING - DAY) is None
    assert due_reminder(state, CLOSING + 3 * DAY) == 7
    assert due_reminder(state, CLOSING + 7 * DAY) == 3


def test_what_an_extended_round_would_have_said_meanwhile_is_void() -> None:
    state = given(a_round()).when(ExtendRound(CLOSING + DAY), at=CLOSING - DAY).state

    assert due_reminder(state, CLOSING - DAY) is None


def test_a_reminder_of_a_closing_that_was_put_off_meanwhile_says_nothing_of_the_new() -> None:
    extended = given(a_round()).when(ExtendRound(CLOSING + DAY))

    extended.when(NoteReminded(3, CLOSING)).then_nothing()


def test_a_reminder_day_that_had_passed_at_the_opening_is_void() -> None:
    late = a_round(closes_at=NOW + 5 * DAY)

    assert due_reminder(late, NOW + DAY) is None
    assert due_reminder(late, NOW + 2 * DAY) == 3


def test_a_closed_round_reminds_nobody() -> None:
    closed = given(a_round()).when(CloseRound()).state

    assert due_reminder(closed, CLOSING - 7 * DAY) is None
    assert not is_due_to_close(closed, CLOSING)


def test_a_round_is_due_to_close_at_its_closing() -> None:
    assert not is_due_to_close(a_round(), CLOSING - DAY)
    assert is_due_to_close(a_round(), CLOSING)


def test_a_district_that_was_not_asked_cannot_answer() -> None:
    refused = why_not_asked(a_call(), "12.78", NOW)

    assert refused is not None
    assert refused.code == "unknown-district"


def test_nothing_is_taken_before_a_round_opens() -> None:
    refused = why_not_asked(a_call(), "12.11", NOW - DAY)

    assert refused is not None
    assert refused.code == "round-not-open"


def test_what_a_closed_round_takes_is_judged_by_the_aggregates_that_remember_it() -> None:
    assert why_not_asked(a_call(), "12.11", CLOSING + DAY) is None


def test_noting_a_reminder_twice_changes_nothing() -> None:
    once = given(a_round()).when(NoteReminded(7, CLOSING))

    twice = once.when(NoteReminded(7, CLOSING))

    assert twice.state == replace(once.state, reminded=(7,))
