"""The words of headings and cells. A service builds them once from its data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PASSED_OVER = "passed_over"


@dataclass(frozen=True)
class CellWords:
    """Words in cells that show the field of a column, in lower case."""

    empty: frozenset[str]
    yes_or_no: frozenset[str]
    legal_forms: frozenset[str]
    names: frozenset[str]
    """Surnames and given names."""
    sizes: frozenset[str]
    sexes: frozenset[str]
    parts_of_people: frozenset[str]
    """Words of employees who are counted apart: men, women, the family."""
    online: frozenset[str]
    """Parts of web addresses."""
    products: frozenset[str]
    hs_codes: frozenset[str]
    """HS codes of six digits."""
    districts: frozenset[str]
    certificates: frozenset[str]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The points that each word gives to each field."""

    points: Mapping[str, Mapping[str, float]]
    """By word: the fields with their points."""
    phrases: Mapping[str, tuple[tuple[frozenset[str], str, float], ...]]
    """By first word: all words, the field, the points."""
    fields: frozenset[str]
    """All fields that a column may have."""
    ignored: frozenset[str]
    until_here: frozenset[str]
    scales: Mapping[str, int]
    periods: Mapping[str, float]
    units: frozenset[str]
    required: tuple[str, ...]
    instead_of_product: tuple[str, ...]
    may_have_several: frozenset[str]
    by_cells: frozenset[str]
    """Fields that cells alone can show."""
    together: frozenset[tuple[str, str]]
    not_proposed: Mapping[str, frozenset[str]]
    """Words of rows that a table does not propose, by their use."""
    cells: CellWords
    words: frozenset[str] = field(default_factory=frozenset)
    """All known words."""


def build_vocabulary(table: Mapping[str, Any], cells: CellWords) -> Vocabulary:
    """Build the vocabulary from its file. A test removes single words."""
    points: dict[str, dict[str, float]] = {}
    phrases: dict[str, list[tuple[frozenset[str], str, float]]] = {}
    named = {**table["fields"], **{f"-{k}": v for k, v in table[PASSED_OVER].items()}}
    for name, words in named.items():
        for text, strength in words.items():
            parts = text.replace("-", " ").split()
            if len(parts) == 1:
                points.setdefault(parts[0], {})[name] = strength
            else:
                phrases.setdefault(parts[0], []).append((frozenset(parts), name, strength))
    several = {word for group in phrases.values() for words, _, _ in group for word in words}
    lists = {
        key: frozenset(map(str, table[key]))
        for key in ("ignored", "until_here", "units", "by_cells")
    }
    meant = several | points.keys() | table["scales"].keys() | table["periods"].keys()
    return Vocabulary(
        cells=cells,
        points=points,
        fields=frozenset(table["fields"]),
        phrases={first: tuple(group) for first, group in phrases.items()},
        scales=table["scales"],
        periods=table["periods"],
        required=tuple(table["required"]),
        instead_of_product=tuple(table["instead_of_product"]),
        may_have_several=frozenset(table["may_have_several"]),
        not_proposed={use: frozenset(listed) for use, listed in table["not_proposed"].items()},
        together=frozenset((first, second) for first, second in table["together"]),
        words=frozenset(meant | lists["ignored"] | lists["until_here"] | lists["units"]),
        **lists,
    )
