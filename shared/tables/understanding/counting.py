"""Finds the columns that count the people of a business."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from shared.tables.spelling import normalised
from shared.tables.understanding.decision import Column

_SEXES = frozenset({"men", "women"})
_ADDED = ("employees", "further_employees")


def counted_apart(columns: Sequence[Column], people: Mapping[str, str]) -> Iterator[Column]:
    """Add the columns of men and women, or of two other parts, unless a column counts all people.

    A part alone is not the count of all, so three columns of parts are not read.
    """
    counts = [column for column in columns if column.fields == ("employees",)]
    totals = [column for column in counts if not _part_of(column, people)]
    by_sex = [column for column in counts if _part_of(column, people) & _SEXES]
    read = totals[:1] or (by_sex if len(by_sex) == len(_ADDED) else counts)
    places = [column.place for column in read] if len(read) <= len(_ADDED) else []
    for column in columns:
        if column not in counts:
            yield column
        elif column.place in places:
            yield replace(column, fields=(_ADDED[places.index(column.place)],))


def _part_of(column: Column, people: Mapping[str, str]) -> frozenset[str]:
    """The part of the people that a column counts; empty for all people."""
    words = {*normalised(column.heading.shown).split()}
    kinds = [people[word] for word in words if people.get(word, "all") != "all"]
    are_all = set(kinds) >= _SEXES or kinds.count("part") > 1
    return frozenset() if are_all else frozenset(kinds)
