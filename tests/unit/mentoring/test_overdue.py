"""When a stage is overdue, and how a pause moves that."""

from datetime import timedelta

from services.mentoring.model.commands import (
    LeaveProgramme,
    PauseJourney,
    ResumeJourney,
    SayOverdue,
)
from services.mentoring.model.journey import JourneyStatus
from services.mentoring.rules.progress import is_overdue
from shared.contracts.mentoring import StageOverdue
from shared.contracts.names import Names
from tests.unit.mentoring.builders import (
    CRAFT,
    DAY,
    NOW,
    a_journey,
    a_ready_journey,
    given,
    names_of,
    passed,
    shown,
)

DUE = NOW + 90 * DAY
LATER = DUE + timedelta(milliseconds=1)
LOOK = SayOverdue(seen_at=LATER)
PAUSE = PauseJourney(reason="masa panen")


def test_a_stage_is_overdue_after_its_due_date_and_not_on_it() -> None:
    assert not is_overdue(a_journey(), DUE)
    assert is_overdue(a_journey(), LATER)


def test_an_overdue_stage_is_said_with_what_is_missing() -> None:
    outcome = given(a_journey()).when(LOOK, at=LATER).then(StageOverdue)

    overdue = outcome.the(StageOverdue)
    assert (overdue.stage, overdue.due_at, overdue.missing) == ("packaging", DUE, ("label",))
    assert overdue.stage_name == Names.model_validate(names_of("packaging"))
    assert overdue.missing_names == (Names.model_validate(names_of("label")),)


def test_an_overdue_stage_is_said_once() -> None:
    first = given(a_journey()).when(LOOK, at=LATER)
    second = first.when(SayOverdue(seen_at=LATER + 400 * DAY), at=LATER + 400 * DAY)

    first.then_published(StageOverdue)
    second.then_published()


def test_each_stage_is_said_by_itself() -> None:
    next_stage = given(a_journey()).when(LOOK, shown("label"), passed("label"), at=LATER)

    before = next_stage.when(SayOverdue(seen_at=LATER + 60 * DAY), at=LATER + 60 * DAY)
    after = before.when(SayOverdue(seen_at=LATER + 61 * DAY), at=LATER + 61 * DAY)

    before.then_published()
    after.then_published(StageOverdue)


def test_a_timer_that_saw_an_older_journey_says_nothing() -> None:
    paused = a_journey((CRAFT,), PAUSE)

    given(paused).when(LOOK, at=LATER).then_published()
    given(a_ready_journey()).when(LOOK, at=LATER).then_published()


def test_the_clock_may_fall_back_between_the_look_and_the_word() -> None:
    given(a_journey()).when(LOOK, at=NOW).then_published(StageOverdue)


def test_what_fell_due_is_said_before_anything_else_happens() -> None:
    outcome = given(a_journey()).when(PAUSE, at=LATER).then_published(StageOverdue)

    assert outcome.state.status is JourneyStatus.PAUSED


def test_a_paused_journey_is_not_overdue() -> None:
    journey = a_journey((CRAFT,), PAUSE)

    assert not is_overdue(journey, NOW + 500 * DAY)


def test_a_pause_moves_the_due_date_by_its_length() -> None:
    paused = given(a_journey()).when(PAUSE, at=NOW + 80 * DAY)

    resumed = paused.when(ResumeJourney(), at=NOW + 200 * DAY)

    journey, on_time, late = resumed.state, NOW + 210 * DAY, NOW + 211 * DAY
    assert journey.present
    assert journey.present.due_at == DUE + 120 * DAY
    resumed.when(SayOverdue(seen_at=on_time), at=on_time).then_published()
    resumed.when(SayOverdue(seen_at=late), at=late).then_published(StageOverdue)
    assert journey.pauses[0].until == NOW + 200 * DAY


def test_a_pause_never_brings_a_due_date_nearer() -> None:
    journey = given(a_journey()).when(PAUSE, at=NOW + DAY).when(ResumeJourney(), at=NOW).state

    assert journey.present
    assert journey.present.due_at == DUE


def test_a_paused_journey_rests_until_it_is_resumed() -> None:
    journey = a_journey((CRAFT,), shown("label"), PAUSE)

    given(journey).when(passed("label")).then_refused("paused")
    given(journey).when(PAUSE).then_refused("paused")
    given(a_journey()).when(ResumeJourney()).then_refused("not-paused")


def test_leaving_ends_a_pause() -> None:
    journey = a_journey((CRAFT,), PAUSE, LeaveProgramme(reason="pindah usaha"))

    assert journey.status is JourneyStatus.LEFT
    assert journey.pauses[0].until == NOW
    assert journey.left_reason == "pindah usaha"
