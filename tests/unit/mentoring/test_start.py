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
from services.mentoring.rules.journeys import decide
from shared.contracts.mentoring import JourneyReentered, JourneyStarted, StageOverdue
from shared.contracts.names import Names
from shared.indonesia.zones import Zone
from shared.plumbing.core.failures import Refused, Retryable
from tests.unit.mentoring.builders import (
    CRAFT,
    DAY,
    FOOD,
    MENTOR,
    NOW,
    PROGRAMMES,
    a_journey,
    a_place,
    a_programme,
    a_ready_journey,
    ask,
    kinds,
    refusal,
    shown,
    whole,
)

LEAVE = LeaveProgramme(reason="usaha tutup")


def test_a_place_on_the_priority_list_starts_a_journey_in_the_first_stage() -> None:
    journey, events = ask(Journey("u-1"), a_place(hs6=(FOOD,)))

    started = events[0]
    assert isinstance(started, JourneyStarted)
    assert started.stages == ("packaging", "licensing", "marketing")
    assert started.hs6 == (FOOD,)
    assert journey.status is JourneyStatus.ACTIVE
    assert journey.present
    assert (journey.present.stage, journey.present.due_at) == ("packaging", NOW + 90 * DAY)


def test_a_journey_starts_with_the_names_of_its_programme_and_stages() -> None:
    _, (started, *_) = ask(Journey("u-1"), a_place())

    assert isinstance(started, JourneyStarted)
    assert started.programme_name == Names(id="Siap Ekspor", en="Export ready")
    assert [names.en for names in started.stage_names] == [
        "Name of packaging",
        "Name of licensing",
        "Name of marketing",
    ]


def test_a_second_list_leaves_a_journey_as_it_is() -> None:
    journey = a_journey()

    after, events = ask(journey, a_place(list_number=2), NOW + DAY)

    assert not events
    assert after == journey


def test_a_second_list_does_not_disturb_a_paused_or_finished_journey() -> None:
    journey, events = ask(a_ready_journey(), a_place(list_number=2), NOW + DAY)

    assert not events
    assert journey.status is JourneyStatus.EXPORT_READY


def test_a_second_list_brings_back_a_umkm_that_left() -> None:
    journey, events = ask(a_journey((CRAFT,), LEAVE), a_place(list_number=2), NOW + 30 * DAY)

    assert kinds(events) == ["journey-reentered"]
    assert journey.status is JourneyStatus.ACTIVE


def test_a_place_that_is_kept_starts_no_second_journey() -> None:
    journey = a_journey()

    after, events = ask(journey, a_place(list_number=2, kept=True), NOW + DAY)

    assert not events
    assert after == journey


def test_a_place_that_is_kept_does_not_bring_back_who_left() -> None:
    left = a_journey((CRAFT,), LEAVE)

    journey, events = ask(left, a_place(list_number=2, kept=True), NOW + 30 * DAY)

    assert not events
    assert journey.status is JourneyStatus.LEFT


def test_a_kept_place_starts_the_journey_that_nobody_has_started() -> None:
    _, events = ask(Journey("u-1"), a_place(list_number=2, kept=True))

    assert kinds(events) == ["journey-started"]


def test_a_journey_keeps_the_programme_version_that_it_was_started_with() -> None:
    journey, _ = ask(Journey("u-1"), a_place())
    newer = {**PROGRAMMES, 2: a_programme(version=2)}

    journey, _ = ask(journey, LEAVE, programmes=newer)
    journey, _ = ask(journey, ReenterProgramme(), programmes=newer)
    fresh, _ = ask(Journey("u-2"), a_place(), programmes=newer)

    assert journey.programme_version == 1
    assert fresh.programme_version == 2


def test_a_command_without_a_journey_is_refused_and_leaves_nothing_behind() -> None:
    outcome = decide(Journey("u-9"), AssignMentor(mentor="mentor-1"), PROGRAMMES, Zone.WIB, NOW)

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.missing) == ("no-journey", True)


def test_reentering_begins_the_present_stage_anew_and_keeps_what_was_passed() -> None:
    journey = a_journey((CRAFT,), *whole("label"), shown("nib"), LEAVE)

    journey, events = ask(journey, ReenterProgramme(), NOW + 100 * DAY)

    assert isinstance(events[0], JourneyReentered)
    assert events[0].stage == "licensing"
    assert journey.present
    assert journey.present.due_at == NOW + 160 * DAY
    assert journey.has_passed("label")
    assert "nib" in journey.items
    assert journey.left_reason is None


def test_a_stage_that_begins_anew_is_not_called_overdue_a_second_time() -> None:
    journey, events = ask(a_journey(), LEAVE, NOW + 91 * DAY)
    assert kinds(events) == ["stage-overdue", "journey-left"]

    journey, _ = ask(journey, ReenterProgramme(), NOW + 100 * DAY)
    _, events = ask(journey, AssignMentor(mentor="mentor-2"), NOW + 300 * DAY)

    assert not [event for event in events if isinstance(event, StageOverdue)]


def test_who_left_export_ready_comes_back_export_ready() -> None:
    journey, _ = ask(a_ready_journey(), LEAVE)

    journey, events = ask(journey, ReenterProgramme())

    assert kinds(events) == ["journey-reentered"]
    assert journey.status is JourneyStatus.EXPORT_READY


def test_nothing_but_reentering_can_be_asked_of_a_umkm_that_left() -> None:
    journey = a_journey((CRAFT,), LEAVE)

    assert refusal(journey, AssignMentor(mentor="mentor-2")) == "left"
    assert refusal(journey, LEAVE) == "left"
    assert refusal(a_journey(), ReenterProgramme()) == "not-left"


def test_a_journey_waits_for_a_programme_that_has_not_come_to_this_replica_yet() -> None:
    begun = replace(a_journey(), programme_version=2)

    for command in (a_place(), AssignMentor(mentor=MENTOR), SayOverdue(seen_at=NOW)):
        with pytest.raises(Retryable, match="programme version 2 has not come"):
            decide(begun, command, PROGRAMMES, Zone.WIB, NOW)
