"""On the terminal an officer says what columns hold, and when the owners agreed."""

from datetime import date

import pytest

from cli.importing.answers import ColumnAnswer, LetterAnswer
from cli.importing.asking import ask_about
from tests.unit.cli.questions import TypedAnswers, a_column, a_question, fields_of

NOTHING_SAID = LetterAnswer()


def test_the_question_is_shown_in_both_languages_with_heading_letter_and_cells() -> None:
    terminal = TypedAnswers("")
    clear = a_column("B", "No HP", fields=["phone"], open=False)

    ask_about(terminal, a_question(a_column("A", sheet="Data"), clear), NOTHING_SAID)

    assert "Beberapa kolom belum jelas.\nSome columns are not clear." in terminal.text
    assert "sheet Data, kolom / column A: Nama" in terminal.text
    assert "Ti**** | Ro****" in terminal.text
    assert "1. Nama Pemilik (owner_name)" in terminal.text
    assert "2. Nama Usaha (business_name)" in terminal.text
    assert "B No HP = No HP (phone)" in terminal.text


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("", ("owner_name",)),
        ("2", ("business_name",)),
        ("-", ()),
        ("nik", ("nik",)),
        ("Nama Usaha", ("business_name",)),
        ("2, 1", ("business_name", "owner_name")),
        ("1, nama pemilik", ("owner_name",)),
    ],
)
def test_a_column_is_answered_by_enter_a_number_a_dash_or_a_name(
    typed: str, fields: tuple[str, ...]
) -> None:
    answer = ask_about(TypedAnswers(typed), a_question(a_column("A")), NOTHING_SAID)

    assert fields_of(answer.columns) == {"A": fields}


@pytest.mark.parametrize("typed", ["3", "0", "x", "owner_name,", "²"])
def test_what_is_no_field_is_asked_for_again(typed: str) -> None:
    terminal = TypedAnswers(typed, "1")

    answer = ask_about(terminal, a_question(a_column("A")), NOTHING_SAID)

    assert fields_of(answer.columns) == {"A": ("owner_name",)}
    assert "Tidak dikenal / not known" in terminal.text
    assert "Nama Usaha (business_name), employees, NIK (nik), Nama P" in terminal.text


def test_enter_answers_nothing_where_nothing_is_proposed() -> None:
    terminal = TypedAnswers("", "-")

    answer = ask_about(terminal, a_question(a_column("A", proposals=[])), NOTHING_SAID)

    assert fields_of(answer.columns) == {"A": ()}
    assert "not known: Enter" in terminal.text


def test_enter_never_says_that_a_column_holds_the_consent() -> None:
    terminal = TypedAnswers("", "1")
    names = {"consent": "Persetujuan"}

    question = a_question(a_column("A", "Izin", proposals=["consent"]), names=names)
    answer = ask_about(terminal, question, NOTHING_SAID)

    assert fields_of(answer.columns) == {"A": ("consent",)}
    assert "not known: Enter" in terminal.text


def test_enter_keeps_the_earlier_answer_when_a_letter_is_asked_about_again() -> None:
    earlier = LetterAnswer(columns=(ColumnAnswer(column="A", fields=()),))

    question = a_question(a_column("A"), a_column("B"))
    answer = ask_about(TypedAnswers("", "2"), question, earlier)

    assert fields_of(answer.columns) == {"A": (), "B": ("business_name",)}


def test_the_day_of_the_consent_is_asked_for_with_the_sentence_of_the_letter() -> None:
    terminal = TypedAnswers("kemarin", "", "2026-11-02")
    question = a_question(consent=True, sentence="Semua pemilik setuju.")

    answer = ask_about(terminal, question, NOTHING_SAID)

    assert answer == LetterAnswer(consent_on=date(2026, 11, 2))
    assert '"Semua pemilik setuju."' in terminal.text
    assert "not a date: kemarin" in terminal.text
    assert "not a date: Enter" in terminal.text


def test_a_consent_that_was_declared_before_is_not_asked_for() -> None:
    terminal = TypedAnswers()

    answer = ask_about(terminal, a_question(consent=True), NOTHING_SAID, date(2026, 11, 2))

    assert answer.consent_on == date(2026, 11, 2)


def test_the_day_is_not_asked_for_where_a_column_holds_the_consent() -> None:
    question = a_question(a_column("A"), consent=True, names={"consent": "Persetujuan"})

    answer = ask_about(TypedAnswers("Persetujuan"), question, NOTHING_SAID)

    assert (fields_of(answer.columns), answer.consent_on) == ({"A": ("consent",)}, None)
