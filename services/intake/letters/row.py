"""One row of a letter, its cells by the fields that they fill."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple


class Conversion(NamedTuple):
    """What a heading says of the amounts below it: `Omzet (juta/bln)`."""

    scale: int = 1
    per_year: float | None = None
    """How many such periods a year has: 12, 1, 52; None: the heading does not say."""
    words: str = ""
    """As an officer reads it."""


@dataclass(frozen=True, slots=True)
class Row:
    """`line` counts rows as a spreadsheet shows them, from 1; `given` holds what is not blank."""

    line: int
    given: Mapping[str, str]
    two_valued: AbstractSet[str] = frozenset()
    """Fields that two columns fill differently."""
    passed_over: AbstractSet[str] = frozenset()
    """Fields of which only the first of two columns counts."""
    broken: str | None = None
    """The code of the sentence that says why nothing of it can be read."""
    conversions: Mapping[str, Conversion] = field(default_factory=dict)
    further: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What further columns of the same field hold."""
