"""What became of each row of a file, as it is kept and shown."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel, TypeAdapter

from services.intake.model.imports import Outcome
from services.intake.model.responses import RowTally
from shared.tables.numbering import place_of


class Finding(BaseModel, frozen=True):
    """One thing that is wrong with a cell, or that was mended in it."""

    field: str
    column: str = ""
    """The office's own heading, else the heading of our template."""
    code: str
    message_id: str
    message_en: str
    given: str | None = None
    """Masked where it is private."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its line in the file, and what became of it; there are 100,000 of them."""

    line: int
    """Unique in the file: see `letters.sheets`."""
    outcome: Outcome
    umkm_id: str | None = None
    problems: tuple[Finding, ...] = ()
    notices: tuple[Finding, ...] = ()
    sheet: str | None = None
    row: int | None = None
    """On its sheet, where the workbook has several; not kept, but told."""

    def on_sheet(self, sheets: Sequence[str]) -> "Line":
        """With the place that an officer finds."""
        sheet, row = place_of(self.line, sheets)
        return self if sheet is None else replace(self, sheet=sheet or None, row=row)


LINES = TypeAdapter(list[Line])


def tally_of_lines(lines: Sequence[Line]) -> RowTally:
    outcomes = Counter(line.outcome for line in lines)
    codes: Counter[str] = Counter()
    for line in lines:
        if line.outcome is Outcome.REFUSED:
            codes.update({problem.code for problem in line.problems})
    return RowTally(
        rows=len(lines),
        accepted=outcomes[Outcome.ACCEPTED],
        refused=outcomes[Outcome.REFUSED],
        duplicates=outcomes[Outcome.DUPLICATE],
        codes=dict(codes),
    )


def place_in_words(line: int, sheets: Sequence[str]) -> str:
    """`line 4`, or `Kec. B, line 4`."""
    sheet, on_sheet = place_of(line, sheets)
    return f"{sheet}, line {on_sheet}" if sheet else f"line {on_sheet}"
