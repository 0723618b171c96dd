"""The entries of a priority list: one small document for each UMKM."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.contracts.envelope import Event


class ListPart(StrEnum):
    """A list has two parts: UMKM with a place, and UMKM that wait."""

    PLACES = "places"
    WAITING = "waiting"


class WaitingReason(StrEnum):
    """Why an endorsed UMKM waits."""

    CAPACITY = "capacity"
    """The programme is full."""
    DISTRICT_QUOTA = "district-quota"
    """The quota of its district is full."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An endorsed UMKM as its ballot described it when the list was ranked."""

    umkm_id: str
    round_id: str
    business_name: str
    district: str
    hs6: tuple[str, ...] = ()
    score: float | None = None
    decided_at: datetime | None = None
    former_rank: int | None = None
    """Its rank on the list in force. It keeps that place."""


@dataclass(frozen=True, slots=True)
class RankedCandidate:
    """A candidate with its rank, among the places or among those that wait."""

    candidate: Candidate
    rank: int
    reason: WaitingReason | None = None
    """None: it has a place."""

    @property
    def part(self) -> ListPart:
        return ListPart.WAITING if self.reason else ListPart.PLACES


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One UMKM on one list. It changes only when it is announced."""

    list_number: int = 0
    part: ListPart = ListPart.PLACES
    rank: int = 0
    """The rank in its part, from 1."""
    umkm_id: str = ""
    round_id: str = ""
    business_name: str = ""
    district: str = ""
    hs6: tuple[str, ...] = ()
    score: float | None = None
    decided_at: datetime | None = None
    reason: WaitingReason | None = None
    kept: bool = False
    announced: bool = False
    """True after its event. Only places have one."""


@dataclass(frozen=True, slots=True)
class Enter:
    """Write an entry that the head of the list ranked."""

    list_number: int
    ranked: RankedCandidate


@dataclass(frozen=True, slots=True)
class Announce:
    """The list is published: announce the place of this UMKM."""


class EntryMade(Event):
    """A UMKM is on a draft. Stays inside the service."""

    entry: ListEntry
