"""Lines of a table that are no rows: the headings of the next page, numbers of columns, a total."""

import re
from collections.abc import Mapping, Sequence

_FEWEST_NUMBERS = 3
_FIRST_NUMBERS = frozenset({"1", "(1)"})
_TOTAL = re.compile(
    r"(?:grand\s+|sub[\s-]?)?(?:total|jumlah)(?:\s+(?:seluruhnya|keseluruhan|umkm|usaha))?[\s:]*",
    re.IGNORECASE,
)


def is_no_row(cells: Sequence[str], given: Mapping[str, str], headings: Sequence[str]) -> bool:
    """True only for what could never be taken, so that no good row is lost by it."""
    if "phone" not in given and "hs" not in given:
        return any(_TOTAL.fullmatch(cell) for cell in cells)
    first = next(cell for cell in cells if cell)
    if first in _FIRST_NUMBERS:
        return _are_numbered(_filled(cells))
    # The first place decides for nearly all rows, so that the others need not be looked at.
    return first in headings and _filled(cells) == _filled(headings)


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell]


def _are_numbered(filled: Sequence[str]) -> bool:
    """`1;2;3` or `(1);(2);(3)`, which offices put below their headings."""
    numbers = [cell.strip("()") for cell in filled]
    counted = [str(number) for number in range(1, len(filled) + 1)]
    return len(filled) >= _FEWEST_NUMBERS and numbers == counted
