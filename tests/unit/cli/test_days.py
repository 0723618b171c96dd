"""A day is read as Indonesians write it, the day before the month."""

from datetime import date
from pathlib import Path

import pytest
from cyclopts import App

from cli.importing.answers import read_answers
from cli.importing.asking import ask_about
from cli.importing.days import day_in
from cli.importing.replies import NO_REPLIES, Replies
from tests.unit.cli.questions import TypedAnswers, a_question
from tests.unit.cli.test_asking import NOTHING_SAID

NEW_YEARS_EVE = date(2026, 12, 31)
WRITTEN = (
    *(
        "2026-12-31",
        "31-12-26",
        "31-12-2026",
        "31/12/2026",
        "31.12.2026",
        "31 12 2026",
        "31 Desember 2026",
    ),
    *("31 DES 2026", "31-Des-2026", " 31  desember 2026 "),
)
WRONG = ("31-13-2026", "30 Februari 2026", "31 De 2026", "12/31/2026", "besok", "")


@pytest.mark.parametrize("text", WRITTEN)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert day_in(text) == NEW_YEARS_EVE


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_day_is_answered_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a date.*31 Desember 2026"):
        day_in(text)


def test_a_day_is_typed_in_words_on_the_terminal() -> None:
    terminal = TypedAnswers("31-13-2026", "31 Desember 2026")

    answer = ask_about(terminal, a_question(consent=True), NOTHING_SAID)

    assert answer.consent_on == NEW_YEARS_EVE
    assert "not a date: 31-13-2026" in terminal.text


def test_a_day_is_written_in_words_into_the_file_of_answers(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text("letters: {dairi.csv: {consent_on: 31 Desember 2026}}")

    assert read_answers(path).letters["dairi.csv"].consent_on == NEW_YEARS_EVE


def test_a_day_is_given_as_an_option() -> None:
    app = App(result_action="return_value")

    @app.default
    def declared(*, replies: Replies = NO_REPLIES) -> date | None:
        return replies.consent_on

    assert app(["--consent", "letter", "--consent-on", "31/12/2026"]) == NEW_YEARS_EVE
