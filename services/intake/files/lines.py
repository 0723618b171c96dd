"""What became of each row of a file, as it is kept and shown; private values are masked."""

from collections import Counter
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict, TypeAdapter

from services.intake.files.reader import ReadRow, Said
from services.intake.handlers.reports import Outcome
from services.intake.letters import reference
from services.intake.letters.private import shown
from services.intake.model.responses import Tally
from services.intake.rules.nominations import DUPLICATES, FIRST
from shared.plumbing.failures import Refused


class Cause(BaseModel):
    """One thing that is wrong with a cell, or that was mended in it."""

    model_config = ConfigDict(frozen=True)

    field: str
    code: str
    message_id: str
    message_en: str
    given: str | None = None
    """Masked where it is private."""


class Line(BaseModel):
    """One row: its line in the file, and what became of it."""

    model_config = ConfigDict(frozen=True)

    line: int
    outcome: Outcome
    umkm_id: str | None = None
    problems: list[Cause] = []
    notices: list[Cause] = []


LINES = TypeAdapter(list[Line])


def unreadable_line(row: ReadRow) -> Line:
    return Line(line=row.line, outcome=Outcome.REFUSED, problems=causes(row.problems))


def judged_line(row: ReadRow, umkm: str, refused: Refused | None) -> Line:
    """Of a row that the rules have judged."""
    notices = causes(row.notices)
    if refused is None:
        return Line(line=row.line, outcome=Outcome.ACCEPTED, umkm_id=umkm, notices=notices)
    duplicate = refused.code in DUPLICATES
    outcome = Outcome.DUPLICATE if duplicate else Outcome.REFUSED
    said = cause("", refused.code, refused.detail.removeprefix(FIRST))
    return Line(line=row.line, outcome=outcome, umkm_id=umkm, problems=[said], notices=notices)


def causes(said: Iterable[Said]) -> list[Cause]:
    return [cause(*each) for each in said]


def cause(field: str, code: str, given: str | None) -> Cause:
    sentence = reference.sentences().get(code)
    indonesian, english = sentence or (f"Ditolak: {code}.", f"Refused: {code}.")
    return Cause(
        field=field,
        code=code,
        message_id=indonesian,
        message_en=english,
        given=shown(field, given) if given else None,
    )


def tally_of_lines(lines: Sequence[Line]) -> Tally:
    outcomes = Counter(line.outcome for line in lines)
    codes: Counter[str] = Counter()
    for line in lines:
        if line.outcome is Outcome.REFUSED:
            codes.update({problem.code for problem in line.problems})
    return Tally(
        rows=len(lines),
        accepted=outcomes[Outcome.ACCEPTED],
        refused=outcomes[Outcome.REFUSED],
        duplicates=outcomes[Outcome.DUPLICATE],
        codes=dict(codes),
    )
