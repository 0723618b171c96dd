"""How a journey begins, and begins again."""

from dataclasses import replace

import pytest

from services.mentoring.model.commands import (
    AssignMentor,
    LeaveProgramme,
    ReenterProgramme,
    SayOverdue,
)
from services.mentoring.model.journey import Journey, JourneyStatus
from shared.contracts.mentoring import JourneyLeft, JourneyReentered, JourneyStarted, StageOverdue
from shared.contracts.names import Names
from shared.plumbing.core.failures import Retryable
from tests.unit.mentoring.builders import (
    CRAFT,
    DAY,
    FOOD,
    MENTOR,
    NOW,
    a_journey,
    a_place,
    a_programme,
    a_ready_journey,
    given,
    shown,
    under,
    whole,
)

LEAVE = LeaveProgramme(reason="usaha tutup")


def test_a_place_on_the_priority_list_starts_a_journey_in_the_first_stage() -> None:
    outcome = given(Journey("u-1")).when(a_place(hs6=(FOOD,)))

    started, journey = outcome.the(JourneyStarted), outcome.state
    assert started.stages == ("packaging", "licensing", "marketing")
    assert started.hs6 == (FOOD,)
    assert journey.status is JourneyStatus.ACTIVE
    assert journey.present
    assert (journey.present.stage, journey.present.due_at) == ("packaging", NOW + 90 * DAY)


def test_a_journey_starts_with_the_names_of_its_programme_and_stages() -> None:
    started = given(Journey("u-1")).when(a_place()).the(JourneyStarted)

    assert started.programme_name == Names(id="Siap Ekspor", en="Export ready")
    assert [names.en for names in started.stage_names] == [
        "Name of packaging",
        "Name of licensing",
        "Name of marketing",
    ]


def test_a_second_list_leaves_a_journey_as_it_is() -> None:
    journey = a_journey()

    outcome = given(journey).when(a_place(list_number=2), at=NOW + DAY)

    assert outcome.then_nothing().state == journey


def test_a_second_list_does_not_disturb_a_paused_or_finished_journey() -> None:
    outcome = given(a_ready_journey()).when(a_place(list_number=2), at=NOW + DAY)

    assert outcome.then_nothing().state.status is JourneyStatus.EXPORT_READY


def test_a_second_list_brings_back_a_umkm_that_left() -> None:
    left = a_journey((CRAFT,), LEAVE)

    outcome = given(left).when(a_place(list_number=2), at=NOW + 30 * DAY)

    outcome.then_published(JourneyReentered)
    assert outcome.state.status is JourneyStatus.ACTIVE


def test_a_place_that_is_kept_starts_no_second_journey() -> None:
    journey = a_journey()

    outcome = given(journey).when(a_place(list_number=2, kept=True), at=NOW + DAY)

    assert outcome.then_nothing().state == journey


def test_a_place_that_is_kept_does_not_bring_back_who_left() -> None:
    left = a_journey((CRAFT,), LEAVE)

    outcome = given(left).when(a_place(list_number=2, kept=True), at=NOW + 30 * DAY)

    assert outcome.then_nothing().state.status is JourneyStatus.LEFT


def test_a_kept_place_starts_the_journey_that_nobody_has_started() -> None:
    kept = a_place(list_number=2, kept=True)

    given(Journey("u-1")).when(kept).then_published(JourneyStarted)


def test_a_journey_keeps_the_programme_version_that_it_was_started_with() -> None:
    begun = given(Journey("u-1")).when(a_place()).state
    newer = under(a_programme(), a_programme(version=2))

    journey = newer.given(begun).when(LEAVE, ReenterProgramme()).state
    fresh = newer.given(Journey("u-2")).when(a_place()).state

    assert journey.programme_version == 1
    assert fresh.programme_version == 2


def test_a_command_without_a_journey_is_refused_and_leaves_nothing_behind() -> None:
    outcome = given(Journey("u-9")).when(AssignMentor(mentor="mentor-1"))

    assert outcome.then_refused("no-journey").refusal.missing


def test_reentering_begins_the_present_stage_anew_and_keeps_what_was_passed() -> None:
    journey = a_journey((CRAFT,), *whole("label"), shown("nib"), LEAVE)

    outcome = given(journey).when(ReenterProgramme(), at=NOW + 100 * DAY)

    journey = outcome.state
    assert outcome.the(JourneyReentered).stage == "licensing"
    assert journey.present
    assert journey.present.due_at == NOW + 160 * DAY
    assert journey.has_passed("label")
    assert "nib" in journey.items
    assert journey.left_reason is None


def test_a_stage_that_begins_anew_is_not_called_overdue_a_second_time() -> None:
    left = given(a_journey()).when(LEAVE, at=NOW + 91 * DAY)

    anew = left.when(ReenterProgramme(), at=NOW + 100 * DAY)
    later = anew.when(AssignMentor(mentor="mentor-2"), at=NOW + 300 * DAY)

    left.then_published(StageOverdue, JourneyLeft)
    later.then_published()


def test_who_left_export_ready_comes_back_export_ready() -> None:
    outcome = given(a_ready_journey()).when(LEAVE, ReenterProgramme())

    outcome.then_published(JourneyReentered)
    assert outcome.state.status is JourneyStatus.EXPORT_READY


def test_nothing_but_reentering_can_be_asked_of_a_umkm_that_left() -> None:
    journey = a_journey((CRAFT,), LEAVE)

    given(journey).when(AssignMentor(mentor="mentor-2")).then_refused("left")
    given(journey).when(LEAVE).then_refused("left")
    given(a_journey()).when(ReenterProgramme()).then_refused("not-left")


def test_a_journey_waits_for_a_programme_that_has_not_come_to_this_replica_yet() -> None:
    begun = replace(a_journey(), programme_version=2)

    for command in (a_place(), AssignMentor(mentor=MENTOR), SayOverdue(seen_at=NOW)):
        with pytest.raises(Retryable, match="programme version 2 has not come"):
            given(begun).when(command)
