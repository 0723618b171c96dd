"""The journey of one UMKM."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class JourneyStatus(StrEnum):
    AWAITED = "awaited"
    """No list has named the UMKM yet. Such a journey is never stored."""
    ACTIVE = "active"
    PAUSED = "paused"
    EXPORT_READY = "export-ready"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of the UMKM for an item. The newest counts."""

    reference: str
    submitted_at: datetime
    issued_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class ItemProgress:
    evidence: Evidence
    passed_at: datetime | None = None
    passed_by: str | None = None


@dataclass(frozen=True, slots=True)
class PresentStage:
    """The stage that the UMKM is in."""

    stage: str
    started_at: datetime
    due_at: datetime
    warned: bool = False
    """True after `stage-overdue`, which is sent once, also when the due date moves."""


@dataclass(frozen=True, slots=True)
class Override:
    """The person who let a stage pass without all items, and the reason."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class CompletedStage:
    started_at: datetime
    due_at: datetime
    completed_at: datetime
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    mentor: str
    visited_on: date
    note: str


@dataclass(frozen=True, slots=True)
class Pause:
    reason: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Export:
    peb_number: str
    destination: str
    value_usd: float
    exported_on: date


@dataclass(frozen=True, slots=True)
class Journey:
    umkm_id: str
    status: JourneyStatus = JourneyStatus.AWAITED
    business_name: str = ""
    district: str = ""
    hs6: tuple[str, ...] = ()
    programme_version: int = 0
    """The version at the start, kept to the end."""
    mentor: str | None = None
    present: PresentStage | None = None
    """None before the start and after the last stage."""
    completed: Mapping[str, CompletedStage] = field(default_factory=dict)
    items: Mapping[str, ItemProgress] = field(default_factory=dict)
    visits: tuple[Visit, ...] = ()
    pauses: tuple[Pause, ...] = ()
    exports: tuple[Export, ...] = ()
    left_reason: str | None = None

    def has_passed(self, item_id: str) -> bool:
        item = self.items.get(item_id)
        return item is not None and item.passed_at is not None
