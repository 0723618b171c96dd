"""The electorate of a ballot, and its standing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


@dataclass(frozen=True)
class Electorate:
    """The agencies that may vote on certain goods, under one version of the policy."""

    weights: Mapping[str, int]
    """By agency, in the order of the policy."""
    required: tuple[str, ...]
    """Agencies that must endorse."""
    vetoing: frozenset[str]
    """Agencies with a veto."""

    @cached_property
    def weight(self) -> int:
        """The weight of all agencies together."""
        return sum(self.weights.values())


class BallotStanding(NamedTuple):
    """How the votes on a ballot stand."""

    quorum: int
    endorsing: int
    """The weight that endorses."""
    waiting: int
    """The weight that may still endorse: silent agencies, and those with questions."""
    waiting_for: tuple[str, ...]
    score: float | None
    """The mean score of endorsing votes, by weight, 0-100."""
    missing: tuple[str, ...] = ()
    """Required agencies that have not endorsed yet and still may."""
    lost: tuple[str, ...] = ()
    """Required agencies that reject or abstain."""
    vetoes: tuple[str, ...] = ()
    below_minimum: bool = False
    """True if enough endorse, but the scores are too low."""

    @property
    def is_endorsed(self) -> bool:
        is_free = not (self.missing or self.lost or self.vetoes or self.below_minimum)
        return is_free and 0 < self.quorum <= self.endorsing

    @property
    def is_rejected(self) -> bool:
        """True if the outstanding votes cannot endorse any more."""
        if self.vetoes or self.lost or not self.quorum:
            return True
        beyond_reach = self.endorsing + self.waiting < self.quorum
        return beyond_reach or (self.below_minimum and not self.waiting_for)
