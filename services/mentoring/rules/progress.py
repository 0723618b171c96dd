"""Missing items and overdue stages. Computed, never stored."""

from datetime import datetime

from services.mentoring.model.journey import Journey, JourneyStatus
from services.mentoring.model.programme import Programme


def list_missing(journey: Journey, programme: Programme, stage: str) -> tuple[str, ...]:
    """List the required items of a stage that are not passed yet."""
    needed = programme.stage(stage).required(journey.hs6)
    return tuple(item for item in needed if not journey.has_passed(item))


def is_overdue(journey: Journey, now: datetime) -> bool:
    """A paused journey is never overdue: its due date moves at the end of the pause."""
    present = journey.present
    return journey.status is JourneyStatus.ACTIVE and present is not None and now > present.due_at
