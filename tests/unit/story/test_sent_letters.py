"""Which letters the reconciliation counts, and with which rows."""

from pathlib import Path

from story.director import counted_letters
from story.letters import IntakeAnswers
from story.plan import StoryPlan, plan_real
from story.reconcile.evidence import RowOutcome

LETTER = "Nama;Pemilik;HP\nUD Maju;Tiur;0812\nUD Jaya;Rotua;0813\n"
ACCEPTED = [RowOutcome("accepted")]


def a_plan(folder: Path, *names: str) -> StoryPlan:
    for name in names:
        (folder / name).write_text(LETTER)
    return plan_real(folder, capacity=10, seed=1)


def test_a_letter_is_counted_with_the_rows_that_stand_in_it(tmp_path: Path) -> None:
    plan = a_plan(tmp_path, "dairi.csv")

    [letter] = counted_letters(plan, IntakeAnswers({"dairi.csv": {2: ACCEPTED}})).sent

    assert (letter.lines, letter.answered) == ((2, 3), {2: ACCEPTED})


def test_a_file_that_failed_half_way_is_counted_with_the_rows_before_that(tmp_path: Path) -> None:
    plan = a_plan(tmp_path, "dairi.csv", "karo.csv", "samosir.csv")
    refused = {"karo.csv": "This workbook is damaged.", "samosir.csv": "The file is empty."}
    answers = IntakeAnswers(
        {"dairi.csv": {2: ACCEPTED, 3: ACCEPTED}, "karo.csv": {2: ACCEPTED}}, refused
    )

    letters = counted_letters(plan, answers)

    assert {each.name: each.lines for each in letters.sent} == {
        "dairi.csv": (2, 3),
        "karo.csv": (2,),
    }
    assert letters.refused == refused
