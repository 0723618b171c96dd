"""How evidence completes items, items stages, and stages the journey."""

from datetime import date

import pytest

from services.mentoring.model.commands import (
    AssignMentor,
    LogVisit,
    OverrideStage,
    PassItem,
    SubmitEvidence,
)
from services.mentoring.model.facts import MentorAssigned
from services.mentoring.model.journey import JourneyStatus
from shared.contracts.mentoring import ExportReady, StageCompleted, StageOverdue
from tests.unit.mentoring.builders import (
    CRAFT,
    DAY,
    FOOD,
    MENTOR,
    NOW,
    a_journey,
    a_ready_journey,
    given,
    passed,
    shown,
    whole,
)

OVERRIDE = OverrideStage(stage="packaging", reason="label dilihat sendiri", by="coordinator-1")


def test_the_last_required_item_completes_the_stage_and_starts_the_next() -> None:
    showing = given(a_journey((CRAFT,), shown("label")))

    outcome = showing.when(passed("label"), at=NOW + 10 * DAY).then_published(StageCompleted)

    journey = outcome.state
    assert journey.present
    assert journey.present.stage == "licensing"
    assert journey.present.due_at == NOW + 70 * DAY
    assert journey.completed["packaging"].completed_at == NOW + 10 * DAY


def test_food_needs_items_that_basketwork_does_not() -> None:
    food = a_journey((FOOD,), *whole("label", "nib"))
    craft = a_journey((CRAFT,), *whole("label", "nib"))

    assert food.present
    assert food.present.stage == "licensing"
    assert craft.present
    assert craft.present.stage == "marketing"
    given(craft).when(shown("halal")).then_refused("unknown-item")


def test_one_food_among_other_products_is_enough_to_need_the_items_of_food() -> None:
    journey = a_journey((CRAFT, "090121"), *whole("label", "nib"))

    assert journey.present
    assert journey.present.stage == "licensing"


def test_after_the_last_stage_the_umkm_is_export_ready() -> None:
    journey = a_journey((CRAFT,), *whole("label", "nib"), shown("price-list"))

    outcome = given(journey).when(passed("price-list"))

    outcome.then_published(StageCompleted, ExportReady)
    assert outcome.state.status is JourneyStatus.EXPORT_READY
    assert outcome.state.present is None


def test_items_of_later_stages_may_be_passed_early_and_complete_them_in_their_turn() -> None:
    journey = a_journey((CRAFT,), *whole("nib", "price-list"), shown("label"))
    assert journey.present
    assert journey.present.stage == "packaging"

    outcome = given(journey).when(passed("label"))

    outcome.then_published(StageCompleted, StageCompleted, StageCompleted, ExportReady)
    assert [e.stage for e in outcome.events if isinstance(e, StageCompleted)] == [
        "packaging",
        "licensing",
        "marketing",
    ]


def test_an_item_is_not_passed_without_evidence() -> None:
    given(a_journey()).when(passed("label")).then_refused("no-evidence")


def test_only_the_mentor_of_the_journey_passes_items_and_logs_visits() -> None:
    journey = a_journey((CRAFT,), shown("label"))
    visit = LogVisit(mentor="mentor-2", visited_on=date(2026, 11, 1))

    given(journey).when(PassItem(item="label", mentor="mentor-2")).then_refused("not-the-mentor")
    given(journey).when(visit).then_refused("not-the-mentor")


def test_an_item_is_passed_once_and_its_evidence_is_then_settled() -> None:
    journey = a_journey((FOOD,), *whole("label", "nib"))

    given(journey).when(passed("nib")).then_refused("already-passed")
    given(journey).when(shown("nib")).then_refused("already-passed")


def test_newer_evidence_takes_the_place_of_what_was_shown_before() -> None:
    newer = SubmitEvidence(item="label", reference="foto/label-2.jpg")

    journey = a_journey((CRAFT,), shown("label"), newer)

    assert journey.items["label"].evidence.reference == "foto/label-2.jpg"


@pytest.mark.parametrize(
    ("expires_on", "good"), [(date(2026, 11, 1), False), (date(2026, 11, 2), True)]
)
def test_evidence_is_good_to_the_end_of_its_last_day(expires_on: date, *, good: bool) -> None:
    evidence = SubmitEvidence(item="label", reference="x", expires_on=expires_on)
    journey = a_journey((CRAFT,), evidence)

    outcome = given(journey).when(passed("label"))

    if not good:
        outcome.then_refused("evidence-expired")
    assert outcome.state.has_passed("label") is good


def test_evidence_cannot_be_issued_tomorrow_nor_expire_before_it_is_issued() -> None:
    tomorrow = SubmitEvidence(item="label", reference="x", issued_on=date(2026, 11, 3))

    given(a_journey()).when(tomorrow).then_refused("in-the-future")
    with pytest.raises(ValueError, match="before issued_on"):
        SubmitEvidence(
            item="label", reference="x", issued_on=date(2026, 2, 1), expires_on=date(2026, 1, 1)
        )


def test_the_day_is_that_of_north_sumatra() -> None:
    late_in_utc = NOW.replace(hour=18)  # the third of November in Medan
    visit = LogVisit(mentor=MENTOR, visited_on=date(2026, 11, 3), note="Label dilihat")

    journey = given(a_journey()).when(visit, at=late_in_utc).state

    assert journey.visits[0].note == "Label dilihat"
    given(a_journey()).when(visit, at=NOW).then_refused("in-the-future")


def test_a_stage_completed_after_its_due_date_is_late() -> None:
    journey = a_journey((CRAFT,), shown("label"))

    outcome = given(journey).when(passed("label"), at=NOW + 91 * DAY)

    outcome.then_published(StageOverdue, StageCompleted)
    assert outcome.the(StageCompleted).late


def test_a_coordinator_can_let_a_stage_pass_and_who_and_why_is_kept() -> None:
    outcome = given(a_journey()).when(OVERRIDE)

    assert outcome.the(StageCompleted).overridden
    override = outcome.state.completed["packaging"].override
    assert override
    assert (override.by, override.reason) == ("coordinator-1", "label dilihat sendiri")


def test_only_the_present_stage_can_be_overridden() -> None:
    later = OVERRIDE.model_copy(update={"stage": "licensing"})

    given(a_journey()).when(later).then_refused("not-the-stage")
    given(a_ready_journey()).when(OVERRIDE).then_refused("export-ready")


def test_overriding_the_last_stage_makes_the_umkm_export_ready() -> None:
    journey = a_journey((CRAFT,), *whole("label", "nib"))

    outcome = given(journey).when(OVERRIDE.model_copy(update={"stage": "marketing"}))

    outcome.then_published(StageCompleted, ExportReady)


def test_an_item_that_was_missing_in_an_overridden_stage_can_still_be_passed() -> None:
    journey = a_journey((CRAFT,), OVERRIDE, *whole("label"))

    assert journey.has_passed("label")
    assert journey.present
    assert journey.present.stage == "licensing"


def test_a_mentor_takes_the_place_of_the_one_before() -> None:
    first = given(a_journey()).when(AssignMentor(mentor="mentor-2"))
    again = first.when(AssignMentor(mentor="mentor-2"))

    assert first.then(MentorAssigned).state.mentor == "mentor-2"
    assert again.then_nothing().state == first.state
