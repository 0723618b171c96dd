"""Finds the lines of headings: one line, or several that belong together."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from shared.tables.records import Record
from shared.tables.understanding.between import are_numbered
from shared.tables.understanding.headings import CLEAR, Heading, meaning_of
from shared.tables.understanding.shapes import holds_phone, is_data
from shared.tables.understanding.vocabulary import Vocabulary

FEWEST_HEADINGS = 3
_GROUPED = re.compile(r"([a-z0-9_]+)/([a-z0-9_/]+)", re.IGNORECASE)
"""`lokasi/desa`: survey programs write the group before each question."""
_FEWEST_GROUPED = 4
_FIGURES = frozenset("123456789")
_ABBREVIATED = 3
_FEWEST_CELLS = 4
"""Fewest cells of a row, if the table has no headings."""
_LONGEST_HEADINGS = 20_000
"""Most characters of a line of headings."""

Block = tuple[int, int, tuple[Heading, ...]]
"""The first line, the last line, and their headings."""


def blocks_in(lines: Sequence[Record], words: Vocabulary) -> Iterator[Block]:
    for at, (_, cells) in enumerate(lines):
        if sum(map(len, cells)) > _LONGEST_HEADINGS or _is_data(cells):
            continue
        below = lines[at + 1][1] if at + 1 < len(lines) else ()
        if _explains(cells, below) or _goes_on(cells, below, words):
            yield at, at + 1, _joined(cells, below)
            continue
        if not _at(cells, 0) and _explains(below, cells):  # `(Rp. x 1.000)` over `Omzet`
            yield at, at + 1, _joined(below, cells)
            continue
        if _counts_below(cells, below, words):
            yield at, at + 1, _spanned(cells, below)
            continue
        if _says_again(cells, below, words):
            yield at, at + 1, tuple(map(Heading, cells, below))
            continue
        yield at, at, _ungrouped(cells)
        if _stands_over(cells, below, words):
            spanned = _spanned(cells, below)
            yield at, at + 1, spanned
            deeper = lines[at + 2][1] if at + 2 < len(lines) else ()
            # `I | Kecamatan Talawi` stands below no heading of the second line
            is_below = any(a and b for a, b in zip(below, deeper, strict=False))
            if is_below and _stands_over(below, deeper, words):
                yield at, at + 2, _spanned_again(spanned, deeper)


def _is_data(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    is_row = any(map(holds_phone, filled)) or sum(map(is_data, filled)) * 3 > len(filled)
    return is_row or are_numbered(filled)


def _explains(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """True if the second line has only units: `(Rp)`, `(kg/bln)`."""
    filled = [cell for cell in lower if cell]
    return (
        bool(filled)
        and all(
            cell.startswith("(") and cell.endswith(")") and not cell[1:-1].isdigit()
            for cell in filled
        )
        and all(place < len(upper) and upper[place] for place, cell in enumerate(lower) if cell)
    )


def _counts_below(upper: Sequence[str], lower: Sequence[str], words: Vocabulary) -> bool:
    """True for `Per bulan` alone above `Omzet | Kapasitas`, as its group."""
    filled = [cell for cell in upper if cell]
    if not filled or len(filled) >= FEWEST_HEADINGS or any(upper[:FEWEST_HEADINGS]):
        return False
    amounts = [meaning_of(Heading(cell), words) for cell in filled]
    return _are_headings(lower, words) and all(
        (meaning.amount.per_year or meaning.amount.scale) and not fields_named([heading], words)
        for meaning, heading in zip(amounts, map(Heading, filled), strict=True)
    )


def _goes_on(upper: Sequence[str], lower: Sequence[str], words: Vocabulary) -> bool:
    """True for headings of two lines: `KAP. | OMSET` over `PER BLN | (RP.000)`."""
    filled = [(place, cell) for place, cell in enumerate(lower) if cell]
    if len(filled) < FEWEST_HEADINGS or not all(_at(upper, place) for place, _ in filled):
        return False
    if any(character in _FIGURES for _, cell in filled for character in cell):
        return False
    explains = any(cell.startswith("(") for _, cell in filled)
    return explains and len(fields_named(map(Heading, upper), words)) >= FEWEST_HEADINGS


def _says_again(upper: Sequence[str], lower: Sequence[str], words: Vocabulary) -> bool:
    """True if the second line repeats the headings: database names or another language."""
    filled = [cell for cell in lower if cell]
    is_whole = len(filled) >= FEWEST_HEADINGS and all(
        bool(cell) == bool(_at(lower, place)) for place, cell in enumerate(upper)
    )
    has_digit = any(character.isdigit() for cell in filled for character in cell)
    return (
        is_whole
        and len(lower) <= len(upper)
        and not has_digit
        and _are_headings(lower, words)
        and _are_headings(upper, words)
    )


def _stands_over(upper: Sequence[str], lower: Sequence[str], words: Vocabulary) -> bool:
    """True if a heading spans others: `Alamat` over `Jalan | Desa | Kecamatan`."""
    if _is_data(lower) or sum(map(bool, upper)) < FEWEST_HEADINGS - 1:
        return False
    places = [place for place, cell in enumerate(lower) if cell]
    left = [p for p in places if p >= len(upper) or not upper[p]]
    whole = any(cell and not _at(lower, place) for place, cell in enumerate(upper))
    return bool(left) and (whole or len(left) * 3 >= len(places)) and _are_headings(lower, words)


def _are_headings(cells: Sequence[str], words: Vocabulary) -> bool:
    """True if most cells of a line are known headings."""
    filled = [cell for cell in cells if cell]
    named = sum(
        len(cell) <= _ABBREVIATED
        or cell.lower() in words.cells.yes_or_no  # `Ya | Tidak` below `Persetujuan`
        or cell.lower() in words.cells.parts_of_people
        or _is_clear(Heading(cell), words)
        for cell in filled
    )
    return named * 2 >= len(filled)


def _ungrouped(cells: Sequence[str]) -> tuple[Heading, ...]:
    parts = [_GROUPED.fullmatch(cell) for cell in cells]
    groups = Counter(part[1] for part in parts if part)
    if groups.total() < _FEWEST_GROUPED or groups.total() == len(groups):
        return tuple(map(Heading, cells))
    return tuple(
        Heading(part[2], part[1]) if part and groups[part[1]] > 1 else Heading(cell)
        for cell, part in zip(cells, parts, strict=True)
    )


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[Heading, ...]:
    return tuple(Heading(f"{cell} {_at(lower, place)}".strip()) for place, cell in enumerate(upper))


def _spanned(upper: Sequence[str], lower: Sequence[str]) -> tuple[Heading, ...]:
    headings, above = [], ""
    for place in range(max(len(upper), len(lower))):
        over, under = _at(upper, place), _at(lower, place)
        above = over or (above if under else "")
        headings.append(Heading(under, above) if under else Heading(over))
    return tuple(headings)


def _spanned_again(spanned: Sequence[Heading], lower: Sequence[str]) -> tuple[Heading, ...]:
    """Add a third line of headings, as statistics have."""
    headings, above = [], ""
    for place in range(max(len(spanned), len(lower))):
        over = spanned[place] if place < len(spanned) else Heading("")
        under = _at(lower, place)
        above = over.shown or (above if under else "")
        headings.append(Heading(under, above) if under else over)
    return tuple(headings)


def _is_clear(heading: Heading, words: Vocabulary) -> bool:
    return max(meaning_of(heading, words).scores.values(), default=0.0) >= CLEAR


def fields_named(headings: Iterable[Heading], words: Vocabulary) -> set[str]:
    """The fields that the headings clearly name. Fields that the programme skips are left out."""
    named: set[str] = set()
    for heading in headings:
        scores = meaning_of(heading, words).scores if heading.text else {}
        best = max(scores, key=lambda field: scores[field], default="")
        if best and scores[best] >= CLEAR and not best.startswith("-"):
            named.add(best)
    return named


def without_headings(lines: Sequence[Record]) -> Block | None:
    """Find a table whose first row has a phone. A line above it may be unknown headings."""
    for at, (_, cells) in enumerate(lines):
        if sum(map(bool, cells)) >= _FEWEST_CELLS and any(map(holds_phone, cells)):
            above = lines[at - 1][1] if at else ()
            filled = sum(map(bool, above))
            if filled >= _FEWEST_CELLS and filled * 2 > len(cells) and not _is_data(above):
                return at - 1, at - 1, tuple(map(Heading, above))
            return at, at - 1, tuple(Heading("") for _ in cells)
    return None
