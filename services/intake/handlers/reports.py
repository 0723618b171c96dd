"""What the sender of a letter is told: each row, and what is wrong where."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict

from services.intake.letters.problems import RowProblem
from services.intake.model.imports import Notice, Outcome
from services.intake.model.lines import place_of
from services.intake.model.responses import Tally
from services.intake.rules.nominations import DUPLICATES, FIRST
from shared.plumbing.aggregate import Applied


@dataclass(frozen=True, slots=True)
class LineReport:
    """What became of one row; a letter may have some ten thousand, so it is small."""

    line: int
    """As a spreadsheet counts, from 1; of several sheets see `sheet` and `row`."""
    outcome: Outcome
    code: str | None = None
    umkm_id: str | None = None
    first: str | None = None
    """Of a duplicate: district and place of the recommendation that counts."""
    sheet: str | None = None
    row: int | None = None
    """On its sheet, where the workbook has several; `line` is then unique in the workbook."""


class LetterReport(BaseModel):
    """What became of a letter; the same for the same letter, however often it is sent."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    round_id: str
    district: str
    letter: str
    """The sha256 of its bytes, round and district."""
    rows: int
    accepted: int
    refused: int
    duplicates: int
    problems: list[RowProblem]
    lines: list[LineReport]
    notices: tuple[Notice, ...] = ()
    """What of the file is not read."""


class Report:
    """Collects the answer while a letter is read."""

    def __init__(
        self,
        round_id: str,
        district: str,
        letter: str,
        sheets: Sequence[str] = (),
        notices: tuple[Notice, ...] = (),
    ) -> None:
        self.letter, self.sheets, self._notices = letter, sheets, notices
        self._round_id, self._district = round_id, district
        self._lines: list[LineReport] = []
        self._problems: list[RowProblem] = []
        self._codes: Counter[str] = Counter()

    def refuse(self, line: int, problems: Sequence[RowProblem]) -> None:
        """Take a row that could not be read as a recommendation."""
        self._problems += problems
        self._codes.update({problem.code for problem in problems})
        self._add(LineReport(line=line, outcome=Outcome.REFUSED, code=problems[0].code))

    def answer(self, line: int, applied: Applied) -> None:
        """Take a row that the rules have judged."""
        code = applied.refused.code if applied.refused else None
        detail = applied.refused.detail if applied.refused else ""
        outcome = Outcome.ACCEPTED
        if code:
            outcome = Outcome.DUPLICATE if code in DUPLICATES else Outcome.REFUSED
        if outcome is Outcome.REFUSED:
            self._codes.update([str(code)])
        first = detail.removeprefix(FIRST) if outcome is Outcome.DUPLICATE else None
        self._add(
            LineReport(line=line, outcome=outcome, code=code, umkm_id=applied.key, first=first)
        )

    def _add(self, line: LineReport) -> None:
        sheet, row = place_of(line.line, self.sheets)
        self._lines.append(replace(line, sheet=sheet, row=row) if sheet else line)

    def tally(self) -> Tally:
        outcomes = Counter(line.outcome for line in self._lines)
        return Tally(
            rows=len(self._lines),
            accepted=outcomes[Outcome.ACCEPTED],
            refused=outcomes[Outcome.REFUSED],
            duplicates=outcomes[Outcome.DUPLICATE],
            codes=dict(self._codes),
        )

    def finished(self) -> LetterReport:
        tally = self.tally()
        return LetterReport(
            round_id=self._round_id,
            district=self._district,
            letter=self.letter,
            rows=tally.rows,
            accepted=tally.accepted,
            refused=tally.refused,
            duplicates=tally.duplicates,
            problems=self._problems,
            lines=sorted(self._lines, key=lambda each: each.line),
            notices=self._notices,
        )
