"""Letters that wait for an answer do not keep others back; they are asked about together."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx
from rich.console import Console

from cli.importing.answers import read_answers
from cli.importing.command import SOME_WAIT, import_
from cli.importing.officers import AtTheTerminal, Officer
from cli.importing.replies import Replies
from cli.importing.sending import DistrictClient, Sender
from deploy.embedded.errors import PlatformError
from folder.letters import Letter
from tests.unit.cli.questions import TypedAnswers, a_column, a_question

INTAKE = "http://intake:8000"
PLACES = {"report": "/report.csv", "marked": "/marked"}
COUNTS = {"rows": 3, "accepted": 3, "refused": 0, "duplicates": 0}


class Desk:
    """Intake as far as questions go: it asks the prepared ones, one after the other."""

    def __init__(self, *questions: dict[str, Any]) -> None:
        self._questions = list(questions)
        self.answers: list[dict[str, Any]] = []
        self.refusals: list[httpx.Response] = []
        self.answered_by_another = False
        self.sent: list[str] = []
        respx.post(f"{INTAKE}/rounds/r1/imports").mock(side_effect=self._post)
        respx.put(f"{INTAKE}/imports/1/columns").mock(side_effect=self._put)
        respx.get(url__regex=rf"{INTAKE}/imports/.*").mock(
            side_effect=lambda request: httpx.Response(200, json=self._job(request.url.path))
        )

    def _job(self, url: str) -> dict[str, Any]:
        question = self._questions[0] if url == "/imports/1" and self._questions else None
        job = {"url": url, "file": "surat.csv", "percent": 100, "rows_per_second": 1, **PLACES}
        status = "waiting-for-columns" if question else "done"
        return job | COUNTS | {"status": status, "question": question, "failure": None}

    def _post(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request.url.params["filename"])
        number = list(dict.fromkeys(self.sent)).index(self.sent[-1]) + 1
        return httpx.Response(202, json=self._job(f"/imports/{number}"))

    def _put(self, request: httpx.Request) -> httpx.Response:
        self.answers.append(json.loads(request.content))
        if self.refusals:
            return self.refusals.pop(0)
        self._questions.pop(0)
        if self.answered_by_another:
            return refused("import 1 is waiting; Pak Togar answered")
        return httpx.Response(200, json=self._job("/imports/1"))


def refused(sentence: str, **more: str) -> httpx.Response:
    return httpx.Response(409, json={"title": "refused", "detail": sentence, **more})


def letters_in(folder: Path, *names: str) -> list[Letter]:
    for name in names:
        (folder / name).write_bytes(b"bytes of " + name.encode())
    return [Letter("12.11", folder / name, name) for name in names]


def send(letters: list[Letter], officer: Officer) -> list[str]:
    client = DistrictClient(INTAKE, lambda _role, _district: None)
    with Sender(client, "r1", {}, Console(quiet=True), None) as sender:
        return [job["status"] for job in sender.send_all(letters, officer)]


@respx.mock
def test_a_letter_that_waits_is_asked_about_when_all_others_are_sent(tmp_path: Path) -> None:
    desk = Desk(a_question(a_column("A")))
    terminal = TypedAnswers("2", "Ibu Sari")
    letters = letters_in(tmp_path, "dairi.csv", "karo.csv")

    statuses = send(letters, AtTheTerminal(terminal))

    assert statuses == ["done", "done"]
    assert desk.sent == ["dairi.csv", "karo.csv"]
    [answer] = desk.answers
    assert answer["officer"] == "Ibu Sari"
    assert answer["columns"] == [{"sheet": "", "column": "A", "fields": ["business_name"]}]


@respx.mock
def test_an_answer_that_is_refused_is_shown_with_the_reason_and_asked_for_again(
    tmp_path: Path,
) -> None:
    desk = Desk(a_question(a_column("A"), a_column("B")))
    desk.refusals = [refused("NIK dijawab dua kali", message_en="several columns hold nik")]
    terminal = TypedAnswers("nik", "nik", "", "1")

    statuses = send(letters_in(tmp_path, "dairi.csv"), AtTheTerminal(terminal, "Ibu Sari"))

    assert statuses == ["done"]
    assert "refused: NIK dijawab dua kali\nseveral columns hold nik" in terminal.text
    assert [c["fields"] for c in desk.answers[1]["columns"]] == [["nik"], ["owner_name"]]


@respx.mock
def test_a_letter_that_another_officer_answered_first_is_not_asked_about_again(
    tmp_path: Path,
) -> None:
    desk = Desk(a_question(a_column("A")))
    desk.answered_by_another = True
    terminal = TypedAnswers("1")

    statuses = send(letters_in(tmp_path, "dairi.csv"), AtTheTerminal(terminal, "Ibu Sari"))

    assert statuses == ["done"]
    assert terminal.text.count("column A") == 1


@respx.mock
def test_a_second_question_of_a_letter_is_asked_too(tmp_path: Path) -> None:
    desk = Desk(a_question(a_column("A")), a_question(consent=True))
    officer = AtTheTerminal(TypedAnswers("1", "2026-11-02"), "Ibu Sari")

    assert send(letters_in(tmp_path, "dairi.csv"), officer) == ["done"]
    assert [answer["consent_on"] for answer in desk.answers] == [None, "2026-11-02"]


@respx.mock
def test_ctrl_d_leaves_the_question_open(tmp_path: Path) -> None:
    Desk(a_question(a_column("A")))

    statuses = send(letters_in(tmp_path, "dairi.csv"), AtTheTerminal(TypedAnswers(), "Ibu Sari"))

    assert statuses == ["waiting-for-columns"]


@respx.mock
def test_without_a_terminal_the_question_is_printed_as_a_file_to_edit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Desk(a_question(a_column("A")))
    [letter] = letters_in(tmp_path, "dairi.csv")

    code = import_(letter.path, round_id="r1", url=INTAKE)

    shown = capsys.readouterr().out
    assert code == SOME_WAIT
    assert "dairi.csv: waiting-for-columns. Beberapa kolom belum jelas. / Some" in shown
    path = tmp_path / "answers.yaml"
    path.write_text(shown[shown.index("# Check each line") :])
    assert list(read_answers(path).letters) == ["dairi.csv"]


@respx.mock
def test_the_questions_are_written_to_the_file_and_the_edited_file_answers_them(
    tmp_path: Path,
) -> None:
    desk = Desk(a_question(a_column("A")))
    [letter] = letters_in(tmp_path, "dairi.csv")
    replies = Replies(columns=tmp_path / "answers.yaml", officer="Ibu Sari")

    codes = [import_(letter.path, round_id="r1", url=INTAKE, replies=replies) for _ in range(2)]

    assert codes == [SOME_WAIT, 0]
    [answer] = desk.answers
    assert (answer["officer"], answer["columns"][0]["fields"]) == ("Ibu Sari", ["owner_name"])


@respx.mock
def test_a_file_of_answers_may_call_a_field_by_its_name_in_indonesian(tmp_path: Path) -> None:
    desk = Desk(a_question(a_column("A")))
    [letter] = letters_in(tmp_path, "dairi.csv")
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "officer: Ibu Sari\nletters: {dairi.csv: {columns: [{column: A, fields: [nama usaha]}]}}\n"
    )

    code = import_(letter.path, round_id="r1", url=INTAKE, replies=Replies(columns=answers))

    assert code == 0
    assert desk.answers[0]["columns"][0]["fields"] == ["business_name"]


@respx.mock
def test_a_consent_that_was_declared_answers_a_letter_that_waits_for_nothing_else(
    tmp_path: Path,
) -> None:
    desk = Desk(a_question(consent=True))
    [letter] = letters_in(tmp_path, "dairi.csv")
    replies = Replies(officer="Ibu Sari", consent="letter", consent_on=date(2026, 11, 2))

    code = import_(letter.path, round_id="r1", url=INTAKE, replies=replies)

    assert code == 0
    assert desk.answers == [{"columns": [], "consent_on": "2026-11-02", "officer": "Ibu Sari"}]


@respx.mock
def test_a_refused_answer_of_a_file_is_named_and_its_letter_waits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(a_question(a_column("A")))
    desk.refusals = [refused("several columns hold nik")]
    [letter] = letters_in(tmp_path, "dairi.csv")
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "officer: Ibu Sari\nletters: {dairi.csv: {columns: [{column: A, fields: [nik]}]}}\n"
    )

    code = import_(letter.path, round_id="r1", url=INTAKE, replies=Replies(columns=answers))

    assert (code, len(desk.answers)) == (SOME_WAIT, 1)
    assert "the answer was refused: several columns hold nik" in capsys.readouterr().out


def test_answers_of_a_file_need_an_officer(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("letters: {}")

    with pytest.raises(PlatformError, match="say who answers"):
        import_(round_id="r1", url=INTAKE, replies=Replies(columns=answers))


@respx.mock
def test_an_answer_for_a_letter_that_is_not_sent_stops_before_anything_is_sent(
    tmp_path: Path,
) -> None:
    desk = Desk(a_question(a_column("A")))
    [letter] = letters_in(tmp_path, "dairi.csv")
    answers = tmp_path / "answers.yaml"
    answers.write_text("officer: Ibu Sari\nletters: {Dairi.csv: {columns: []}, karo.csv: {}}\n")
    replies = Replies(columns=answers)

    with pytest.raises(PlatformError, match=r"for Dairi.csv, karo.csv, but .* dairi.csv\. Nothing"):
        import_(letter.path, round_id="r1", url=INTAKE, replies=replies)

    assert desk.sent == []


def test_a_consent_without_its_day_is_not_sent() -> None:
    with pytest.raises(PlatformError, match="go together"):
        import_(round_id="r1", url=INTAKE, replies=Replies(consent="letter"))
