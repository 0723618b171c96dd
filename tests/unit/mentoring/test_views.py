"""What is shown of a journey, and that it survives being stored."""

from datetime import date

from pydantic import TypeAdapter

from services.mentoring.model.commands import LogVisit, OverrideStage, PauseJourney, RecordExport
from services.mentoring.model.journey import Journey
from services.mentoring.model.views import StageStatus
from services.mentoring.rules.viewing import view
from tests.unit.mentoring.builders import (
    CRAFT,
    DAY,
    FOOD,
    MENTOR,
    NOW,
    PROGRAMMES,
    a_journey,
    a_ready_journey,
    given,
    shown,
    whole,
)

OVERRIDE = OverrideStage(stage="packaging", reason="label menyusul", by="coordinator-1")


def test_a_view_shows_what_is_missing_in_each_stage() -> None:
    shown_now = view(a_journey((FOOD,), *whole("nib")), PROGRAMMES[1], NOW)

    assert [(stage.id, stage.missing) for stage in shown_now.stages] == [
        ("packaging", ("label",)),
        ("licensing", ("halal",)),
        ("marketing", ("price-list",)),
    ]
    assert [stage.status for stage in shown_now.stages] == [
        StageStatus.PRESENT,
        StageStatus.AHEAD,
        StageStatus.AHEAD,
    ]


def test_overdue_follows_from_the_time_alone() -> None:
    journey = a_journey()

    assert not view(journey, PROGRAMMES[1], NOW + 90 * DAY).overdue
    assert view(journey, PROGRAMMES[1], NOW + 91 * DAY).overdue


def test_a_completed_stage_shows_its_dates_and_who_let_it_pass() -> None:
    journey = given(a_journey()).when(OVERRIDE, at=NOW + 91 * DAY).state

    first = view(journey, PROGRAMMES[1], NOW).stages[0]

    assert first.status is StageStatus.COMPLETED
    assert (first.late, first.missing) == (True, ("label",))
    assert first.override
    assert first.override.by == "coordinator-1"


def test_a_journey_that_was_written_down_reads_back_the_same() -> None:
    codec = TypeAdapter(Journey)
    export = RecordExport(
        peb_number="1", destination="SG", value_usd=10, exported_on=date(2026, 11, 1)
    )
    visit = LogVisit(mentor=MENTOR, visited_on=date(2026, 11, 1))
    resting = a_journey((CRAFT,), OVERRIDE, visit, shown("nib"), PauseJourney(reason="panen"))

    for journey in (resting, given(a_ready_journey()).when(export).state):
        assert codec.validate_json(codec.dump_json(journey)) == journey
