"""Ballots, their commands and their events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shared.contracts.endorsement import CastVote, Choice, Scores, WithdrawVote
from shared.contracts.envelope import Event, Timestamp


class BallotStatus(StrEnum):
    AWAITED = "awaited"
    """The recommendation has not arrived. Votes may have."""
    OPEN = "open"
    RETURNED = "returned"
    """The district mends the recommendation. Votes are held, and the deadline runs on."""
    ENDORSED = "endorsed"
    REJECTED = "rejected"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Nominee:
    """The UMKM as its recommendation describes it."""

    round_id: str
    business_name: str
    district: str
    nominated_by: str
    hs6: tuple[str, ...] = ()
    nominated_before: tuple[str, ...] = ()
    """Other nominators in this round: before a correction or a change of district, or of a UMKM
    that was merged into it."""

    @property
    def nominators(self) -> tuple[str, ...]:
        """All that nominated it. An agency among them has no vote."""
        return (self.nominated_by, *self.nominated_before)


@dataclass(frozen=True, slots=True)
class Vote:
    """The live vote of one agency."""

    vote_id: str
    choice: Choice
    score: int | None = None
    reason: str | None = None
    reference: str | None = None
    scores: Scores | None = None
    officer: str | None = None
    """The officer. The vote belongs to the agency, so a colleague may replace it."""


@dataclass(frozen=True, slots=True)
class Reopening:
    """The officer who opened a decided ballot again, and the reason."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """The officer who moved a running ballot to another policy version, and the reason."""

    at: datetime
    from_version: int
    policy_version: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class NominatedElsewhere:
    """Agencies that nominated a UMKM in one round, before it was merged into this one."""

    round_id: str
    agencies: tuple[str, ...]


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
    """Earlier rounds with a ballot on this UMKM."""
    remind_at: datetime | None = None
    """When silent agencies are reminded next."""
    reopenings: tuple[Reopening, ...] = ()
    taken_back: bool = False
    """The recommendation was withdrawn after the decision. Later lists give no place."""
    nominated_elsewhere: tuple[NominatedElsewhere, ...] = ()
    moves: tuple[Move, ...] = ()

    def with_votes(self, votes: Mapping[str, Vote]) -> "Ballot":
        """Written out, because `replace` costs three times as much for each vote."""
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
            self.remind_at,
            self.reopenings,
            self.taken_back,
            self.nominated_elsewhere,
            self.moves,
        )


@dataclass(frozen=True, slots=True)
class ReceiveVote:
    """A vote or its withdrawal. The topic or account names the agency."""

    agency: str
    vote_id: str
    vote: CastVote | WithdrawVote
    dated: datetime | None = None
    """The time by the agency's own clock."""


@dataclass(frozen=True, slots=True)
class TurnAway:
    """A message of an agency that is no vote. It still gets an answer."""

    umkm_id: str
    agency: str
    vote_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Lapse:
    """The timer saw that the deadline passed."""


@dataclass(frozen=True, slots=True)
class RemindAgencies:
    """The timer saw that a reminder is due."""


@dataclass(frozen=True, slots=True)
class Reopen:
    """A province officer opens a decided ballot again."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class MoveBallot:
    """A province officer moves a running ballot to another version of the policy."""

    policy_version: int
    by: str
    reason: str


class ReminderSet(Event):
    """When agencies are reminded next. Stays inside the service."""

    at: Timestamp | None


class VoteSigned(Event):
    """The officer who voted. The name stays inside the service."""

    agency: str
    officer: str


class ReopeningSigned(Event):
    """The officer who opened the ballot again. The name stays inside the service."""

    at: Timestamp
    by: str
    reason: str


class MoveSigned(Event):
    """The officer who moved the ballot. The name stays inside the service."""

    at: Timestamp
    from_version: int
    policy_version: int
    by: str
    reason: str


class NominatorsLearned(Event):
    """Another UMKM was merged into this one. Stays inside the service."""

    round_id: str
    agencies: tuple[str, ...]


class RecommendationReturned(Event):
    """The ballot waits for a mended recommendation. Stays inside the service."""


class RecommendationTakenBack(Event):
    """The recommendation was withdrawn after the decision. Stays inside the service."""
