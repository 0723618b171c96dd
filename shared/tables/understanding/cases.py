"""The evidence for one column, from its heading and its cells."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shared.tables.parting import name_and_numbers
from shared.tables.understanding.evidence import fits
from shared.tables.understanding.headings import CLEAR, Heading, Meaning, meaning_of
from shared.tables.understanding.vocabulary import Vocabulary

_EDGE = re.compile(r"[/;(\n]|, (?:merek|merk|brand)\b", re.IGNORECASE)
_FIRST_PART = 3.0
_OWNER_AND_PHONE = ("owner_name", "phone")
_MOST_OF_THEM = 0.8
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
    by_heading = _points_of(meaning, words)
    cells = tuple(row[place] if place < len(row) else "" for row in sample)
    filled = [cell for cell in cells if cell]
    parts = meaning.parts
    if _names_somebody(by_heading, parts) and _are_owners_with_phones(filled, words):
        parts = _OWNER_AND_PHONE
        by_heading["owner_name"] = CLEAR
    if parts[:2] in words.together and "owner_name" in parts:
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
        parts,
        meaning.has_stranger,
        meaning.is_unclear,
        meaning.amount.unit is not None,
        by_heading,
        by_cells,
        total,
        cells,
        (common,) if common else (),
    )


def _points_of(meaning: Meaning, words: Vocabulary) -> dict[str, float]:
    """Points by field. In `Nama Usaha / Merek` the first part names, the others explain.

    `Ket. kapal / alat` explains nothing: it may be of either.
    """
    by_heading = dict(meaning.scores)
    first, *others = meaning.parts or ("",)
    if {"brand", "business_name"}.issubset(meaning.parts):  # `Brand / Nama Usaha`
        first = "business_name"
        by_heading[first] = max(by_heading[first], by_heading["brand"])
    is_one_of_two = first not in words.required and any(name[0] == "-" for name in others)
    if others and first not in words.instead_of_product and not is_one_of_two:
        by_heading[first] += _FIRST_PART
    return by_heading


def _names_somebody(by_heading: Mapping[str, float], parts: tuple[str, ...]) -> bool:
    """True for `Nama dan HP`: it does not say whose name stands there."""
    return parts == ("phone",) and by_heading.get("owner_name", 0.0) > 0


def _are_owners_with_phones(cells: Sequence[str], words: Vocabulary) -> bool:
    """True if most cells hold the name of a person and a phone number."""
    parted = [name_and_numbers(cell) for cell in cells]
    names = [name for name, numbers in parted if name and "phone" in dict(numbers)]
    fit = fits(names, words)
    return bool(names) and len(names) >= _MOST_OF_THEM * len(cells) and fit["owner_name"] >= _HINT
