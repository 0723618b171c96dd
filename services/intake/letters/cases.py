"""All that speaks for a field of one column: its heading, its cells, and other districts."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from services.intake.letters.evidence import fits
from services.intake.letters.headings import Heading, meaning_of
from services.intake.letters.vocabulary import vocabulary

_COMMON = 4.0
_FIRST_PART = 3.0
_HINT = 1.5
"""More than `nama` or `no` say, which stand in many headings."""


class Case(NamedTuple):
    """The evidence for one column."""

    place: int
    heading: Heading
    by_heading: Mapping[str, float]
    by_cells: Mapping[str, float]
    total: Mapping[str, float]
    cells: tuple[str, ...]

    @property
    def best(self) -> str:
        return max(self.total, key=self.strength, default="")

    def strength(self, field: str) -> float:
        return self.total.get(field, 0.0)


def case_of(
    place: int, heading: Heading, sample: Sequence[Sequence[str]], common: str | None
) -> Case:
    meaning = meaning_of(heading)
    by_heading = dict(meaning.scores)
    if (
        len(meaning.parts) > 1 and meaning.parts[0] not in vocabulary().instead_of_product
    ):  # `Nama Usaha / Merek`: the first part names, the others explain
        by_heading[meaning.parts[0]] += _FIRST_PART
    if common:  # several districts said so
        by_heading[common] = by_heading.get(common, 0.0) + _COMMON
    cells = tuple(row[place] if place < len(row) else "" for row in sample)
    by_cells = fits([cell for cell in cells if cell])
    telling = vocabulary().by_cells
    named = [
        *(field for field, strength in by_heading.items() if strength > _HINT),
        *(field for field, fit in by_cells.items() if fit > 0 and field in telling),
    ]
    total = {field: by_heading.get(field, 0.0) + by_cells.get(field, 0.0) for field in named}
    return Case(place, heading, by_heading, by_cells, total, cells)
