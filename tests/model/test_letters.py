"""Intake reads in the letters what their writer, who knows nothing of intake, put there."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from services.intake.letters.parsing import LetterFacts, Parsed, parse_row
from services.intake.model.identities import umkm_id
from story.sample.letters import write_letters
from story.sample.manifest import ExpectedRow, Manifest, Outcome, Place, read_manifest
from tests.unit.intake.plain_letters import read_letter

KEY = SecretStr("a key of the tests")
FIXTURE = Path(__file__).parents[1] / "fixtures" / "letters"


def answers(folder: Path, manifest: Manifest) -> dict[Place, ExpectedRow]:
    """What becomes of each row by the rules of intake, letters in the order of the manifest."""
    first: dict[str, Place] = {}
    found = {}
    for written in manifest.letters:
        letter = read_letter((folder / written.file).read_bytes())
        assert (letter.separator, letter.encoding) == (written.separator, written.encoding)
        for row in letter.rows:
            place = Place(written.file, row.line)
            found[place] = answer(
                place, parse_row(row, LetterFacts(written.district, date(2026, 11, 30))), first
            )
    return found


def answer(place: Place, parsed: Parsed, first: dict[str, Place]) -> ExpectedRow:
    if parsed.recommendation:
        earlier = first.setdefault(umkm_id(parsed.recommendation, KEY), place)
        if earlier == place:
            return ExpectedRow(line=place.line, outcome=Outcome.ACCEPTED)
        return ExpectedRow(line=place.line, outcome=Outcome.DUPLICATE, same_as=earlier)
    codes = tuple(sorted(problem.code for problem in parsed.problems))
    return ExpectedRow(line=place.line, outcome=Outcome.REFUSED, codes=codes)


def test_every_row_of_the_fixture_ends_as_its_writer_expects() -> None:
    manifest = read_manifest(FIXTURE)

    found = answers(FIXTURE, manifest)

    assert len(found) == 3_300
    assert found == manifest.expected()


@pytest.mark.parametrize("seed", [7])
def test_every_row_of_another_seed_ends_as_its_writer_expects(tmp_path: Path, seed: int) -> None:
    manifest = write_letters(tmp_path, rows=40, seed=seed)

    assert answers(tmp_path, manifest) == manifest.expected()


@pytest.mark.slow
def test_every_row_of_a_thousand_from_each_district_ends_as_its_writer_expects(
    tmp_path: Path,
) -> None:
    manifest = write_letters(tmp_path, rows=1_000)

    found = answers(tmp_path, manifest)

    assert len(found) == 33_000
    assert found == manifest.expected()
