"""The evidence for one column: what its heading says, and what its cells show."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shared.tables.understanding.evidence import fits
from shared.tables.understanding.headings import Heading, meaning_of
from shared.tables.understanding.vocabulary import Vocabulary

_FIRST_PART = 3.0
_HINT = 1.5
"""More than `nama` or `no` say, which stand in many headings."""


class Case(NamedTuple):
    """The evidence for one column."""

    place: int
    heading: Heading
    parts: tuple[str, ...]
    """What the parts of the heading name."""
    has_stranger: bool
    """Whether nobody knows one of its words."""
    is_unclear: bool
    """Whether its words name several periods or scales."""
    counts_goods: bool
    """Whether its words name a unit of goods: `Penjualan (kg)` are no rupiah."""
    by_heading: Mapping[str, float]
    by_cells: Mapping[str, float]
    total: Mapping[str, float]
    cells: tuple[str, ...]
    hints: tuple[str, ...]
    """What several districts confirmed for such a heading: proposed, and no evidence."""

    @property
    def best(self) -> str:
        return max(self.total, key=self.strength, default="")

    def strength(self, field: str) -> float:
        return self.total.get(field, 0.0)


def case_of(
    place: int,
    heading: Heading,
    sample: Sequence[Sequence[str]],
    words: Vocabulary,
    common: str | None,
) -> Case:
    """What the words of a heading and the cells below it tell."""
    meaning = meaning_of(heading, words)
    by_heading = dict(meaning.scores)
    # `Nama Usaha / Merek`: the first part names, the others explain.
    # `Ket. kapal / alat` explains nothing: it may be of either.
    first, *others = meaning.parts or ("",)
    if first == "brand" and "business_name" in others:
        first = "business_name"  # `Brand / Nama Usaha`
    is_one_of_two = first not in words.required and any(name[0] == "-" for name in others)
    if others and first not in words.instead_of_product and not is_one_of_two:
        by_heading[first] += _FIRST_PART
    cells = tuple(row[place] if place < len(row) else "" for row in sample)
    by_cells = fits([cell for cell in cells if cell], words)
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
