"""What happens on a journey and stays inside mentoring."""

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
    """A stage begins, or begins anew after a re-entry."""

    stage: str
    at: Timestamp
    due_at: Timestamp


class StageClosed(Event):
    """The present stage is over; `stage-completed` tells the others."""

    at: Timestamp
    override_by: str | None = None
    override_reason: str | None = None


class JourneyPaused(Event):
    reason: str
    at: Timestamp


class PauseEnded(Event):
    at: Timestamp
    due_at: Timestamp
    """Of the present stage, moved by as long as the pause was."""
