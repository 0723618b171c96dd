"""What an office puts between and below its rows is no row, and is told."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.intake.files.child import frames
from services.intake.handlers.contents import passed_over_in_words
from services.intake.letters.parsing import LetterFacts
from services.intake.model.lines import LINES_APART
from story.reconcile.reading_letters import read_letter
from tests.unit.intake.wrong_files import GOOD, HEADINGS, Cells, book, changed, text

NUMBERED = [f"({number})" for number in range(1, 9)]
TOTAL: Cells = ["Jumlah", "", "", "", "", "", "", "2"]


def read(folder: Path, name: str, content: bytes) -> tuple[list[int], list[int]]:
    """The lines of the rows, and those that were passed over."""
    path = folder / name
    path.write_bytes(content)
    found: list[dict[str, Any]] = list(frames(path, LetterFacts("12.11", date(2026, 11, 30))))
    passed_over: list[int] = next((f["passed_over"] for f in found if "passed_over" in f), [])
    return [row["line"] for frame in found for row in frame.get("rows", [])], passed_over


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_total_numbers_of_columns_and_headings_of_the_next_page_are_no_rows(
    suffix: str, tmp_path: Path
) -> None:
    rows = [HEADINGS, NUMBERED, GOOD, HEADINGS, GOOD, TOTAL]
    content = text(*rows) if suffix == "csv" else book(*rows)

    lines, passed_over = read(tmp_path, f"surat.{suffix}", content)

    assert (lines, passed_over) == ([3, 5], [2, 4, 6])
    assert list(read_letter(tmp_path / f"surat.{suffix}").rows) == lines


def test_a_business_that_is_called_total_is_a_row(tmp_path: Path) -> None:
    rows = [HEADINGS, changed(c0="Total"), changed(c0="Jumlah", c2=""), changed(c1="1", c0="")]

    lines, passed_over = read(tmp_path, "surat.csv", text(*rows))

    assert (lines, passed_over) == ([2, 3, 4], [])
    assert list(read_letter(tmp_path / "surat.csv").rows) == lines


def test_lines_that_were_passed_over_are_named_by_their_sheet() -> None:
    told = passed_over_in_words([6, LINES_APART + 2, *range(10, 40)], ("Parbuluan", "Tigalingga"))

    assert told.given.startswith("Parbuluan: 6, Tigalingga: 2, Parbuluan: 10, ")
    assert told.given.endswith("...")
