"""Chance that falls the same way on every machine and every Python."""

import hashlib
from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Built on `Random.random()` alone: the one method whose sequence Python promises to keep."""

    def __init__(self, seed: int, purpose: str) -> None:
        digest = hashlib.sha256(f"{seed}:{purpose}".encode()).digest()
        self._random = Random(int.from_bytes(digest[:8], "big"))  # noqa: S311 - invention, not secrecy

    def below(self, limit: int) -> int:
        return int(self._random.random() * limit)

    def between(self, low: int, high: int) -> int:
        """Both ends included."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    def pick_weighted(self, weights: Mapping[T, int]) -> T:
        point = self.below(sum(weights.values()))
        for choice, weight in weights.items():
            point -= weight
            if point < 0:
                return choice
        raise AssertionError("the point lies below the sum of the weights")

    def shuffled(self, things: Sequence[T]) -> list[T]:
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in things]
