"""Finds the tables of a file: their headings, of one line or two, below titles and letterheads."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from shared.tables.records import Broken, Opened, Record, Records
from shared.tables.spelling import normalised
from shared.tables.understanding.between import are_numbered
from shared.tables.understanding.blocks import (
    FEWEST_HEADINGS,
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
_LONGEST_NAME = 60


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
    """The table with the most headings among the first lines, else one without headings."""
    lines = _first_lines(records(kind), HEADINGS_WITHIN + MOST_CELLS)
    blocks = blocks_in(lines[:HEADINGS_WITHIN], words)
    best = max(
        blocks, key=lambda block: (len(fields_named(block[2], words)), -block[0]), default=None
    )
    if best is None or len(fields_named(best[2], words)) < FEWEST_HEADINGS:
        best = without_headings(lines[:HEADINGS_WITHIN])
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


def _parted(table: Table, records: Records, words: Vocabulary) -> list[Table]:
    """The table, and others that stand below it under headings of their own."""
    first = _first_lines(records(table.kind), _LOOKED_THROUGH)
    lines = [record for record in first if record[0] > table.heading_line]
    starts = [at for at, line in enumerate(lines) if _begins_another(line[1], table, words)]
    tables = [table]
    for at, end in pairwise([*starts, len(lines)]):
        headings = tuple(Heading(cell) for cell in lines[at][1])
        further = replace(
            table,
            heading_line=lines[at][0],
            headings=headings,
            repeated=(lines[at][1],),
            sample=tuple(islice(_rows(lines[at + 1 : end], ()), MOST_CELLS)),
            before=(),
        )
        tables[-1] = replace(tables[-1], until=lines[at][0] - 1)
        tables.append(further)
    return tables


def _begins_another(cells: Sequence[str], table: Table, words: Vocabulary) -> bool:
    """Headings have no digits, which rows have in their phones, and name several fields."""
    filled = [cell for cell in cells if cell]
    if len(filled) <= FEWEST_HEADINGS or isinstance(cells, Broken) or cells in table.repeated:
        return False
    if any(character.isdigit() for cell in filled for character in cell[:_LONGEST_NAME]):
        return False
    named = fields_named((Heading(cell) for cell in filled), words)
    return len(named) > FEWEST_HEADINGS and len(named) * 2 >= len(filled)


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
