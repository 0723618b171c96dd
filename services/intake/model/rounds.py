"""A round: the province asks its districts for their best UMKM."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, NamedTuple, Self

from pydantic import BaseModel, Field, model_validator

from services.intake.model.recommendation import Text as Typed
from shared.contracts.envelope import Event, Timestamp
from shared.contracts.ids import DistrictCode
from shared.contracts.written import DISTINCT, Planned

UNKNOWN_DISTRICT = "unknown-district"
ReminderDay = Annotated[int, Field(strict=True, ge=1, le=365)]


class RoundStatus(StrEnum):
    NEW = "new"
    DRAFT = "draft"
    """Nobody was asked yet; it may be planned anew."""
    OPEN = "open"
    CLOSED = "closed"


class RoundPlan(BaseModel, frozen=True, use_attribute_docstrings=True):
    """What the province decides when it opens a round."""

    number: Annotated[int, Field(strict=True, ge=1, le=10_000)] | None = None
    """Which round (gelombang) of the programme it is, as the province counts."""
    title: Typed
    letter_number: Typed
    opens_at: Planned
    closes_at: Planned
    """From this moment on nothing is taken in."""
    reminder_days: tuple[ReminderDay, ...] = Field(
        default=(), max_length=10, json_schema_extra=DISTINCT
    )
    """How many days before closing a silent district is reminded."""
    quota: Annotated[int, Field(strict=True, ge=1, le=100_000)] | None = None
    """How many UMKM a district is asked for; more are taken as well, and shown."""
    districts: tuple[DistrictCode, ...] = Field(
        min_length=1, max_length=600, json_schema_extra=DISTINCT
    )
    """Who is asked; each gets a `round-opened` of its own."""

    @model_validator(mode="after")
    def _closes_after_it_opens(self) -> Self:
        if self.closes_at <= self.opens_at:
            raise ValueError("a round closes after it opens")
        if len(set(self.reminder_days)) != len(self.reminder_days):
            raise ValueError("a reminder day is named once")
        if len(set(self.districts)) != len(self.districts):
            raise ValueError("a district is asked once")
        return self


@dataclass(frozen=True, slots=True)
class Call:
    """What a recommendation has to know of its round."""

    round_id: str
    opens_at: datetime
    closes_at: datetime
    """The moment of closing, also where that came early."""
    districts: Sequence[str]
    admitted: Mapping[str, datetime] = field(default_factory=dict)
    """Districts that are let in after the closing, each until a moment."""

    def is_over_at(self, moment: datetime, district: str | None) -> bool:
        return moment >= self.last_moment(district)

    def last_moment(self, district: str | None) -> datetime:
        """Until when this district may answer: a late one may be let in."""
        return max(self.closes_at, self.admitted.get(district or "", self.closes_at))


@dataclass(frozen=True, slots=True)
class Admission:
    """One district that is late, let in by the province."""

    district: str
    until: datetime
    officer: str
    reason: str
    admitted_at: datetime


@dataclass(frozen=True, slots=True)
class Round:
    round_id: str
    status: RoundStatus = RoundStatus.NEW
    plan: RoundPlan | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    reminded: tuple[int, ...] = ()
    """Reminder days before the present closing that every silent district has heard of."""
    admissions: tuple[Admission, ...] = ()
    """Who was let in late, by whom and why; of one district the last one counts."""
    extended_at: datetime | None = None

    @property
    def call(self) -> Call | None:
        """None before the round is opened."""
        plan = self.plan
        if plan is None or self.status is RoundStatus.DRAFT:
            return None
        closes_at = min(self.closed_at or plan.closes_at, plan.closes_at)
        admitted = {each.district: each.until for each in self.admissions}
        return Call(self.round_id, plan.opens_at, closes_at, plan.districts, admitted)


class DraftRound(NamedTuple):
    """Plan a round, or plan it anew while nobody was asked."""

    plan: RoundPlan


class OpenRound(NamedTuple):
    plan: RoundPlan | None = None
    """None: as it was drafted."""


class ExtendRound(NamedTuple):
    closes_at: datetime


class AdmitDistrict(NamedTuple):
    """Let one district in that is late."""

    district: str
    until: datetime
    officer: str
    reason: str


class CloseRound(NamedTuple):
    due: datetime | None = None
    """The closing that the timer has seen; None: by the province."""


class NoteReminded(NamedTuple):
    """All silent districts were reminded so many days before closing."""

    days: int
    closes_at: datetime


RoundCommand = DraftRound | OpenRound | ExtendRound | AdmitDistrict | CloseRound | NoteReminded


class RoundDrafted(Event):
    """A plan that nobody was asked by yet; stays inside the service."""

    plan: RoundPlan


class RoundExtended(Event):
    """A round closes later than planned; stays inside the service."""

    closes_at: Timestamp
    extended_at: Timestamp | None = None


class DistrictAdmitted(Event):
    """A late district was let in; stays inside the service."""

    admission: Admission


class RoundPlanned(Event):
    """The plan of a round as it was opened; stays inside the service."""

    plan: RoundPlan
    opened_at: Timestamp


class RemindersSent(Event):
    """One reminder day is done; stays inside the service."""

    days: int
