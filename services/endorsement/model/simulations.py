"""What another policy would have made of the ballots."""

from dataclasses import dataclass

from services.endorsement.model.ballots import BallotStatus


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """A ballot that another policy would leave elsewhere."""

    umkm_id: str
    business_name: str
    district: str
    was: BallotStatus
    would_be: BallotStatus
    because: str
    """The first thing that stands in the way, or the quorum that is reached; in English."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """How many ballots would end where, and the first of those that would change."""

    ballots: int
    changed: int
    counts: dict[str, int]
    """By `<was> -> <would be>`."""
    changes: tuple[OutcomeChange, ...]
