"""What endorsement remembers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.endorsement import CastVote, Choice, WithdrawVote
from shared.contracts.envelope import Event, Timestamp
from shared.contracts.ids import AgencyId
from shared.plumbing.versioned import Versioned


class BallotStatus(StrEnum):
    AWAITED = "awaited"
    """Votes may have come, the recommendation has not."""
    OPEN = "open"
    RETURNED = "returned"
    """Its district mends the recommendation: votes are held, and the deadline runs on."""
    ENDORSED = "endorsed"
    REJECTED = "rejected"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Nominee:
    """The UMKM as its recommendation described it."""

    round_id: str
    business_name: str
    district: str
    nominated_by: str
    hs6: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vote:
    """The live vote of one agency."""

    vote_id: str
    choice: Choice
    score: int | None = None
    reason: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Ballot:
    """All votes on one UMKM."""

    umkm_id: str
    status: BallotStatus = BallotStatus.AWAITED
    nominee: Nominee | None = None
    votes: Mapping[str, Vote] = field(default_factory=dict)
    """By agency."""
    policy_version: int | None = None
    due_at: datetime | None = None
    decided_at: datetime | None = None
    score: float | None = None
    earlier_rounds: tuple[str, ...] = ()
    """Rounds in which there was a ballot on it before the present one."""

    def with_votes(self, votes: Mapping[str, Vote]) -> "Ballot":
        """Spelled out, because it happens for each vote and `replace` costs three times as much."""
        return Ballot(
            self.umkm_id,
            self.status,
            self.nominee,
            votes,
            self.policy_version,
            self.due_at,
            self.decided_at,
            self.score,
            self.earlier_rounds,
        )


class Agency(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: AgencyId
    name: str


class Policy(Versioned):
    """How votes become an outcome; versioned data, never edited once it was used."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    agencies: tuple[Agency, ...] = Field(min_length=1)
    quorum: int = Field(ge=1)
    deadline_days: int = Field(ge=1)

    @property
    def deadline(self) -> timedelta:
        return timedelta(days=self.deadline_days)

    def has(self, agency: str) -> bool:
        return any(each.id == agency for each in self.agencies)

    def voters(self, nominated_by: str) -> tuple[str, ...]:
        """List who may vote: every agency but the one that nominated."""
        return tuple(agency.id for agency in self.agencies if agency.id != nominated_by)


@dataclass(frozen=True, slots=True)
class ReceiveVote:
    """A vote or its withdrawal, from the agency whose topic or account it came by."""

    agency: str
    vote_id: str
    vote: CastVote | WithdrawVote


@dataclass(frozen=True, slots=True)
class Lapse:
    """The timer's word that the deadline of a ballot has passed."""


class RecommendationReturned(Event):
    """The ballot waits for a mended recommendation; stays inside the service."""


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
