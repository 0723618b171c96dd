"""Intake reads in the letters what their writer, who knows nothing of intake, put there."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import SecretStr

from services.intake.files.child import frames
from services.intake.letters.errand import Errand
from services.intake.model.recommendation import Recommendation
from story.sample.letters import write_letters
from story.sample.manifest import (
    ExpectedLetter,
    ExpectedOutcome,
    ExpectedRow,
    Manifest,
    OfficerAnswer,
    Place,
    read_manifest,
)
from tests.unit.intake.builders import umkm_id

KEY = SecretStr("a key of the tests")
FIXTURE = Path(__file__).parents[1] / "fixtures" / "letters"
ARRIVED_ON = date(2026, 3, 2)
Frame = dict[str, Any]


def answers(folder: Path, manifest: Manifest) -> dict[Place, ExpectedRow]:
    """What becomes of each row by the rules of intake, letters in the order of the manifest."""
    first: dict[str, Place] = {}
    return {
        (place := Place(letter.file, row["line"])): answer(place, row, first)
        for letter in manifest.letters
        for row in rows(folder, letter)
    }


def rows(folder: Path, letter: ExpectedLetter) -> Iterator[Frame]:
    """Read a letter, and again with the answer of its officer where a column is asked about."""
    errand = Errand(
        district=letter.district,
        arrived_on=ARRIVED_ON,
        declared_consent_on=letter.consent_on,
    )
    head, *portions = read(folder / letter.file, errand)
    if letter.answer and not portions:
        answered = dict(settled(head, letter.answer))
        _, *portions = read(folder / letter.file, errand.model_copy(update={"answers": answered}))
    assert portions, letter.file
    for portion in portions:
        yield from portion.get("rows", ())


def read(path: Path, errand: Errand) -> list[Frame]:
    return [orjson.loads(orjson.dumps(frame)) for frame in frames(path, errand)]


def settled(head: Frame, answer: OfficerAnswer) -> Iterator[tuple[int, dict[int, tuple[str, ...]]]]:
    for number, table in enumerate(head["head"]["tables"]):
        columns = enumerate(table["columns"])
        fields = {
            at: answer.columns[c["column"]] if c.get("open") else tuple(c.get("fields", ()))
            for at, c in columns
        }
        yield number, fields


def answer(place: Place, row: Frame, first: dict[str, Place]) -> ExpectedRow:
    if problems := row.get("problems"):
        codes = tuple(sorted({code for _, code, *_ in problems}))
        return ExpectedRow(line=place.line, outcome=ExpectedOutcome.REFUSED, codes=codes)
    recommendation = Recommendation.model_validate(row["taken"])
    waits = not any(product.hs6 for product in recommendation.products)
    earlier = first.setdefault(umkm_id(recommendation, KEY), place)
    if earlier == place:
        return ExpectedRow(line=place.line, outcome=ExpectedOutcome.ACCEPTED, waits=waits)
    return ExpectedRow(
        line=place.line, outcome=ExpectedOutcome.DUPLICATE, same_as=earlier, waits=waits
    )


def test_every_row_of_the_fixture_ends_as_its_writer_expects() -> None:
    manifest = read_manifest(FIXTURE)

    answers_ = answers(FIXTURE, manifest)

    assert len(answers_) == 3_300
    assert answers_ == manifest.expected()


@pytest.mark.parametrize("seed", [7])
def test_every_row_of_another_seed_ends_as_its_writer_expects(tmp_path: Path, seed: int) -> None:
    manifest = write_letters(tmp_path, rows=40, seed=seed)

    assert answers(tmp_path, manifest) == manifest.expected()


@pytest.mark.slow
def test_every_row_of_three_hundred_from_each_district_ends_as_its_writer_expects(
    tmp_path: Path,
) -> None:
    manifest = write_letters(tmp_path, rows=300)

    answers_ = answers(tmp_path, manifest)

    assert len(answers_) == 9_900
    assert answers_ == manifest.expected()
