"""Finds the tables of a file: their headings, of one line or two, below titles and letterheads."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from shared.tables.records import Broken, Opened, Record, Records
from shared.tables.spelling import normalised
from shared.tables.understanding.between import are_numbered
from shared.tables.understanding.blocks import (
    FEWEST_HEADINGS,
    Block,
    blocks_in,
    fields_named,
    without_headings,
)
from shared.tables.understanding.evidence import MOST_CELLS
from shared.tables.understanding.headings import Heading
from shared.tables.understanding.vocabulary import Vocabulary
from shared.tables.unreadable import Unreadable, UnreadableFileError

HEADINGS_WITHIN = 60
_LOOKED_THROUGH = 3_000
"""Lines in which other tables are looked for: who merges lists by hand has no more."""
_MOST_BELOW = 2 * MOST_CELLS
_LONGEST_NAME = 60
_DATA = re.compile(r"(?<![0-9])(?!20[0-9]{2}[ -]{1,3}20)(?:[0-9][ .-]?){5}|@")
"""As many digits as no heading has, but for `Omset 2023-2024`, or an address of e-mail."""


@dataclass(frozen=True)
class Table:
    """One table of a file; its columns are decided upon elsewhere."""

    kind: str
    """The separator of a text file, or the name of the sheet."""
    heading_line: int
    """The last line of its headings; rows begin behind it."""
    headings: tuple[Heading, ...]
    repeated: tuple[tuple[str, ...], ...] = ()
    """The heading lines as they are, for they may stand again on the next page."""
    sample: tuple[tuple[str, ...], ...] = ()
    """Its first rows."""
    before: tuple[str, ...] = ()
    """What stands above the headings."""
    strength: int = 0
    """How many fields the headings name."""

    is_sheet: bool = False
    """Else its kind is a separator."""
    until: int | None = None
    """Behind this line another table of the same sheet begins."""

    @property
    def fingerprint(self) -> str:
        """The same for the same headings in the same order, however they are spaced."""
        text = "\n".join(normalised(heading.shown) for heading in self.headings)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def tables_of(file: Opened, words: Vocabulary) -> list[Table]:
    """The tables of all sheets, or the best reading of a text; raises UnreadableFileError."""
    tables = find_tables(file.records, file.kinds, words, are_sheets=file.are_sheets)
    if file.are_sheets:
        return tables
    best = max(tables, key=lambda table: table.strength)
    return [table for table in tables if table.kind == best.kind]


def find_tables(
    records: Records, kinds: Sequence[str], words: Vocabulary, *, are_sheets: bool = False
) -> list[Table]:
    """Those of each kind; raises UnreadableFileError where there is none."""
    tables: list[Table] = []
    refusal = UnreadableFileError(Unreadable.NO_HEADINGS)
    for kind in kinds:
        try:
            if table := find_table(records, kind, words):
                under_another = _parted(replace(table, is_sheet=are_sheets), records, words)
                tables.extend(under_another)
        except UnreadableFileError as error:
            refusal = error  # another separator or sheet may be right
    if not tables:
        raise refusal
    return tables


def find_table(records: Records, kind: str, words: Vocabulary) -> Table | None:
    """The first table that has what is needed, else that with the most headings, or with none."""
    lines = _first_lines(records(kind), HEADINGS_WITHIN + MOST_CELLS)
    best = _headings_of(lines[:HEADINGS_WITHIN], words) or without_headings(lines[:HEADINGS_WITHIN])
    if best is None:
        return None
    first, last, headings = best
    repeated = tuple(cells for _, cells in lines[first : last + 1])
    return Table(
        kind,
        lines[last][0] if last >= 0 else 0,
        headings,
        repeated,
        tuple(islice(_rows(lines[last + 1 :], repeated), MOST_CELLS)),
        tuple(" ".join(filter(None, cells)) for _, cells in lines[:first]),
        strength=len(fields_named(headings, words)),
    )


def _headings_of(lines: Sequence[Record], words: Vocabulary) -> Block | None:
    named = [(fields_named(block[2], words), block) for block in blocks_in(lines, words)]
    enough = [(fields, block) for fields, block in named if len(fields) >= FEWEST_HEADINGS]
    # What is sold stands under so many headings that a table may lack it.
    needed = {*words.required} - {"product"}
    first = next((block[0] for fields, block in enough if needed <= fields), None)
    # Rows of the first table stand before those of another that names more fields.
    near = [pair for pair in enough if first is None or first <= pair[1][0] <= first + 1]
    # Of two that name as much, the one with the line of units or answers below it.
    return max(
        near, key=lambda pair: (len(pair[0]), -pair[1][0], pair[1][1]), default=(set(), None)
    )[1]


def _parted(table: Table, records: Records, words: Vocabulary) -> list[Table]:
    """The table, and others that stand below it under headings of their own."""
    parts: list[list[Record]] = []
    for line, cells in islice(_readable(records(table.kind)), _LOOKED_THROUGH):
        is_below = line > table.heading_line and _may_be_headings(cells, table)
        if is_below and _are_headings(cells, words):
            parts.append([])
        if parts and len(parts[-1]) <= _MOST_BELOW:
            parts[-1].append((line, cells))
    tables = [table]
    for (at, headings), *below in parts:
        further = replace(
            table,
            heading_line=at,
            headings=tuple(map(Heading, headings)),
            repeated=(headings,),
            sample=tuple(islice(_rows(below, ()), MOST_CELLS)),
            before=(),
        )
        tables[-1] = replace(tables[-1], until=at - 1)
        tables.append(further)
    return tables


def _may_be_headings(cells: Sequence[str], table: Table) -> bool:
    """Rows have many digits in their phones, which decides without reading any words."""
    if isinstance(cells, Broken) or sum(map(bool, cells)) <= FEWEST_HEADINGS:
        return False
    return not any(_DATA.search(c, 0, _LONGEST_NAME) for c in cells) and cells not in table.repeated


def _are_headings(cells: Sequence[str], words: Vocabulary) -> bool:
    filled = [cell for cell in cells if cell]
    named = fields_named((Heading(cell) for cell in filled), words)
    return len(named) > FEWEST_HEADINGS and len(named) * 2 >= len(filled)


def _readable(records: Iterable[Record]) -> Iterator[Record]:
    """Up to damage, which is told when the rows are read."""
    with suppress(Exception):
        yield from records


def _first_lines(records: Iterable[Record], most: int) -> list[Record]:
    """Those that hold anything; damage further down is told when the rows are read."""
    lines: list[Record] = []
    try:
        filled = (record for record in records if any(record[1]))
        lines.extend(islice(filled, most))
    except Exception:
        if len(lines) < HEADINGS_WITHIN:
            raise
    return lines


def _rows(lines: Sequence[Record], repeated: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Lines that may be rows; totals, numbers of columns and repeated headings say nothing."""
    for _, cells in lines:
        filled = [cell for cell in cells if cell]
        is_whole = len(filled) >= FEWEST_HEADINGS and not isinstance(cells, Broken)
        if is_whole and not are_numbered(filled) and cells not in repeated:
            yield cells
