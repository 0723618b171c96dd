"""How rows are counted, of a file and of a single recommendation."""

from dataclasses import asdict

from services.intake.handlers.nominations import tally_of
from services.intake.model.imports import Outcome
from services.intake.model.lines import Finding, Line, tally_of_lines
from services.intake.model.responses import RowTally
from shared.plumbing.core.failures import Refused


def a_line(number: int, outcome: Outcome, *codes: str) -> Line:
    causes = tuple(
        Finding(field="nib", code=code, message_id="Salah.", message_en="Wrong.") for code in codes
    )
    return Line(number, outcome, problems=causes)


def test_every_row_of_a_file_is_counted_once() -> None:
    lines = [
        a_line(2, Outcome.ACCEPTED),
        a_line(3, Outcome.REFUSED, "missing-name", "missing-name"),
        a_line(4, Outcome.DUPLICATE, "duplicate"),
    ]

    assert tally_of_lines(lines) == RowTally(3, 1, 1, 1, {"missing-name": 1})


def test_a_row_with_two_reasons_counts_under_both() -> None:
    lines = [a_line(5, Outcome.REFUSED, "missing-name", "invalid-nib")]

    assert tally_of_lines(lines).codes == {"missing-name": 1, "invalid-nib": 1}


def test_a_single_recommendation_counts_as_a_letter_of_one_row() -> None:
    duplicate = Refused("duplicate", "recommended already: 12.11, a.csv, line 4")
    closed = Refused("round-closed", "closed")

    assert tally_of(None) == RowTally(1, accepted=1)
    assert tally_of(duplicate) == RowTally(1, duplicates=1)
    assert tally_of(closed) == RowTally(1, refused=1, codes={"round-closed": 1})


def test_reasons_are_added_up_and_stay_what_a_document_can_hold() -> None:
    some = RowTally(rows=2, refused=2, codes={"invalid-nib": 2})

    total = some + RowTally(rows=1, refused=1, codes={"invalid-nib": 1, "invalid-nik": 1})

    assert asdict(total)["codes"] == {"invalid-nib": 3, "invalid-nik": 1}
