"""One row of a letter, its cells named by field, and how the headings count."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

Remark = tuple[str, str, str | None]
"""Field, code, what was given: why a cell cannot be taken, or what was mended in it."""


class Conversion(NamedTuple):
    """What a heading says of the figures below it: `Omzet (juta/bln)`."""

    scale: int = 1
    per_year: float | None = None
    """How many of its periods a year has; None where it names no period."""
    words: str = ""
    """`juta rupiah per bulan`, for the officer."""


AS_TYPED = Conversion()
_NONE: Mapping[str, Any] = MappingProxyType({})


class Row(NamedTuple):
    """`line` counts rows as a spreadsheet shows them, from 1; `cells` by field, none blank."""

    line: int
    cells: Mapping[str, str]
    broken: str | None = None
    """The code of the sentence that says why it is not taken; `cells[""]` may quote the letter."""
    conversions: Mapping[str, Conversion] = _NONE
    headings: Mapping[str, str] = _NONE
    """The office's own headings, by the fields that stand below them."""
    further: Mapping[str, tuple[str, ...]] = _NONE
    """What more columns hold for a field that may have several."""
