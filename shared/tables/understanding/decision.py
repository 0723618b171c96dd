"""What is known of the columns of a table: their fields, how surely, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from shared.tables.understanding.headings import Heading

SURE = 0.7


class Reason(StrEnum):
    """Why a column is taken for its field."""

    HEADING = "heading"
    CELLS = "cells"
    BOTH = "both"
    REMEMBERED = "remembered"
    """An officer of this district said so of the same headings."""
    ANSWERED = "answered"
    """The sender of this letter said so."""
    PASSED_OVER = "passed-over"
    """It is known what it holds, and the programme does not need it."""


@dataclass(frozen=True)
class Column:
    """One column of a table. `fields` is empty where nobody reads it."""

    place: int
    """From 0."""
    heading: Heading
    fields: tuple[str, ...] = ()
    confidence: float = 0.0
    """0 to 1; below `SURE` a needed column is asked about."""
    reason: Reason | None = None
    proposals: tuple[str, ...] = ()
    """Fields that it may hold, the likeliest first."""

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE


class Decision(NamedTuple):
    """What is known of the columns of one table."""

    columns: tuple[Column, ...]
    open: tuple[int, ...]
    """Places of columns about which the sender is asked."""
    missing: tuple[str, ...]
    """Fields without which no row can be taken, and for which no column is known."""

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(field for column in self.columns for field in column.fields)
