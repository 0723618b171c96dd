"""What stands in cells of any table: marks of repetition, errors of a spreadsheet, counts."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

_MARKS = ("=", "#")
_EXCEL_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|#+)")
_LONGEST_COUNT, _LONGEST_NUMBER = 60, 5
_NUMBERS = re.compile(r"[0-9]+")
_WORDS = re.compile(r"[^\W\d_]+")


def as_above(
    cells: Sequence[str],
    above: Sequence[str],
    marks: AbstractSet[str],
    places: AbstractSet[int],
) -> Sequence[str]:
    """`sda` below the name of a kecamatan. `places` are columns whose cells may repeat."""
    above = [*above, *[""] * (len(cells) - len(above))]
    return tuple(
        above[place] if cell in marks and place in places else cell
        for place, cell in enumerate(cells)
    )


def people_in(cell: str, people: Mapping[str, str]) -> int | None:
    """The number in `5 orang`, `3+2`, `3 L / 2 P`; None if it is not clear."""
    text = cell.lower().partition("(")[0]
    numbers = _NUMBERS.findall(text)
    kinds = [people.get(word, "unknown") for word in _WORDS.findall(text)]
    is_sum = "+" in text or {"men", "women"} <= set(kinds)
    strange = {"unknown"} if is_sum else {"unknown", "part"}
    is_known = strange.isdisjoint(kinds) and set(text).isdisjoint("<>")
    is_figure = len(cell) <= _LONGEST_COUNT and len(numbers) == 1 + is_sum
    if not (is_known and is_figure) or len(max(numbers, key=len)) > _LONGEST_NUMBER:
        return None
    return sum(map(int, numbers))


def spoiled_cells(cells: Mapping[str, str]) -> dict[str, str]:
    """The code of the problem by field, where a spreadsheet shows something else than was typed."""
    text = "".join(cells.values())
    if "=" not in text and "#" not in text:
        return {}  # nearly all rows
    marked = {field: cell for field, cell in cells.items() if cell.startswith(_MARKS)}
    spoiled = {f: "excel-error" for f, cell in marked.items() if _EXCEL_ERROR.fullmatch(cell)}
    return spoiled | {f: "formula" for f, cell in marked.items() if cell[0] == "="}
