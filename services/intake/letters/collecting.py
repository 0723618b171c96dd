"""The cells of a row, and what there is to say of them, collected for the officer."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from services.intake.letters import cells, reference
from services.intake.letters.cells import CellProblemError, one_line, says_none
from services.intake.letters.row import Remark, Row
from shared.tables.cells import spoiled_cells
from shared.tables.parting import LABEL_BEHIND, are_same, labelled_brand, name_and_numbers
from shared.tables.spelling import is_visible

T = TypeVar("T")
DASHES = " -\u2013\u2014._"
# `Bonar Napitupulu (L)`, `Bonar, 2006` (the year of his business), `UD Maju (10761)` (its KBLI).
_BEHIND_NAME = re.compile(
    rf"(?:\((?:l|p|lk|pr)\)|[,(/]\s*[0-9]{{4,5}}\)?|{LABEL_BEHIND})$",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE_BEHIND = frozenset("(,/:;|-\u2013")
_CLEAN_NAME = re.compile(r"[A-Za-z][A-Za-z .']*[0-9]{0,6}")  # nine of ten cells of names
_A_NUMBER = re.compile("(?:[0-9][ .()-]{0,3}){7}")
_LONG_NUMBER = re.compile("[0-9]{7}")
# What identifies a UMKM, or must be there: a mistake in it refuses the row. Anything else that is
# not understood is left out with a notice.
_IDENTIFYING = {"business_name", "owner_name", "nik", "nib", "npwp", "pirt", "phone", "email"}
REFUSING = frozenset(_IDENTIFYING | {"district", "product", "hs", "consent"})
_BEYOND_AN_UMKM = {"not-umkm", "too-large-for-its-scale"}
_NOT_YET = {"nib", "npwp", "pirt"}
"""Numbers that offices give; until then words stand there: `SKU desa`, `dlm proses`."""
_LONGEST_GIVEN = 200


def name_in(cell: str, missing: str) -> str:
    """On one line; raises CellProblemError where nothing of it can be seen."""
    words = " ".join(cell.split())
    if not is_visible(words):
        raise CellProblemError(missing)
    if _LONG_NUMBER.search(words):  # it may be a NIK, and names stand in open topics
        raise CellProblemError("number-in-name")
    return words


class CellsOfRow:
    """Collects problems instead of stopping at the first: an officer mends a row once."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self._cells = _with_further(row) if row.further else row.cells
        self._filled, empty = dict(self._cells), reference.words().empty
        written = self._cells.values()
        if not all(written) or not empty.isdisjoint(map(str.lower, written)):
            self._filled = {f: c for f, c in self._cells.items() if c and c.lower() not in empty}
        self._problems: list[Remark] = []
        self._notices: list[Remark] = []
        self._kept: list[str] = []
        self._spoiled = spoiled_cells(row.cells)

    def _name(self, field: str, missing: str) -> str | None:
        """Only dashes and blanks are none: `Null` is a surname."""
        cell = self._cells.get(field, "").strip()
        self._filled[field] = cell
        is_clean = _CLEAN_NAME.fullmatch(cell) and "  " not in cell
        written = cell if is_clean else self._name_among_others(field, cell, missing)
        if written and (
            written.lower() in reference.words().unusual or not any(map(str.isalpha, written))
        ):
            self._notice(field, "unusual-name")
        return written

    def _name_among_others(self, field: str, cell: str, missing: str) -> str | None:
        if _A_NUMBER.search(cell):
            cell = self._without_numbers(field, cell)
        if not _BEFORE_BEHIND.isdisjoint(cell):
            cell, brand = labelled_brand(_BEHIND_NAME.sub("", cell).rstrip())
            if brand and "brand" not in self._filled:
                self._fill("brand", brand)
        self._filled[field] = cell
        if not cell.strip(DASHES):
            del self._filled[field]
        return self._required(field, missing, lambda cell: name_in(cell, missing))

    def _without_numbers(self, field: str, cell: str) -> str:
        """A number in a name goes to its own field. If that has a cell, it becomes a note."""
        name, numbers = name_and_numbers(cell)
        for kind, number in numbers:
            if kind not in self._filled:
                self._fill(kind, number)
            elif not are_same(number, self._filled[kind]):
                self._keep(field, "several-numbers")
        return name or cell

    def _number(self, field: str, read: Callable[[str], str]) -> str | None:
        """The first valid one of several; what stands in its place where there is none yet."""
        cell = self._filled.get(field, "").strip(" ;,/")
        if not cell or field in self._spoiled:
            return self._optional(field, read)
        is_word = field in _NOT_YET and not any(map(str.isdigit, cell))  # in any language
        # Everybody has a NIK, even if nobody knows it: `tidak tahu`.
        is_unknown = field == "nik" and not reference.words().unknown.isdisjoint(cell.split())
        if is_word or (cells.says_none(cell) and not is_unknown):
            return None
        try:
            return read(cell)
        except CellProblemError as problem:
            for part in cells.SEVERAL.split(cell):
                with suppress(CellProblemError):
                    number = read(part.strip())
                    self._keep(field, "several-numbers")
                    return number
            self._refuse_or_leave_out(field, problem.code)
            return None

    def _required(self, field: str, missing: str, read: Callable[[str], T]) -> T | None:
        if field not in self._filled:
            self._report(field, missing)
        return self._optional(field, read)

    def _optional(self, field: str, read: Callable[[str], T]) -> T | None:
        if (cell := self._filled.get(field)) is None:
            return None
        if field in self._spoiled:
            self._refuse_or_leave_out(field, self._spoiled[field])
            return None
        try:
            return read(cell)
        except CellProblemError as problem:
            self._refuse_or_leave_out(field, problem.code)
            return None

    def _refuse_or_leave_out(self, field: str, code: str) -> None:
        if field in REFUSING or code in _BEYOND_AN_UMKM:
            self._report(field, code)
        else:
            self._notice(field, code)

    def _fill(self, field: str, cell: str) -> None:
        """Fill a field from the cell of another field."""
        self._cells, self._filled[field] = {**self._cells, field: cell}, cell

    def _keep(self, field: str, code: str) -> None:
        """The whole cell as a note, because only a part of it is taken."""
        self._kept.append(f"{reference.heading_of(field)}: {one_line(self._filled[field])}")
        self._notice(field, code)

    def _notice(self, field: str, code: str, cell: str | None = None) -> None:
        self._notices.append(self._remark(field, code, cell))

    def _report(self, field: str, code: str, cell: str | None = None) -> None:
        self._problems.append(self._remark(field, code, cell))

    def _remark(self, field: str, code: str, cell: str | None) -> Remark:
        return field, code, (cell or self._cells.get(field, ""))[:_LONGEST_GIVEN] or None


def _with_further(row: Row) -> dict[str, str]:
    """Cells of more columns for one field, as if one cell held them all."""
    joined = dict(row.cells)
    for field, more in row.further.items():
        if field == "export_experience" and says_none(joined.get(field, "?")):
            continue  # countries beside a no are a plan
        cells = dict.fromkeys(filter(None, (row.cells.get(field), *more)))
        joined[field] = "\n".join(c for c in cells if c.lower() not in reference.words().empty)
    return joined
