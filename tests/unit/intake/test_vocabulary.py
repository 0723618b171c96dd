"""Every word of the vocabulary is needed by a heading that offices write."""

import copy
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from services.intake.letters import reference
from services.intake.letters.reference import table_of
from services.intake.letters.vocabulary import vocabulary
from shared.tables.places import PLACE_INSIDE, may_name_places
from shared.tables.understanding.amounts import Amount
from shared.tables.understanding.headings import CLEAR, Heading, meaning_of, words_in
from shared.tables.understanding.vocabulary import Vocabulary, build_vocabulary

_EXPECTED = Path(__file__).with_name("headings_expected.yaml")
_ENOUGH, _APART = 4.0, 1.5
"""A field with more points, or further from the second one, is no surer for it."""


class Reading(NamedTuple):
    """What a heading is taken for, and how surely."""

    field: str
    strength: float
    margin: float
    amount: Amount
    has_stranger: bool


@cache
def expected() -> dict[str, str]:
    """Fields by heading."""
    table = yaml.safe_load(_EXPECTED.read_text(encoding="utf-8"))
    return {
        heading: field
        for field, headings in table.items()
        if field != "amounts"
        for heading in headings
    }


@cache
def amounts() -> dict[str, Amount]:
    table = yaml.safe_load(_EXPECTED.read_text(encoding="utf-8"))["amounts"]
    units = {f"Kapasitas ({unit})": Amount(unit=unit) for unit in vocabulary().units}
    return units | {heading: Amount(**amount) for heading, amount in table.items()}


def reading(heading: str, words: Vocabulary) -> Reading:
    meaning = meaning_of(Heading(heading), words)
    ranked = sorted(meaning.scores, key=lambda name: meaning.scores[name], reverse=True)
    first, second = (*(meaning.scores[name] for name in ranked[:2]), 0.0, 0.0)[:2]
    field = ranked[0] if first >= CLEAR else "unclear"
    margin = min(first - second, _APART)
    return Reading(
        field, round(min(first, _ENOUGH), 2), round(margin, 2), meaning.amount, meaning.has_stranger
    )


def test_hundreds_of_headings_name_the_field_that_a_person_reads_in_them() -> None:
    wrong = {
        heading: (field, read)
        for heading, field in expected().items()
        if (read := reading(heading, vocabulary()).field) != field
    }

    assert wrong == {}
    assert len(expected()) > 500


def test_units_periods_and_scales_of_amounts_are_known() -> None:
    wrong = {
        heading: (amount, read)
        for heading, amount in amounts().items()
        if (read := reading(heading, vocabulary()).amount) != amount
    }

    assert wrong == {}


def entries() -> Iterator[tuple[str, ...]]:
    """The place of each word in the table."""
    table = table_of("headings.yaml")
    for section in ("fields", "passed_over"):
        yield from (
            (section, field, word) for field in table[section] for word in table[section][field]
        )
    for section in ("scales", "periods", "units", "ignored", "until_here"):
        yield from ((section, str(word)) for word in table[section])


def without(entry: tuple[str, ...]) -> Vocabulary:
    table: Any = dict(table_of_headings())
    *path, word = entry
    place = table
    for name in path:
        place[name] = copy.copy(place[name])
        place = place[name]
    if isinstance(place, list):
        place[:] = [other for other in place if str(other) != word]
    else:
        del place[word]
    return build_vocabulary(table, vocabulary().cells)


@cache
def table_of_headings() -> dict[str, Any]:
    table: dict[str, Any] = table_of("headings.yaml")
    return table


@cache
def by_word() -> dict[str, set[str]]:
    """The headings in which a word stands, as it is typed or as it is understood."""
    fields: dict[str, set[str]] = {}
    for heading in [*expected(), *amounts()]:
        typed = re.findall("[a-z0-9#]+", heading.lower())
        for word in [
            *typed,
            *words_in(heading, vocabulary()),
            *words_in(heading.replace(" ", ""), vocabulary()),
        ]:
            fields.setdefault(word, set()).add(heading)
    return fields


@cache
def now(heading: str) -> Reading:
    return reading(heading, vocabulary())


def is_needed(entry: tuple[str, ...]) -> bool:
    words = without(entry)
    parts = re.findall("[a-z0-9#]+", entry[-1])
    headings = set.intersection(*(by_word().get(part, set()) for part in parts))
    return any(reading(heading, words) != now(heading) for heading in sorted(headings))


def test_every_word_is_needed_by_a_heading() -> None:
    needless = [entry for entry in entries() if not is_needed(entry)]

    assert needless == []


@pytest.mark.parametrize("heading", ["Zodiak", "Nama Usaha"])
def test_a_smaller_vocabulary_leaves_the_whole_one_as_it_is(heading: str) -> None:
    whole = reading(heading, vocabulary())

    reading(heading, without(("fields", "business_name", "usaha")))

    assert reading(heading, vocabulary()) == whole


def test_each_word_for_a_place_is_found_before_a_name() -> None:
    places = reference.words().places

    unknown = [
        word
        for word in places
        if not (may_name_places(f"{word}. Maju") and PLACE_INSIDE.search(f"{word}. Maju"))
    ]

    assert unknown == []
