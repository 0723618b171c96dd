"""How nominations are looked for, what is seen of them, and their figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import BaseModel

from services.intake.model.nominations import Nomination, NominationStatus


class Seen(NamedTuple):
    """A nomination, and the version at which it was seen."""

    nomination: Nomination
    version: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which nominations to list; None: any."""

    round_id: str
    district: str | None = None
    status: NominationStatus | None = None
    commodity: str | None = None
    """The first digits of an HS code, or a part of the name of a commodity or product."""
    text: str | None = None
    """A part of the name of the business or its owner."""


@dataclass(frozen=True, slots=True)
class SaidEvent:
    """What everybody was told, of private events the type alone; and who chose which HS code."""

    type: str
    data: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that was asked, and what came of it."""

    version: int
    at: datetime
    cause: str
    refused: str | None
    """The code of the refusal."""
    detail: str | None
    actor: str | None
    """The account or job that acted. Null: a request without an account, or another service."""
    events: tuple[SaidEvent, ...]


class Counts(BaseModel):
    """What intake took in, counted from its collections."""

    nominations: Mapping[NominationStatus, int]
    answered: int
    """Responses with at least one accepted row."""
    letters: int
    rows: int
    accepted: int
    refused: int
    duplicates: int
    refused_by_code: Mapping[str, int]
    """A row with two reasons counts under both."""
