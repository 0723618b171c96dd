"""What was mended in a row without asking, told to the officer."""

import re
from collections.abc import Iterator

from services.intake.letters.districts import district_named
from services.intake.letters.problems import RowProblem
from services.intake.letters.row import Row

# A spreadsheet drops the zero of a number: 0812... becomes 812..., 0901.11 becomes 901.11.
_LOST_ZERO = {
    "phone": re.compile(r"8[0-9]{8,11}"),
    "hs": re.compile(r"[1-9][0-9]{2}\.?[0-9]{2}(?:\.?[0-9]{2}){0,2}"),
}


def noticed(row: Row) -> Iterator[RowProblem]:
    """Each with its cell; the row is taken all the same."""
    for field, lost in _LOST_ZERO.items():
        cell = row.given.get(field)
        if cell and lost.fullmatch(cell):
            yield RowProblem.said(row.line, field, "zero-restored", cell)
    if "phone" in row.passed_over:
        yield RowProblem.said(row.line, "phone", "second-phone", row.given["phone"])
    named = row.given.get("district")
    if named and not named[:1].isdigit() and district_named(named) is None:
        yield RowProblem.said(row.line, "district", "district-not-known", named)
