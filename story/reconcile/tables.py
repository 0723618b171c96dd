"""Finds headings and rows among the lines of a table, by rules of its own."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

HEADINGS_AT_LEAST = 3
"""A title stands alone in its line, headings never do."""
PHONE = re.compile(r"^\(?(?:\+?62|0|8)[\d\s().-]{7,}$")
_ROW_AT_LEAST = 4
"""Cells of a row without a phone; signatures stand two abreast at most."""
_FEWEST_DIGITS = 5
_TOTAL = re.compile(
    r"(grand\s+|sub[\s-]?)?(total|jumlah)(\s+(seluruhnya|keseluruhan|umkm|usaha))?[\s:]*"
    r"(\d+(\s+\w+)?)?",
    re.IGNORECASE,
)
Cells = Sequence[str]


class ReadTable(NamedTuple):
    """The rows of a sheet by their line, and its headings: `above / below` if of two lines."""

    headings: tuple[str, ...]
    rows: dict[int, list[str]]


def read_table(table: Sequence[list[str]], before: int = 0) -> ReadTable:
    """Lines are counted from `before`."""
    first = heading_of(table)
    lines = heading_lines(table, first)
    headings = _joined(lines)
    repeated = [_stripped(line) for line in lines]
    begin = first + len(lines) if lines else 0
    rows = {
        before + line: cells
        for line, cells in enumerate(table, start=1)
        if line > begin and _is_row(cells, headings, repeated)
    }
    return ReadTable(headings, rows)


def heading_of(table: Sequence[Cells]) -> int:
    """The first line that is like headings, from 0; behind the last one where there is none."""
    lines = (
        number
        for number, cells in enumerate(table)
        if filled(cells) >= HEADINGS_AT_LEAST and not _holds_data(cells)
    )
    return next(lines, len(table))


def heading_lines(table: Sequence[Cells], first: int) -> list[Cells]:
    """One, or two where the second fills what the first leaves blank below its own headings."""
    upper, lower = table[first : first + 1], table[first + 1 : first + 2]
    if not upper or not lower or _holds_data(lower[0]) or _are_numbers(_stripped(lower[0])):
        return list(upper)
    places = [place for place, cell in enumerate(lower[0]) if cell.strip()]
    names_more = any(not upper[0][place : place + 1] or not upper[0][place] for place in places)
    leaves_some = any(cell.strip() and at not in places for at, cell in enumerate(upper[0]))
    return [*upper, *lower] if names_more and leaves_some and len(places) > 1 else list(upper)


def filled(cells: Iterable[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _joined(lines: Sequence[Cells]) -> tuple[str, ...]:
    if len(lines) <= 1:
        return tuple(lines[0]) if lines else ()
    upper, lower = lines
    headings, above = [], ""
    for at in range(max(len(upper), len(lower))):
        over, under = ("".join(line[at : at + 1]).strip() for line in (upper, lower))
        above = over or (above if under else "")
        headings.append(f"{above} / {under}" if under and above else over or under)
    return tuple(headings)


def _is_row(cells: Cells, headings: Cells, repeated: Sequence[list[str]]) -> bool:
    """Something with a phone, or with so many cells that it is no signature, sum or note."""
    written = _stripped(cells)
    if not written or written in repeated or _are_numbers(written):
        return False
    if any(PHONE.match(cell) for cell in written):
        return True
    if not headings:
        return False
    if any(_TOTAL.fullmatch(cell) for cell in written) and 2 * len(written) <= filled(headings):
        return False
    return len(written) >= min(_ROW_AT_LEAST, max(2, filled(headings) // 2 + 1))


def _stripped(cells: Cells) -> list[str]:
    return [cell.strip() for cell in cells if cell.strip()]


def _are_numbers(written: Sequence[str]) -> bool:
    """Numbers of the columns: `1;2;3` or `(1);(2);(3)`."""
    counted = [str(number) for number in range(1, len(written) + 1)]
    is_long = len(written) >= HEADINGS_AT_LEAST
    return is_long and [cell.strip("()") for cell in written] == counted


def _holds_data(cells: Cells) -> bool:
    """A number or an e-mail; a heading that shows an example has more letters than digits."""
    return any("@" in cell or _is_number(cell) for cell in cells)


def _is_number(cell: str) -> bool:
    digits = sum(map(str.isdigit, cell))
    return digits >= _FEWEST_DIGITS and digits > sum(map(str.isalpha, cell))
