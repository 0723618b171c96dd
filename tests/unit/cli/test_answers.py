"""Answers to questions about letters come from a file, and a file is written to be edited."""

import json
from datetime import date
from pathlib import Path

import pytest

from cli.importing.answers import Answers, ColumnAnswer, LetterAnswer, read_answers, to_edit
from deploy.embedded.errors import PlatformError
from tests.unit.cli.questions import a_column, a_question

DAIRI = LetterAnswer(
    consent_on=date(2026, 11, 2),
    columns=(ColumnAnswer(sheet="Data", column="NO", fields=("owner_name",)),),
)


@pytest.mark.parametrize("kind", ["json", "yaml"])
def test_answers_are_read_from_json_and_from_yaml(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"answers.{kind}"
    columns = [{"sheet": "Data", "column": "NO", "fields": ["owner_name"]}]
    letters = {"dairi.xlsx": {"consent_on": "2026-11-02", "columns": columns}}
    as_yaml = """
officer: Ibu Sari
letters:
  dairi.xlsx:
    consent_on: 2026-11-02
    columns: [{sheet: Data, column: "NO", fields: [owner_name]}]
"""
    as_json = json.dumps({"officer": "Ibu Sari", "letters": letters})
    path.write_text(as_yaml if kind == "yaml" else as_json)

    answers = read_answers(path)

    assert answers == Answers(officer="Ibu Sari", letters={"dairi.xlsx": DAIRI})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("letters: [", "neither YAML nor JSON"),
        ("", "does not hold answers"),
        ("officer: A\nletters: {a.csv: {column: []}}", "letters.a.csv.column: Extra inputs"),
        ("letters: {a.csv: {columns: [{column: 3, fields: []}]}}", "valid string"),
        ("letters: {a.csv: {columns: [{column: A}]}}", "fields: Field required"),
        ("letters: {a.csv: {columns: [{column: A, fields: }]}}", "kolom A belum dijawab"),
        (
            "letters: {a.csv: {consent_on: soon}}",
            "Bukan tanggal / not a date: soon",
        ),
        ("officer: A\nofficer: B", "twice"),
    ],
)
def test_a_file_that_holds_no_answers_is_told_what_is_wrong(
    tmp_path: Path, text: str, why: str
) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(text)

    with pytest.raises(PlatformError, match=why):
        read_answers(path)


def test_a_file_of_answers_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00\x81")

    for name in ("absent.yaml", "bytes.yaml"):
        with pytest.raises(PlatformError, match=name):
            read_answers(tmp_path / name)


def test_the_file_to_edit_is_a_file_of_answers_with_the_first_proposals(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    question = a_question(
        a_column("NO", sheet="Data"),
        a_column("B", proposals=[]),
        a_column("C", fields=["phone"], open=False),
    )

    path.write_text(to_edit({"kab/dairi: 1.xlsx": question}, "Ibu Sari"), encoding="utf-8")

    expected = (
        ColumnAnswer(sheet="Data", column="NO", fields=("owner_name",)),
        ColumnAnswer(column="B", fields=()),
    )
    letters = {"kab/dairi: 1.xlsx": LetterAnswer(columns=expected)}
    assert read_answers(path) == Answers(officer="Ibu Sari", letters=letters)
    assert "may be: Nama Pemilik (owner_name), Nama Usaha (business_name)" in path.read_text()
    assert "already clear: C Nama = No HP (phone)" in path.read_text()
    assert '"Nama": "Ti****", "Ro****"' in path.read_text()


@pytest.mark.parametrize("proposals", [["consent"], ["consent_on", "phone"], []])
def test_what_may_be_the_consent_is_left_for_a_person_to_fill_in(
    tmp_path: Path, proposals: list[str]
) -> None:
    path = tmp_path / "answers.yaml"
    question = a_question(a_column("A", "Izin", proposals=proposals), consent=True)

    path.write_text(to_edit({"karo.csv": question}, "Ibu Sari"), encoding="utf-8")

    with pytest.raises(PlatformError, match=r"A belum dijawab.* / this column is not answered"):
        read_answers(path)


def test_a_heading_of_a_stranger_cannot_write_an_answer(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    hostile = 'x"\nofficer: Mallory\u2028officer: "Mallory\x1b[2J'
    clear = a_column("B", hostile, fields=["phone"], open=False)
    unclear = a_column("A", hostile, samples=[hostile])
    question = a_question(unclear, clear, sentence=hostile, consent=True)

    path.write_text(to_edit({hostile: question}, None), encoding="utf-8")

    answers = read_answers(path)
    assert (answers.officer, list(answers.letters)) == ("", [hostile])
    assert "\x1b" not in path.read_text()
