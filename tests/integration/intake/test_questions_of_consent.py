"""A letter that says nothing of the owners' consent is asked about it once."""

import pytest

from tests.integration.intake.asking import (
    FIVE,
    UNCLEAR,
    a_letter,
    a_letter_without_consent,
    a_row,
    answered,
    as_csv,
    put,
    recommended,
    sent,
)
from tests.integration.intake.importing import post
from tests.integration.intake.office import Office, lines_of

pytestmark = pytest.mark.engines


async def test_without_consent_the_rows_are_foretold_and_the_answer_takes_them(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    sentence = "Semua pemilik menyetujui pemrosesan data pribadi (UU 27/2022)"

    known = as_csv([[*FIVE, "Persetujuan"], a_row(3)])
    assert (await sent(door, office, known))["accepted"] == 1

    job = await sent(door, office, a_letter_without_consent(1, sentence))
    foretold = [line["outcome"] for line in await lines_of(door, job)]
    taken_before = await recommended(door)
    undated = await put(door, job, columns=())
    done = await answered(door, job, columns=(), consent_on="2026-11-02")

    question = job["question"]
    assert (question["consent"], question["sentence"]) == (True, sentence)
    assert (job["rows"], job["accepted"]) == (3, 0)
    assert (foretold, taken_before) == (["accepted", "accepted", "duplicate"], 1)
    assert (undated.status_code, undated.json()["title"]) == (409, "consent-not-declared")
    assert (done["status"], done["rows"], done["accepted"]) == ("done", 3, 2)
    assert [line["outcome"] for line in await lines_of(door, done)] == foretold
    assert await recommended(door) == 3


async def test_a_consent_that_is_declared_when_the_letter_is_sent_is_not_asked_for(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    declared = {"consent": "letter", "consent_on": "2026-11-02"}

    done = await sent(door, office, a_letter_without_consent(1), **declared)
    alone = await post(door, office, a_letter_without_consent(4), consent="letter")
    ahead = {"consent": "letter", "consent_on": "2099-01-01"}
    future = await post(door, office, a_letter_without_consent(4), **ahead)

    assert (done["status"], done["accepted"]) == ("done", 3)
    assert (alone.status_code, alone.json()["title"]) == (422, "consent-declaration")
    assert (future.status_code, future.json()["title"]) == (409, "consent-in-future")


async def test_a_consent_that_is_declared_when_the_letter_is_sent_again_is_heeded(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    job = await sent(door, office, a_letter_without_consent(1))
    declared = {"consent": "letter", "consent_on": "2026-11-02"}

    done = await sent(door, office, a_letter_without_consent(1), **declared)

    assert (job["status"], job["import_id"]) == ("waiting-for-columns", done["import_id"])
    assert (done["status"], done["rows"], done["accepted"]) == ("done", 3, 3)


async def test_an_answer_for_the_columns_holds_when_the_consent_is_asked_for_next(
    office: Office,
) -> None:
    door = await office.replica()
    await office.open_round(door)
    job = await sent(door, office, a_letter(1))
    columns = [*UNCLEAR, {"column": "F", "fields": []}]

    second = await answered(door, job, columns=columns)
    done = await answered(door, second, columns=(), consent_on="2026-11-02")

    assert (second["status"], second["question"]["tables"]) == ("waiting-for-columns", [])
    assert (done["status"], done["accepted"]) == ("done", 4)
