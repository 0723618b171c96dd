"""What the sender of a letter is told."""

from services.intake.handlers.nominations import tally_of
from services.intake.handlers.reports import Report
from services.intake.letters.problems import RowProblem
from services.intake.model.responses import Tally
from shared.plumbing.aggregate import Applied
from shared.plumbing.failures import Refused

DUPLICATE = Refused("duplicate", "recommended already: 12.11, a.csv, line 4")


def test_every_row_of_a_letter_is_counted_once() -> None:
    report = Report("r1", "12.11", "f00d")
    report.refuse(5, [RowProblem.said(5, field, "missing-name", None) for field in ("a", "b")])
    report.answer(4, Applied("U1", 1))
    report.answer(6, Applied("U1", 2, DUPLICATE))

    told = report.finished()

    assert report.tally() == Tally(3, 1, 1, 1, {"missing-name": 1})
    assert (told.rows, told.accepted, told.refused, told.duplicates) == (3, 1, 1, 1)
    assert [line.outcome for line in told.lines] == ["accepted", "refused", "duplicate"]
    assert told.lines[2].first == "12.11, a.csv, line 4"


def test_a_row_with_two_reasons_counts_under_both() -> None:
    report = Report("r1", "12.11", "f00d")
    codes = ("missing-name", "invalid-nib")
    report.refuse(5, [RowProblem.said(5, "nib", code, "12") for code in codes])

    assert report.tally() == Tally(1, 0, 1, 0, {"missing-name": 1, "invalid-nib": 1})


def test_a_single_recommendation_counts_as_a_letter_of_one_row() -> None:
    closed = Refused("round-closed", "closed")

    assert tally_of(None) == Tally(1, accepted=1)
    assert tally_of(DUPLICATE) == Tally(1, duplicates=1)
    assert tally_of(closed) == Tally(1, refused=1, codes={"round-closed": 1})
