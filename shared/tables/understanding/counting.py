"""Finds the columns that count the people of a business."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from shared.tables.spelling import normalised
from shared.tables.understanding.decision import Column


def counted_apart(columns: Sequence[Column], people: Mapping[str, str]) -> Iterator[Column]:
    """Add the columns of men and women, unless a column counts all people."""
    counts = [column for column in columns if column.fields == ("employees",)]
    total = next((column for column in counts if not _is_of_one_sex(column, people)), None)
    for column in columns:
        if column not in counts or column == (total or counts[0]):
            yield column
        elif total is None:
            yield replace(column, fields=("further_employees",))


def _is_of_one_sex(column: Column, people: Mapping[str, str]) -> bool:
    words = normalised(column.heading.shown).split()
    return len({people.get(word) for word in words} & {"men", "women"}) == 1
