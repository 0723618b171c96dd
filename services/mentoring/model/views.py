"""What is shown of a journey: its state, and what depends on the time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.mentoring.model.journey import (
    Export,
    ItemProgress,
    JourneyStatus,
    Override,
    Pause,
    Visit,
)


class StageStatus(StrEnum):
    AHEAD = "ahead"
    PRESENT = "present"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class StageView:
    id: str
    status: StageStatus
    missing: tuple[str, ...]
    """Required items that are not passed, also of an overridden stage."""
    started_at: datetime | None = None
    due_at: datetime | None = None
    completed_at: datetime | None = None
    late: bool = False
    """True if it was completed after its due date."""
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class JourneyView:
    umkm_id: str
    status: JourneyStatus
    business_name: str
    district: str
    hs6: tuple[str, ...]
    programme_version: int
    mentor: str | None
    stage: str | None
    """The present stage. Null after the last."""
    due_at: datetime | None
    overdue: bool
    stages: tuple[StageView, ...]
    items: Mapping[str, ItemProgress]
    visits: tuple[Visit, ...]
    pauses: tuple[Pause, ...]
    exports: tuple[Export, ...]
    left_reason: str | None


@dataclass(frozen=True, slots=True)
class JourneyHistoryLine:
    """One command or event, and its outcome."""

    version: int
    at: datetime
    cause: str
    refused: str | None
    """The code of the refusal, or null."""
    events: tuple[str, ...]
    """The types of the published events."""
    actor: str | None
    """The account or job that acted. Null: a request without an account, or another service."""


@dataclass(frozen=True, slots=True)
class JourneyFilter:
    """Which journeys to list. None: any."""

    stage: str | None = None
    status: JourneyStatus | None = None
    district: str | None = None
    overdue: bool | None = None
    after: str = ""
    limit: int = 50
    mentors: tuple[str, ...] | None = None
