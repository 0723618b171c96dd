"""Finds the tables of a file, below titles and letterheads."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from shared.tables.records import Opened, Record, Records
from shared.tables.spelling import normalised
from shared.tables.understanding.blocks import (
    FEWEST_HEADINGS,
    Block,
    blocks_in,
    fields_named,
    without_headings,
)
from shared.tables.understanding.evidence import MOST_CELLS
from shared.tables.understanding.headings import Heading
from shared.tables.understanding.lines import are_headings, may_be_headings, note_of, rows_in
from shared.tables.understanding.vocabulary import Vocabulary
from shared.tables.unreadable import Unreadable, UnreadableFileError

HEADINGS_WITHIN = 60
_LOOKED_THROUGH = 3_000
"""Lines that are searched for more tables. Lists merged by hand have no more."""
_MOST_BELOW = 2 * MOST_CELLS
_MOST_LINES = 3
"""Most lines of headings below another table."""


@dataclass(frozen=True)
class Table:
    """One table of a file, before its columns are decided."""

    kind: str
    """The separator of a text file, or the name of the sheet."""
    heading_line: int
    """The last line of its headings. Rows begin after it."""
    headings: tuple[Heading, ...]
    repeated: tuple[tuple[str, ...], ...] = ()
    """The lines of its headings, which may come again on the next page."""
    sample: tuple[tuple[str, ...], ...] = ()
    """The first rows."""
    before: tuple[str, ...] = ()
    """The lines above the headings."""
    below: tuple[str, ...] = ()
    """Short lines among the rows and below them."""
    strength: int = 0
    """The number of fields that the headings name."""

    is_sheet: bool = False
    """False: `kind` is a separator."""
    until: int | None = None
    """After this line another table of the same sheet begins."""

    def cells_of(self, place: int) -> list[str]:
        """The first cells of a column."""
        return [row[place] if place < len(row) else "" for row in self.sample]

    @property
    def fingerprint(self) -> str:
        """Equal for equal headings in the same order. Spaces do not matter."""
        text = "\n".join(normalised(heading.shown) for heading in self.headings)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def tables_of(file: Opened, words: Vocabulary) -> list[Table]:
    """The tables of all sheets, or of the best separator. Raises UnreadableFileError."""
    tables = find_tables(file.records, file.kinds, words, are_sheets=file.are_sheets)
    if file.are_sheets:
        return tables
    best = max(tables, key=lambda table: table.strength)
    return [table for table in tables if table.kind == best.kind]


def find_tables(
    records: Records, kinds: Sequence[str], words: Vocabulary, *, are_sheets: bool = False
) -> list[Table]:
    """The tables of each kind. Raises UnreadableFileError if there is none."""
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
    """The first table with all needed fields, else the one with the most known headings."""
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
        tuple(islice(rows_in(lines[last + 1 :], repeated), MOST_CELLS)),
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
    """The table, and further tables below it, each with its titles and notes."""
    parts: list[list[Record]] = [[]]
    titles: list[list[str]] = [[]]
    notes: list[list[str]] = [[]]
    for line, cells in islice(_readable(records(table.kind)), _LOOKED_THROUGH):
        if line <= table.heading_line or not any(cells):
            continue
        if may_be_headings(cells, table.repeated) and are_headings(cells, words):
            for lists in (parts, titles, notes):
                lists.append([])
        elif note := note_of(cells):
            titles[-1].append(note)
            notes[-1].append(note)
        else:
            titles[-1].clear()
        if len(parts[-1]) <= _MOST_BELOW:
            parts[-1].append((line, cells))
    tables = [replace(table, below=tuple(notes[0]))]
    for before, part, below in zip(titles, parts[1:], notes[1:], strict=False):
        further = _further(table, part, words)
        tables[-1] = replace(tables[-1], until=part[0][0] - 1)
        headings = set(map(note_of, further.repeated))
        notes_of = tuple(note for note in below if note not in headings)
        tables.append(replace(further, before=tuple(before), below=notes_of))
    return tables


def _further(table: Table, part: Sequence[Record], words: Vocabulary) -> Table:
    """A table below another one. Its headings may have several lines too."""
    block = _headings_of(part[:_MOST_LINES], words)
    first, last, headings = (
        block if block and not block[0] else (0, 0, tuple(map(Heading, part[0][1])))
    )
    repeated = tuple(cells for _, cells in part[first : last + 1])
    return replace(
        table,
        heading_line=part[last][0],
        headings=headings,
        repeated=repeated,
        sample=tuple(islice(rows_in(part[last + 1 :], repeated), MOST_CELLS)),
    )


def _readable(records: Iterable[Record]) -> Iterator[Record]:
    """Yield lines up to a damaged one, which is reported later."""
    with suppress(Exception):
        yield from records


def _first_lines(records: Iterable[Record], most: int) -> list[Record]:
    """The first lines that are not blank. Damage below them is reported later."""
    lines: list[Record] = []
    try:
        filled = (record for record in records if any(record[1]))
        lines.extend(islice(filled, most))
    except Exception:
        if len(lines) < HEADINGS_WITHIN:
            raise
    return lines


def notes_below(table: Table, records: Records) -> Iterable[str]:
    """Lines with a cell or two, such as notes and signatures."""
    for line, cells in records(table.kind):
        filled = [cell for cell in cells if cell]
        if line > table.heading_line and 0 < len(filled) <= 2:  # noqa: PLR2004 - no row is so short
            yield " ".join(filled)
