"""An answer that does not fit its question is refused in two languages, by column or field."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.intake.api.answers import problem_of
from services.intake.letters import reference
from services.intake.model.imports import Import, ImportStatus
from services.intake.model.questions import Answer, Question
from shared.plumbing.core.failures import Refused
from tests.unit.intake.test_questions import (
    BUSINESSES,
    HEADINGS,
    MORNING_IN_MEDAN,
    OWNERS,
    Kept,
    an_import,
    answered,
    question_on,
    read,
    rows_of,
    two_orders,
)
from tests.unit.intake.wrong_files import text

FITS = {"A": "business_name", "B": "owner_name"}


def sentences_of(outcome: Import | Refused) -> tuple[str, list[str]]:
    assert isinstance(outcome, Refused)
    problem = problem_of(outcome)
    sentences = [problem.detail, problem.more["message_en"]]
    assert sentences[0] != sentences[1]
    assert not any("{}" in sentence for sentence in sentences)
    return problem.code, sentences


@pytest.mark.parametrize(
    ("columns", "code", "name"),
    [
        ({"A": "owner_name"}, "field-missing", "Nama Usaha (business_name)"),
        (FITS | {"B": "business_name"}, "field-missing", "Nama Pemilik (owner_name)"),
        (FITS | {"E": "owner_name"}, "field-twice", "Nama Pemilik (owner_name)"),
        ({"Z": "nik"}, "no-column", "Z"),
        ({}, "answer-empty", "A"),
        ({"A": "umur"}, "unknown-field", "umur"),
        ({"A": "umur"}, "unknown-field", "Kecamatan (subdistrict)"),
    ],
)
async def test_a_refused_answer_names_the_column_or_the_field(
    columns: dict[str, str], code: str, name: str, tmp_path: Path
) -> None:
    head, _ = read(tmp_path, text(HEADINGS, *rows_of(BUSINESSES, OWNERS)))

    refused = await answered(Kept(an_import(question_on(head))), surat=columns)

    title, sentences = sentences_of(refused)
    assert title == code
    assert all(name in sentence for sentence in sentences)


async def test_a_field_that_a_sheet_lacks_is_named_with_the_sheet(
    tmp_path: Path,
) -> None:
    head, _ = read(tmp_path, two_orders())
    without_phone = FITS | {"C": "owner_name"}

    refused = await answered(Kept(an_import(question_on(head))), Satu=FITS, Dua=without_phone)

    title, sentences = sentences_of(refused)
    assert title == "field-missing"
    assert all(sentence.count("Dua: No HP (phone)") == 1 for sentence in sentences)


@pytest.mark.parametrize(
    ("day", "code", "hint"),
    [(None, "consent-not-declared", "2026-11-02"), (date(2099, 1, 1), "consent-in-future", "")],
)
async def test_a_consent_without_a_day_that_can_be_is_refused(
    day: date | None, code: str, hint: str
) -> None:
    question = Question(consent=True, message_id="", message_en="")

    refused = await answered(Kept(an_import(question)), day)

    title, sentences = sentences_of(refused)
    assert title == code
    assert all(hint in sentence for sentence in sentences)


async def test_an_answer_for_a_finished_letter_is_refused_and_not_remembered() -> None:
    answer = Answer(fields={}, consent_on=None, officer="Ibu Sari", at=MORNING_IN_MEDAN)
    done: dict[str, Any] = {"status": ImportStatus.DONE, "answer": answer}
    kept = Kept(an_import(None).model_copy(update=done))

    refused = await answered(kept, surat=FITS)

    title, sentences = sentences_of(refused)
    assert title == "not-asked"
    assert all("done, Ibu Sari 2026-11-30 20:00" in sentence for sentence in sentences)
    assert kept.written == []


@pytest.mark.parametrize("name", ["Nama Usaha", "nama usaha", "business_name"])
def test_a_field_is_known_by_its_name_in_both_languages(name: str) -> None:
    assert reference.field_named(name) == "business_name"
