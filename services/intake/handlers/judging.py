"""What became of a row, in words for the officer; private values are masked."""

from collections.abc import Iterable

from services.intake.files.reader import ReadRow, Said
from services.intake.letters import reference
from services.intake.model.imports import Outcome
from services.intake.model.lines import Cause, Line
from services.intake.model.masking import shown
from services.intake.model.nominations import DUPLICATES, FIRST
from shared.plumbing.failures import Refused


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
    return Line(line=row.line, outcome=outcome, umkm_id=umkm, problems=(said,), notices=notices)


def causes(said: Iterable[Said]) -> tuple[Cause, ...]:
    return tuple(cause(*each) for each in said)


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
