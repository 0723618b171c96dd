"""The decision on the columns of a table: fields, confidence and reasons."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from shared.tables.understanding.headings import Heading

SURE = 0.7


class Reason(StrEnum):
    """Why a column has its field."""

    HEADING = "heading"
    CELLS = "cells"
    BOTH = "both"
    REMEMBERED = "remembered"
    """An officer of this district answered so for the same headings."""
    ANSWERED = "answered"
    """The sender of this file answered so."""
    PASSED_OVER = "passed-over"
    """The content is known, and the programme does not need it."""
    SHARED = "shared"
    """The cells repeat one e-mail address, so it belongs to no single business."""


@dataclass(frozen=True)
class Column:
    """One column of a table. Without `fields` it is not read."""

    place: int
    """Counted from 0."""
    heading: Heading
    fields: tuple[str, ...] = ()
    confidence: float = 0.0
    """0 to 1. Below `SURE` the sender is asked about a needed column."""
    reason: Reason | None = None
    proposals: tuple[str, ...] = ()
    """Possible fields, the likeliest first."""

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE


class Decision(NamedTuple):
    """The decision on the columns of one table."""

    columns: tuple[Column, ...]
    open: tuple[int, ...]
    """Places of the columns that the sender is asked about."""
    missing: tuple[str, ...]
    """Needed fields without a column."""

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(field for column in self.columns for field in column.fields)
