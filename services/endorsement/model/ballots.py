"""What endorsement remembers of the vote on a UMKM."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shared.contracts.endorsement import CastVote, Choice, Scores, WithdrawVote
from shared.contracts.envelope import Event, Timestamp


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
    nominated_before: tuple[str, ...] = ()
    """Who else nominated it in this round: before it was mended or given to another district, or
    under the name of a UMKM that was merged into it."""

    @property
    def nominators(self) -> tuple[str, ...]:
        """Those that have said their word: an agency among them has no vote."""
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
    """Who held the pen; the vote is the agency's, and a colleague may replace it."""


@dataclass(frozen=True, slots=True)
class Reopening:
    """Who opened a decided ballot again, and why."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """Who put a running ballot under another version of the policy, and why."""

    at: datetime
    from_version: int
    policy_version: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class NominatedElsewhere:
    """Who nominated, in one round, another UMKM that turned out to be this one."""

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
    """Rounds in which there was a ballot on it before the present one."""
    remind_at: datetime | None = None
    """When those who have not voted are reminded next."""
    reopenings: tuple[Reopening, ...] = ()
    taken_back: bool = False
    """Its recommendation was withdrawn after the decision: it gets no place on a later list."""
    nominated_elsewhere: tuple[NominatedElsewhere, ...] = ()
    moves: tuple[Move, ...] = ()

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
            self.remind_at,
            self.reopenings,
            self.taken_back,
            self.nominated_elsewhere,
            self.moves,
        )


@dataclass(frozen=True, slots=True)
class ReceiveVote:
    """A vote or its withdrawal, from the agency whose topic or account it came by."""

    agency: str
    vote_id: str
    vote: CastVote | WithdrawVote
    dated: datetime | None = None
    """What the agency's own clock said."""


@dataclass(frozen=True, slots=True)
class TurnAway:
    """A message of an agency that is no vote; it gets an answer all the same."""

    umkm_id: str
    agency: str
    vote_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Lapse:
    """The timer's word that the deadline of a ballot has passed."""


@dataclass(frozen=True, slots=True)
class Remind:
    """The timer's word that agencies are to be reminded."""


@dataclass(frozen=True, slots=True)
class Reopen:
    """A province officer opens a decided ballot again."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class MoveBallot:
    """A province officer puts a running ballot under another version of the policy."""

    policy_version: int
    by: str
    reason: str


class ReminderSet(Event):
    """When agencies are reminded next; stays inside the service."""

    at: Timestamp | None


class VoteSigned(Event):
    """Which officer held the pen: a name, which stays inside the service."""

    agency: str
    officer: str


class ReopeningSigned(Event):
    """Which officer opened the ballot again: a name, which stays inside the service."""

    at: Timestamp
    by: str
    reason: str


class MoveSigned(Event):
    """Which officer moved the ballot: a name, which stays inside the service."""

    at: Timestamp
    from_version: int
    policy_version: int
    by: str
    reason: str


class NominatorsLearned(Event):
    """Another UMKM was merged into this one; stays inside the service."""

    round_id: str
    agencies: tuple[str, ...]


class RecommendationReturned(Event):
    """The ballot waits for a mended recommendation; stays inside the service."""


class RecommendationTakenBack(Event):
    """The decision stands, and what was recommended is no longer; stays inside the service."""
