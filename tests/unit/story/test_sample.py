"""Sample letters: the same everywhere, different from one another, and as messy as real ones."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from story.reconcile.reading_letters import read_letter
from story.sample.command import sample
from story.sample.dice import Dice
from story.sample.headings import draw_headings
from story.sample.letters import write_letters
from story.sample.manifest import ExpectedOutcome, Manifest, find_manifest, read_manifest
from story.sample.tables import districts, single_forms, usual_forms, wares, words
from story.sample.typing_in import type_row
from story.sample.umkm import Inventor, Taken

FIXTURE = Path(__file__).parents[2] / "fixtures" / "letters"


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return read_manifest(FIXTURE)


def test_default_seed_gives_the_fixture_byte_for_byte(tmp_path: Path) -> None:
    write_letters(tmp_path)

    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in FIXTURE.glob("surat-*")}
    kept["manifest.json"] = (FIXTURE / "manifest.json").read_bytes()
    assert len(kept) == 34
    assert written == kept


def test_another_seed_gives_other_letters(tmp_path: Path) -> None:
    write_letters(tmp_path / "a", letters=1, rows=10, seed=1)
    write_letters(tmp_path / "b", letters=1, rows=10, seed=2)

    name = "surat-12.01-tapanuli-tengah.csv"
    assert (tmp_path / "a" / name).read_bytes() != (tmp_path / "b" / name).read_bytes()


def test_fewer_letters_are_the_first_of_many(tmp_path: Path) -> None:
    few = write_letters(tmp_path / "few", letters=3, rows=10)
    many = write_letters(tmp_path / "many", letters=5, rows=10)

    assert few.letters == many.letters[:3]


def test_one_letter_comes_from_each_district(manifest: Manifest) -> None:
    assert len({letter.district for letter in manifest.letters}) == 33
    assert all(len(letter.rows) == 100 for letter in manifest.letters)


def test_mess_has_its_share(manifest: Manifest) -> None:
    counted = manifest.counted()
    duplicates = [
        (letter.file, row.same_as.letter)
        for letter in manifest.letters
        for row in letter.rows
        if row.same_as
    ]

    assert counted[ExpectedOutcome.REFUSED] == 99
    assert sum(here == there for here, there in duplicates) == 66
    assert sum(here != there for here, there in duplicates) == 32
    assert counted[ExpectedOutcome.ACCEPTED] == 3_300 - 99 - 66 - 32


def test_every_way_to_be_wrong_occurs_and_every_dialect(manifest: Manifest) -> None:
    faults = Counter(code for le in manifest.letters for row in le.rows for code in row.codes)

    assert {"invalid-phone", "invalid-hs", "missing-name", "invalid-nib"} < set(faults)
    assert len(faults) == 12
    assert {letter.separator for letter in manifest.letters} == {";", ",", ""}
    assert {letter.encoding for letter in manifest.letters} == {"utf-8", "utf-8-sig", "cp1252", ""}
    assert sum(letter.file.endswith(".xlsx") for letter in manifest.letters) == 8


def test_letters_in_windows_1252_hold_letters_that_tell_it_from_utf_8(manifest: Manifest) -> None:
    for letter in manifest.letters:
        if letter.encoding == "cp1252":
            with pytest.raises(UnicodeDecodeError):
                (FIXTURE / letter.file).read_bytes().decode("utf-8")


def test_of_two_letters_with_the_same_umkm_the_one_that_arrives_first_is_right(
    manifest: Manifest,
) -> None:
    later, earlier, line = next(
        (letter.file, row.same_as.letter, row.line)
        for letter in manifest.letters
        for row in letter.rows
        if row.same_as and row.same_as.letter != letter.file
    )

    in_turn = manifest.expected([earlier, later])
    turned = manifest.expected([later, earlier])

    assert in_turn[(later, line)].outcome is ExpectedOutcome.DUPLICATE  # type: ignore[index] # a Place is a tuple
    assert turned[(later, line)].outcome is ExpectedOutcome.ACCEPTED  # type: ignore[index] # a Place is a tuple


def test_outcomes_of_all_letters_in_turn_are_those_that_the_manifest_states(
    manifest: Manifest,
) -> None:
    stated = [row for letter in manifest.letters for row in letter.rows]

    assert list(manifest.expected().values()) == stated


@pytest.mark.parametrize("seed", [2026, 7])
def test_rows_are_found_where_they_were_written_by_rules_that_know_no_form(
    tmp_path: Path, seed: int
) -> None:
    manifest = write_letters(tmp_path, rows=20, seed=seed)

    for letter in manifest.letters:
        lines = [row.line for row in letter.rows]
        assert list(read_letter(tmp_path / letter.file).rows) == lines, letter.file


def test_offices_head_the_same_column_in_many_ways() -> None:
    forms = [*usual_forms(), *single_forms().values()]
    drawn = [draw_headings(form, Dice(seed, "headings")) for form in forms for seed in range(20)]

    shown = {f"{heading.above}/{heading.text}" for headings in drawn for heading in headings}
    assert len(shown) > 400
    assert {"N I K", "nama_usaha", "/Timestamp", "Nama Usaha *"} & {s.strip("/") for s in shown}


def test_some_rows_of_letters_without_codes_wait_for_a_person(manifest: Manifest) -> None:
    waiting = {le.file: sum(row.waits for row in le.rows) for le in manifest.letters}

    without = {file for file in waiting if "hs" not in _fields(manifest, file)}
    assert {file for file, count in waiting.items() if count} == without
    assert manifest.count_waiting() == 3 * len(without) >= 27


def _fields(manifest: Manifest, file: str) -> tuple[str, ...]:
    index = [letter.file for letter in manifest.letters].index(file)
    forms = usual_forms()
    return (single_forms().get(index) or forms[index % len(forms)]).fields


def test_a_name_that_tells_a_code_tells_one() -> None:
    names = Counter(name for group in wares().values() for ware in group for name in ware.clear)

    assert max(names.values()) == 1
    assert names.keys().isdisjoint(words().open_products)


def test_one_letter_needs_an_answer_and_one_a_declaration(manifest: Manifest) -> None:
    with_answer = [letter for letter in manifest.letters if letter.answer]
    declared = [letter for letter in manifest.letters if letter.consent_on]

    (unclear,) = with_answer
    assert unclear.answer
    assert {"business_name", "owner_name"} < {
        field for fields in unclear.answer.columns.values() for field in fields
    }
    assert [str(letter.consent_on) for letter in declared] == ["2026-02-20"]


def test_sales_are_written_in_the_unit_of_their_heading() -> None:
    monthly = next(form for form in usual_forms() if form.sales == "million-month")
    umkm = Inventor(districts()[0], Dice(1, "a"), Taken()).invent()

    cells = type_row(replace(umkm, sales=120_000_000), monthly, Dice(1, "b"))

    assert cells["sales"] == "10"


def test_a_manifest_of_another_program_is_none(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"name": "An app", "icons": []}')

    assert find_manifest(tmp_path) is None


def test_small_letters_have_mess_too_and_tiny_ones_none(tmp_path: Path) -> None:
    small = write_letters(tmp_path, letters=3, rows=10).counted()
    tiny = write_letters(tmp_path, letters=1, rows=1).counted()

    assert small[ExpectedOutcome.REFUSED] == 3
    assert small[ExpectedOutcome.DUPLICATE] == 5
    assert tiny == {
        ExpectedOutcome.ACCEPTED: 1,
        ExpectedOutcome.REFUSED: 0,
        ExpectedOutcome.DUPLICATE: 0,
    }


def test_command_says_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sample(tmp_path, letters=2, rows=10) == 0

    assert "2 letters, 20 rows" in capsys.readouterr().out
    assert len(list(tmp_path.glob("surat-*"))) == 2


@pytest.mark.parametrize(("letters", "rows"), [(0, 10), (34, 10), (1, 0)])
def test_command_refuses_letters_that_nobody_could_send(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], letters: int, rows: int
) -> None:
    assert sample(tmp_path, letters=letters, rows=rows) == 1

    assert "from 1 to 33 letters" in capsys.readouterr().out
