"""Two UMKM that may be one: shown to the province, never merged by themselves."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from shared.contracts.envelope import Event, Timestamp

NAME_MARK = "name/"
"""Marks of names are of one district; a number that two share is looked for in all."""


class LikeBy(StrEnum):
    NAME = "name"
    """Names that read alike, in one district."""
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another UMKM that this one may be."""

    umkm_id: str
    by: tuple[LikeBy, ...]
    score: int
    """How much the names are alike, 0-100; 100 where the number alone is the same."""
    dismissed_by: str | None = None
    """The officer who said that they are two."""
    reason: str | None = None
    dismissed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.dismissed_by is None


@dataclass(frozen=True, slots=True)
class Traits:
    """What a UMKM is looked for by; numbers only as keyed hashes."""

    umkm_id: str
    district: str
    name: str
    phone: str
    email: str | None
    marks: tuple[str, ...]
    """Two that are alike share one at least."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The UMKM was merged into another. Later recommendations count for the other."""

    into: str
    officer: str
    reason: str
    at: datetime
    was: str | None = None
    """How it stood in its present round until then; None: not any more."""


@dataclass(frozen=True, slots=True)
class Promise:
    """`other` is being merged into this UMKM. Until then this is not merged into `other`."""

    other: str
    at: datetime


class NoteLikeness(NamedTuple):
    """What a search for others like this one has found; nothing is a result too."""

    likely: tuple[Likeness, ...]


class DismissLikeness(NamedTuple):
    """By the province: these are two."""

    other: str
    officer: str
    reason: str


@dataclass(frozen=True, slots=True)
class MergeInto:
    """By the province: this UMKM is the other one, which stays."""

    kept: str
    officer: str
    reason: str
    kept_is_in: str | None = None
    """What that one is merged into itself, as it was seen."""


class PromiseToStay(NamedTuple):
    """Of two that are merged into each other at once, one alone is to go."""

    other: str


class LikenessNoted(Event):
    """Others were looked for; stays inside the service."""

    found: tuple[Likeness, ...]


class LikenessDismissed(Event):
    """Two UMKM that look alike are two; stays inside the service, with the officer's name."""

    command: DismissLikeness
    at: Timestamp


class StayPromised(Event):
    """Another one is about to be merged into this one; stays inside the service."""

    promise: Promise


class MergeSigned(Event):
    """Which officer merged; a name, which stays inside the service."""

    merged: Merged
