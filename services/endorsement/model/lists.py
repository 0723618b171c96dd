"""What endorsement remembers of priority lists."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.endorsement.model.ballots import Ballot
from shared.contracts.envelope import Event, Timestamp


class ListStatus(StrEnum):
    NEW = "new"
    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class PriorityList:
    """The head of a list; its places are aggregates of their own, so that nothing grows with it."""

    number: int = 0
    status: ListStatus = ListStatus.NEW
    capacity: int = 0
    cutoff: datetime | None = None
    """Ballots decided later than this are left to the next list."""
    ranked: int = 0
    """So many ranks are given so far."""
    newest: tuple[str, ...] = ()
    """The UMKM of the last ranks given, in order; earlier ones have their places already."""
    placed: int = 0
    content_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class DraftList:
    number: int
    capacity: int


@dataclass(frozen=True, slots=True)
class GiveRanks:
    """Whoever finishes the list proposes who comes after rank `after`."""

    after: int
    umkm_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishList:
    placed: int
    content_sha256: str


class ListDrafted(Event):
    """A list was begun; stays inside the service."""

    number: int
    capacity: int
    cutoff: Timestamp


class RanksGiven(Event):
    """The order of these is settled, whoever finishes the list; stays inside the service."""

    after: int
    umkm_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """The place of one UMKM on one list."""

    list_number: int = 0
    umkm_id: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class TakePlace:
    list_number: int
    rank: int
    ballot: Ballot
