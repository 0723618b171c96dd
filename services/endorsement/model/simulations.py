"""What another policy would change."""

from dataclasses import dataclass

from services.endorsement.model.ballots import BallotStatus


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """A ballot that would end differently under another policy."""

    umkm_id: str
    business_name: str
    district: str
    was: BallotStatus
    would_be: BallotStatus
    because: str
    """The first obstacle, or the quorum, in English."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """The number of ballots by outcome, and the first changed ones."""

    ballots: int
    changed: int
    counts: dict[str, int]
    """By `<was> -> <would be>`."""
    changes: tuple[OutcomeChange, ...]
