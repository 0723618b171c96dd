"""The evidence for one column, from its heading and its cells."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shared.tables.parting import name_and_numbers
from shared.tables.understanding.evidence import fits
from shared.tables.understanding.headings import Heading, meaning_of
from shared.tables.understanding.vocabulary import Vocabulary

_EDGE = re.compile(r"[/;(\n]|, (?:merek|merk|brand)\b", re.IGNORECASE)
_FIRST_PART = 3.0
_HINT = 1.5
"""A heading with more points names a field. `nama` or `no` alone have fewer."""


class Case(NamedTuple):
    """The evidence for one column."""

    place: int
    heading: Heading
    parts: tuple[str, ...]
    """The fields that the parts of the heading name."""
    has_stranger: bool
    """True if the heading has an unknown word."""
    is_unclear: bool
    """True if the heading names several periods or scales."""
    counts_goods: bool
    """True if the heading names a unit of goods: `Penjualan (kg)` is no amount in rupiah."""
    by_heading: Mapping[str, float]
    by_cells: Mapping[str, float]
    total: Mapping[str, float]
    cells: tuple[str, ...]
    hints: tuple[str, ...]
    """Fields that several districts confirmed for this heading: proposals, not evidence."""

    @property
    def best(self) -> str:
        return max(self.total, key=self.strength, default="")

    @property
    def is_parted(self) -> bool:
        """True if most cells have two parts."""
        filled = [cell for cell in self.cells if cell]
        return 2 * sum(bool(_EDGE.search(cell)) for cell in filled) >= len(filled)

    def strength(self, field: str) -> float:
        return self.total.get(field, 0.0)


def case_of(
    place: int,
    heading: Heading,
    sample: Sequence[Sequence[str]],
    words: Vocabulary,
    common: str | None,
) -> Case:
    """Collect the evidence for one column."""
    meaning = meaning_of(heading, words)
    by_heading = dict(meaning.scores)
    # `Nama Usaha / Merek`: the first part names, the others explain.
    # `Ket. kapal / alat` explains nothing: it may be of either.
    first, *others = meaning.parts or ("",)
    if {"brand", "business_name"}.issubset(meaning.parts):  # `Brand / Nama Usaha`
        first = "business_name"
        by_heading[first] = max(by_heading[first], by_heading["brand"])
    is_one_of_two = first not in words.required and any(name[0] == "-" for name in others)
    if others and first not in words.instead_of_product and not is_one_of_two:
        by_heading[first] += _FIRST_PART
    cells = tuple(row[place] if place < len(row) else "" for row in sample)
    filled = [cell for cell in cells if cell]
    if meaning.parts[:2] in words.together and "owner_name" in meaning.parts:
        filled = [name_and_numbers(cell)[0] or cell for cell in filled]  # `Sahat - 1272...`
    by_cells = fits(filled, words)
    telling = words.by_cells
    named = [
        *(field for field, strength in by_heading.items() if strength > _HINT),
        *(field for field, fit in by_cells.items() if fit > 0 and field in telling),
    ]
    total = {field: by_heading.get(field, 0.0) + by_cells.get(field, 0.0) for field in named}
    return Case(
        place,
        heading,
        meaning.parts,
        meaning.has_stranger,
        meaning.is_unclear,
        meaning.amount.unit is not None,
        by_heading,
        by_cells,
        total,
        cells,
        (common,) if common else (),
    )
