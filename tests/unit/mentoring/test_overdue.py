"""When a stage is overdue, and how a pause moves that."""

from datetime import datetime, timedelta

from services.mentoring.model.commands import (
    LeaveProgramme,
    PauseJourney,
    ResumeJourney,
    SayOverdue,
)
from services.mentoring.model.journey import Journey, JourneyStatus
from services.mentoring.rules.progress import is_overdue
from shared.contracts.mentoring import StageOverdue
from shared.contracts.names import Names
from tests.unit.mentoring.builders import (
    CRAFT,
    DAY,
    NOW,
    a_journey,
    a_ready_journey,
    ask,
    kinds,
    names_of,
    passed,
    refusal,
    shown,
)

DUE = NOW + 90 * DAY
LATER = DUE + timedelta(milliseconds=1)
PAUSE = PauseJourney(reason="masa panen")


def look(journey: Journey, at: datetime = LATER) -> tuple[Journey, list[str]]:
    journey, events = ask(journey, SayOverdue(seen_at=at), at)
    return journey, kinds(events)


def test_a_stage_is_overdue_after_its_due_date_and_not_on_it() -> None:
    assert not is_overdue(a_journey(), DUE)
    assert is_overdue(a_journey(), LATER)


def test_an_overdue_stage_is_said_with_what_is_missing() -> None:
    _, events = ask(a_journey(), SayOverdue(seen_at=LATER), LATER)

    (overdue,) = events
    assert isinstance(overdue, StageOverdue)
    assert (overdue.stage, overdue.due_at, overdue.missing) == ("packaging", DUE, ("label",))
    assert overdue.stage_name == Names.model_validate(names_of("packaging"))
    assert overdue.missing_names == (Names.model_validate(names_of("label")),)


def test_an_overdue_stage_is_said_once() -> None:
    journey, first = look(a_journey())
    journey, second = look(journey, LATER + 400 * DAY)

    assert (first, second) == (["stage-overdue"], [])


def test_each_stage_is_said_by_itself() -> None:
    journey, _ = look(a_journey())
    for command in (shown("label"), passed("label")):
        journey, _ = ask(journey, command, LATER)

    journey, before = look(journey, LATER + 60 * DAY)
    journey, after = look(journey, LATER + 61 * DAY)

    assert (before, after) == ([], ["stage-overdue"])


def test_a_timer_that_saw_an_older_journey_says_nothing() -> None:
    journey, _ = ask(a_journey(), PAUSE)

    assert look(journey)[1] == []
    assert look(a_ready_journey())[1] == []


def test_the_clock_may_fall_back_between_the_look_and_the_word() -> None:
    _, events = ask(a_journey(), SayOverdue(seen_at=LATER), NOW)

    assert kinds(events) == ["stage-overdue"]


def test_what_fell_due_is_said_before_anything_else_happens() -> None:
    journey, events = ask(a_journey(), PAUSE, LATER)

    assert kinds(events) == ["stage-overdue"]
    assert journey.status is JourneyStatus.PAUSED


def test_a_paused_journey_is_not_overdue() -> None:
    journey, _ = ask(a_journey(), PAUSE)

    assert not is_overdue(journey, NOW + 500 * DAY)


def test_a_pause_moves_the_due_date_by_its_length() -> None:
    journey, _ = ask(a_journey(), PAUSE, NOW + 80 * DAY)
    journey, _ = ask(journey, ResumeJourney(), NOW + 200 * DAY)

    assert journey.present
    assert journey.present.due_at == DUE + 120 * DAY
    assert look(journey, NOW + 210 * DAY)[1] == []
    assert look(journey, NOW + 211 * DAY)[1] == ["stage-overdue"]
    assert journey.pauses[0].until == NOW + 200 * DAY


def test_a_pause_never_brings_a_due_date_nearer() -> None:
    journey, _ = ask(a_journey(), PAUSE, NOW + DAY)
    journey, _ = ask(journey, ResumeJourney(), NOW)

    assert journey.present
    assert journey.present.due_at == DUE


def test_a_paused_journey_rests_until_it_is_resumed() -> None:
    journey = a_journey((CRAFT,), shown("label"), PAUSE)

    assert refusal(journey, passed("label")) == "paused"
    assert refusal(journey, PAUSE) == "paused"
    assert refusal(a_journey(), ResumeJourney()) == "not-paused"


def test_leaving_ends_a_pause() -> None:
    journey = a_journey((CRAFT,), PAUSE, LeaveProgramme(reason="pindah usaha"))

    assert journey.status is JourneyStatus.LEFT
    assert journey.pauses[0].until == NOW
    assert journey.left_reason == "pindah usaha"
