"""Letters are sent one after the other; one that is refused does not keep the others back."""

from pathlib import Path

import pytest
import respx

from story.calling import Services
from story.folder import Letter
from story.letters import Answers, send_letters
from story.reconcile.evidence import RowOutcome
from story.stage import Stage, StoryError

INTAKE = "http://intake:8000"
REPORT = {"rows": 1, "problems": [], "lines": [{"line": 2, "outcome": "accepted"}]}
DAMAGED = {
    "type": "urn:sentra:problem:corrupt-workbook",
    "title": "corrupt-workbook",
    "status": 422,
    "detail": "Berkas Excel ini rusak.",
    "message_en": "This workbook is damaged.",
}


def a_letter(folder: Path, name: str) -> Letter:
    (folder / name).write_bytes(b"bytes of " + name.encode())
    return Letter("12.06", folder / name, name)


def services() -> Services:
    async def stay(_by: object) -> None: ...

    nowhere = Path()
    return Services(Stage("", "", {"intake": INTAKE}, nowhere, nowhere, nowhere, stay))


@respx.mock
async def test_a_damaged_workbook_is_told_in_a_sentence_and_the_next_letter_is_sent(
    tmp_path: Path,
) -> None:
    letters = [a_letter(tmp_path, "karo rusak.xlsx"), a_letter(tmp_path, "karo é.csv")]
    respx.post(f"{INTAKE}/rounds/2026-1/letters").mock(
        side_effect=[respx.MockResponse(422, json=DAMAGED), respx.MockResponse(200, json=REPORT)]
    )
    answers = Answers()

    async with services() as calling:
        rows = await send_letters(calling, letters, answers)

    assert rows == 1
    assert answers.refused == {"karo rusak.xlsx": "This workbook is damaged."}
    assert answers.rows == {"karo é.csv": {2: [RowOutcome("accepted")]}}


@respx.mock
async def test_a_round_that_is_closed_ends_the_story_in_words(tmp_path: Path) -> None:
    closed = {"title": "round-closed", "status": 409, "detail": "round 2026-1 is closed"}
    respx.post(f"{INTAKE}/rounds/2026-1/letters").respond(409, json=closed)

    async with services() as calling:
        with pytest.raises(StoryError, match=r"letters: round 2026-1 is closed$"):
            await send_letters(calling, [a_letter(tmp_path, "karo.csv")], Answers())
