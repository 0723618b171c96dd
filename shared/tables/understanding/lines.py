"""Tells the lines of a sheet apart: rows, headings of a further table, notes."""

import re
from collections.abc import Iterator, Sequence

from shared.tables.records import Broken, Record
from shared.tables.understanding.between import are_numbered
from shared.tables.understanding.blocks import FEWEST_HEADINGS, fields_named
from shared.tables.understanding.headings import Heading, words_in
from shared.tables.understanding.vocabulary import Vocabulary

_LONGEST_NAME = 60
_DATA = re.compile(r"(?<![0-9])(?!20[0-9]{2}[ -]{1,3}20)(?:[0-9][ .-]?){5}|@")
"""Matches a row: many digits, or an e-mail address. `Omset 2023-2024` is a heading."""


def note_of(cells: Sequence[str]) -> str:
    """A line with a cell or two; empty for a row."""
    filled = [cell for cell in cells if cell]
    return " ".join(filled) if len(filled) < FEWEST_HEADINGS else ""


def may_be_headings(cells: Sequence[str], repeated: Sequence[Sequence[str]]) -> bool:
    """False for rows: the digits of their phones decide fast."""
    if isinstance(cells, Broken) or sum(map(bool, cells)) <= FEWEST_HEADINGS:
        return False
    return not any(_DATA.search(c, 0, _LONGEST_NAME) for c in cells) and cells not in repeated


def are_headings(cells: Sequence[str], words: Vocabulary) -> bool:
    """True if a line below a table names fields. A short one must have known words only."""
    filled = [cell for cell in cells if cell]
    named = fields_named((Heading(cell) for cell in filled), words)
    is_short = len(named) == FEWEST_HEADINGS and all(
        word in words.words for cell in filled for word in words_in(cell, words)
    )
    return (len(named) > FEWEST_HEADINGS or is_short) and len(named) * 2 >= len(filled)


def rows_in(
    lines: Sequence[Record], repeated: Sequence[Sequence[str]]
) -> Iterator[tuple[str, ...]]:
    """Lines that may be rows, without totals, column numbers and repeated headings."""
    for _, cells in lines:
        filled = [cell for cell in cells if cell]
        is_whole = len(filled) >= FEWEST_HEADINGS and not isinstance(cells, Broken)
        if is_whole and not are_numbered(filled) and cells not in repeated:
            yield cells
