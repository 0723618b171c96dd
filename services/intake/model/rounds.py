"""A round: the province asks its districts for their best UMKM."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.contracts.envelope import Event, Text, Timestamp
from shared.contracts.ids import DistrictCode

ReminderDay = Annotated[int, Field(ge=1, le=365)]


class RoundStatus(StrEnum):
    NEW = "new"
    OPEN = "open"
    CLOSED = "closed"


class RoundPlan(BaseModel):
    """What the province decides when it opens a round."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    title: Text
    letter_number: Text
    opens_at: Timestamp
    closes_at: Timestamp
    """From this moment on nothing is taken in."""
    reminder_days: tuple[ReminderDay, ...] = Field(default=(), max_length=10)
    """How many days before closing a silent district is reminded."""
    districts: tuple[DistrictCode, ...] = Field(min_length=1, max_length=600)
    """Who is asked; each gets a `round-opened` of its own."""

    @model_validator(mode="after")
    def _closes_after_it_opens(self) -> Self:
        if self.closes_at <= self.opens_at:
            raise ValueError("a round closes after it opens")
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

    def is_over_at(self, moment: datetime) -> bool:
        return moment >= self.closes_at


@dataclass(frozen=True, slots=True)
class Round:
    round_id: str
    status: RoundStatus = RoundStatus.NEW
    plan: RoundPlan | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    reminded: tuple[int, ...] = ()
    """Reminder days that every silent district has heard of."""

    @property
    def call(self) -> Call | None:
        """None before the round is opened."""
        plan = self.plan
        if plan is None:
            return None
        closes_at = min(self.closed_at or plan.closes_at, plan.closes_at)
        return Call(self.round_id, plan.opens_at, closes_at, plan.districts)


@dataclass(frozen=True, slots=True)
class OpenRound:
    plan: RoundPlan


@dataclass(frozen=True, slots=True)
class CloseRound:
    """By the province, or by the timer when the time is up."""


@dataclass(frozen=True, slots=True)
class NoteReminded:
    """All silent districts were reminded so many days before closing."""

    days: int


class RoundPlanned(Event):
    """The plan of a round as it was opened; stays inside the service."""

    plan: RoundPlan
    opened_at: Timestamp


class RemindersSent(Event):
    """One reminder day is done; stays inside the service."""

    days: int
