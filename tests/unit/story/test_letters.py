"""Letters are sent one after the other; one that is refused does not stop the others."""

from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
import respx

from folder.letters import Letter
from story.calling import Services
from story.letters import IntakeAnswers, answered_lines, send_letters
from story.platform import StoryError, StoryPlatform
from story.reconcile.evidence import RowOutcome
from story.sample.manifest import ExpectedLetter, Manifest, OfficerAnswer, write_manifest

INTAKE = "http://intake:8000"
IMPORTS = f"{INTAKE}/rounds/2026-1/imports"
EMPTY = {
    "type": "urn:sentra:problem:empty",
    "title": "empty",
    "status": 422,
    "detail": "Berkas kosong.",
    "message_en": "The file is empty.",
}
DAMAGED = {"code": "corrupt-workbook", "message_en": "This workbook is damaged."}
BUG = {"code": "bug", "message_en": "Something went wrong on our side."}


def a_letter(folder: Path, name: str) -> Letter:
    (folder / name).write_bytes(b"bytes of " + name.encode())
    return Letter("12.06", folder / name, name)


def a_job(name: str, **fields: Any) -> dict[str, Any]:
    job = {"url": f"/imports/{name}", "file": name, "status": "done", "rows": 0}
    return job | {"failure": None, "forgotten": None} | fields


def a_page(*numbers: int, after: int | None = None) -> dict[str, Any]:
    lines = [{"line": number, "outcome": "accepted", "problems": []} for number in numbers]
    return {"lines": lines, "after": after}


def services() -> Services:
    async def stay(_by: object) -> None: ...

    async def token(_account: object) -> str:
        return "t"

    there = {"intake": INTAKE}
    return Services(StoryPlatform("", "", there, Path(), Path(), Path(), token, stay))


@respx.mock
async def test_a_file_that_is_refused_is_told_in_a_sentence_and_the_next_letter_is_sent(
    tmp_path: Path,
) -> None:
    letters = [a_letter(tmp_path, name) for name in ("empty.csv", "torn.xlsx", "karo é.csv")]
    respx.post(IMPORTS).mock(
        side_effect=[
            respx.MockResponse(422, json=EMPTY),
            respx.MockResponse(202, json=a_job("torn", status="failed", rows=1, failure=DAMAGED)),
            respx.MockResponse(202, json=a_job("karo", rows=1)),
        ]
    )
    for name, line in (("torn", 2), ("karo", 3)):
        respx.get(f"{INTAKE}/imports/{name}/lines").respond(json=a_page(line))
    answers = IntakeAnswers()

    async with services() as calling:
        rows = await send_letters(calling, letters, answers)

    assert rows == 2
    assert answers.refused == {
        "empty.csv": "The file is empty.",
        "torn.xlsx": "This workbook is damaged.",
    }
    accepted = [RowOutcome("accepted")]
    assert answers.rows == {"torn.xlsx": {2: accepted}, "karo é.csv": {3: accepted}}


@respx.mock
async def test_a_letter_is_waited_for_and_its_lines_are_read_page_by_page(tmp_path: Path) -> None:
    respx.post(IMPORTS).respond(202, json=a_job("karo", status="waiting"))
    respx.get(f"{INTAKE}/imports/karo").mock(
        side_effect=[
            respx.MockResponse(200, json=a_job("karo", status="taking")),
            respx.MockResponse(200, json=a_job("karo", rows=3)),
        ]
    )
    respx.get(f"{INTAKE}/imports/karo/lines").mock(
        side_effect=[
            respx.MockResponse(200, json=a_page(2, 3, after=3)),
            respx.MockResponse(200, json=a_page(4)),
        ]
    )
    answers = IntakeAnswers()

    async with services() as calling:
        rows = await send_letters(calling, [a_letter(tmp_path, "karo.csv")], answers)

    assert rows == 3
    assert sorted(answers.rows["karo.csv"]) == [2, 3, 4]


QUESTION = {
    "message_en": "Some columns are not clear.",
    "tables": [
        {
            "columns": [
                {"sheet": "", "column": "B", "open": True},
                {"sheet": "", "column": "C", "open": False},
            ]
        }
    ],
}


def a_manifest(folder: Path, file: str, **fields: Any) -> None:
    letter = ExpectedLetter(file=file, district="12.06", district_name="Karo", rows=(), **fields)
    write_manifest(Manifest(seed=1, letters=(letter,)), folder)


@respx.mock
async def test_what_intake_asks_of_a_column_is_answered_from_the_manifest(tmp_path: Path) -> None:
    columns: dict[str, tuple[str, ...]] = {"B": ("business_name",), "C": ("owner_name",)}
    a_manifest(tmp_path, "karo.csv", answer=OfficerAnswer(officer="Tiur", columns=columns))
    asks = a_job("karo", status="waiting-for-columns", question=QUESTION)
    respx.post(IMPORTS).respond(202, json=asks)
    put = respx.put(f"{INTAKE}/imports/karo/columns")
    put.respond(200, json=a_job("karo", rows=1))
    respx.get(f"{INTAKE}/imports/karo/lines").respond(json=a_page(3))
    answers = IntakeAnswers()

    async with services() as calling:
        await send_letters(calling, [a_letter(tmp_path, "karo.csv")], answers)

    answer = {"sheet": "", "column": "B", "fields": ["business_name"]}
    assert orjson.loads(put.calls.last.request.content) == {"columns": [answer], "officer": "Tiur"}
    assert list(answers.rows["karo.csv"]) == [3]


@respx.mock
async def test_a_question_that_nobody_can_answer_is_told_and_the_next_letter_is_sent(
    tmp_path: Path,
) -> None:
    letters = [a_letter(tmp_path, name) for name in ("unclear.csv", "karo.csv")]
    asks = a_job("unclear", status="waiting-for-columns", question=QUESTION)
    respx.post(IMPORTS).mock(
        side_effect=[
            respx.MockResponse(202, json=asks),
            respx.MockResponse(202, json=a_job("karo", rows=1)),
        ]
    )
    respx.get(f"{INTAKE}/imports/karo/lines").respond(json=a_page(3))
    answers = IntakeAnswers()

    async with services() as calling:
        await send_letters(calling, letters, answers)

    assert answers.refused == {"unclear.csv": "Some columns are not clear."}
    assert list(answers.rows) == ["karo.csv"]


@respx.mock
async def test_a_consent_that_stands_below_the_table_is_declared(tmp_path: Path) -> None:
    a_manifest(tmp_path, "karo.csv", consent_on=date(2026, 2, 20))
    sent = respx.post(IMPORTS).respond(202, json=a_job("karo", forgotten=True))

    async with services() as calling:
        await send_letters(calling, [a_letter(tmp_path, "karo.csv")], IntakeAnswers())

    params = sent.calls.last.request.url.params
    assert (params["consent"], params["consent_on"]) == ("letter", "2026-02-20")


@respx.mock
async def test_answers_that_intake_has_forgotten_are_those_that_the_story_kept(
    tmp_path: Path,
) -> None:
    letter = a_letter(tmp_path, "karo.csv")
    IntakeAnswers({"karo.csv": {2: [RowOutcome("accepted")]}}).keep(tmp_path)
    answers = IntakeAnswers.read(tmp_path)
    respx.post(IMPORTS).respond(202, json=a_job("karo", rows=1, forgotten=True))

    async with services() as calling:
        await send_letters(calling, [letter], answers)

    assert answers.rows == {"karo.csv": {2: [RowOutcome("accepted")]}}


@respx.mock
async def test_a_round_that_is_closed_ends_the_story_in_words(tmp_path: Path) -> None:
    closed = {"title": "round-closed", "status": 409, "detail": "round 2026-1 is closed"}
    respx.post(IMPORTS).respond(409, json=closed)

    async with services() as calling:
        with pytest.raises(StoryError, match=r"imports: round 2026-1 is closed$"):
            await send_letters(calling, [a_letter(tmp_path, "karo.csv")], IntakeAnswers())


@respx.mock
async def test_a_file_on_which_intake_itself_fails_ends_the_story(tmp_path: Path) -> None:
    respx.post(IMPORTS).respond(202, json=a_job("karo", status="failed", failure=BUG))

    async with services() as calling:
        with pytest.raises(StoryError, match=r"karo\.csv: Something went wrong"):
            await send_letters(calling, [a_letter(tmp_path, "karo.csv")], IntakeAnswers())


def test_a_refused_row_is_told_with_all_its_reasons() -> None:
    refused = [{"code": "missing-name"}, {"code": "invalid-nib"}]
    lines = [
        {"line": 2, "outcome": "duplicate", "problems": [{"code": "duplicate"}]},
        {"line": 3, "outcome": "refused", "problems": refused},
    ]

    assert answered_lines(lines) == {
        2: [RowOutcome("duplicate")],
        3: [RowOutcome("refused", ("invalid-nib", "missing-name"))],
    }
