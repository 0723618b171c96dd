"""What endorsement remembers of each UMKM on a priority list: one small document for each."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.contracts.envelope import Event


class Part(StrEnum):
    """A list has two: those who have a place, and those who wait for one."""

    PLACES = "places"
    WAITING = "waiting"


class Reason(StrEnum):
    """Why an endorsed UMKM waits."""

    CAPACITY = "capacity"
    """The programme is full."""
    DISTRICT_QUOTA = "district-quota"
    """There would be a place, but its district has its share."""


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
    """Its place on the list in force, which it keeps."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Where a candidate came to stand; the n-th place, or the n-th that waits."""

    candidate: Candidate
    rank: int
    reason: Reason | None = None
    """None: it has a place."""

    @property
    def part(self) -> Part:
        return Part.WAITING if self.reason else Part.PLACES


@dataclass(frozen=True, slots=True)
class Entry:
    """One UMKM on one list; it never changes but for being announced."""

    list_number: int = 0
    part: Part = Part.PLACES
    rank: int = 0
    """Among those of its part, from 1."""
    umkm_id: str = ""
    round_id: str = ""
    business_name: str = ""
    district: str = ""
    hs6: tuple[str, ...] = ()
    score: float | None = None
    decided_at: datetime | None = None
    reason: Reason | None = None
    kept: bool = False
    announced: bool = False
    """Its event was emitted; only places have one."""


@dataclass(frozen=True, slots=True)
class Enter:
    """Write down what the head of the list has settled."""

    list_number: int
    settled: Settled


@dataclass(frozen=True, slots=True)
class Announce:
    """The list is published: say that this UMKM has a place."""


class EntryMade(Event):
    """A UMKM stands on a draft; stays inside the service."""

    entry: Entry
