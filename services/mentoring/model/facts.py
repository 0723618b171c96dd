"""Events of a journey that stay inside mentoring."""

from datetime import date

from shared.contracts.envelope import Event, Timestamp


class MentorAssigned(Event):
    mentor: str


class VisitLogged(Event):
    mentor: str
    visited_on: date
    note: str


class EvidenceSubmitted(Event):
    item: str
    reference: str
    issued_on: date | None
    expires_on: date | None
    at: Timestamp


class ItemPassed(Event):
    item: str
    mentor: str
    at: Timestamp


class StageStarted(Event):
    """A stage starts, or starts again after a re-entry."""

    stage: str
    at: Timestamp
    due_at: Timestamp


class StageClosed(Event):
    """The present stage is over. Other services read `stage-completed`."""

    at: Timestamp
    override_by: str | None = None
    override_reason: str | None = None


class JourneyPaused(Event):
    reason: str
    at: Timestamp


class PauseEnded(Event):
    at: Timestamp
    due_at: Timestamp
    """The due date of the present stage, moved by the length of the pause."""
