"""Lines of a table that are no rows: repeated headings, column numbers, totals."""

from collections.abc import Mapping, Sequence

_FEWEST_NUMBERS = 3
_FIRST_NUMBERS = frozenset({"1", "(1)"})
_NEEDED = ("business_name", "owner_name", "phone", "product")
_MOST_OF_A_NOTE = 3


def is_no_row(
    cells: Sequence[str], values: Mapping[str, str], repeated: Sequence[Sequence[str]]
) -> bool:
    """True only for a line that could never be taken, so no good row is lost."""
    needed = len([field for field in _NEEDED if field in values])
    if needed <= 1 and "phone" not in values:  # a total, a name of a group, a signature, a note
        return needed == 0 or sum(map(bool, cells)) <= _MOST_OF_A_NOTE
    first = next(filter(None, cells))
    if first in _FIRST_NUMBERS:
        return are_numbered(_filled(cells))
    # The first place decides for nearly all rows, so that the others need not be looked at.
    return any(first in line and _filled(cells) == _filled(line) for line in repeated)


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell]


def are_numbered(filled: Sequence[str]) -> bool:
    """True for column numbers: `1;2;3` or `(1);(2);(3)`."""
    numbers = [cell.strip("()") for cell in filled]
    counted = [str(number) for number in range(1, len(filled) + 1)]
    return len(filled) >= _FEWEST_NUMBERS and numbers == counted
