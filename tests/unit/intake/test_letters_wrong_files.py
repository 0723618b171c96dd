"""Whatever is sent: a sentence for the officer, no trace of the program, no good row lost."""

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson
import pytest

from services.intake.files.child import frames
from services.intake.files.reader import ReadRow, read_file
from services.intake.letters import reference
from shared.tables.children import frames_of
from shared.tables.frames import write_frames
from shared.tables.records import bounded
from shared.tables.unreadable import UnreadableFileError
from tests.unit.intake.errands import AN_ERRAND
from tests.unit.intake.wrong_cells import CELLS
from tests.unit.intake.wrong_files import GOOD, HEADINGS, UNREADABLE, book, changed, text


def read(folder: Path, content: bytes) -> tuple[list[ReadRow], str | None]:
    """The rows, and why there are no more."""
    path = folder / "letter"
    path.write_bytes(content)
    found = list(frames(path, AN_ERRAND))
    raw = io.BytesIO()
    write_frames(raw, found)  # it can be said in bytes, too
    rows = [row for frame in found for row in frame.get("rows", [])]
    unreadable = next((f["unreadable"] for f in found if "unreadable" in f), None)
    return [_read(row) for row in rows], unreadable


def _read(row: dict[str, Any]) -> ReadRow:
    said = {name: row.get(name, []) for name in ("problems", "notices")}
    return ReadRow(line=row["line"], **said)


@pytest.mark.parametrize("name", UNREADABLE)
def test_file_that_is_no_table_gets_the_sentence_of_its_kind(name: str, tmp_path: Path) -> None:
    content, code = UNREADABLE[name]

    rows, unreadable = read(tmp_path, content)

    assert (unreadable, rows) == (code, [])


@pytest.mark.parametrize("name", CELLS)
def test_odd_row_is_told_alone_and_its_neighbours_are_read(name: str, tmp_path: Path) -> None:
    content, expected = CELLS[name]

    rows, unreadable = read(tmp_path, content)

    assert unreadable is None
    assert [row.line for row in rows] == [2, 3, 4]
    assert {(field, code) for field, code, *_ in rows[1].problems} == expected
    assert not rows[0].problems
    assert not rows[2].problems
    assert {code for _, code, *_ in rows[1].problems} <= reference.sentences().keys()


def test_there_are_at_least_sixty_wrong_files() -> None:
    assert len(UNREADABLE) + len(CELLS) >= 60


def test_a_zero_that_excel_dropped_is_put_back_and_reported(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, book(HEADINGS, changed(c2=81260001234, c4=901.11)))

    assert {said[:2] for said in rows[0].notices} == {
        ("phone", "zero-restored"),
        ("hs", "zero-restored"),
    }


def test_an_open_quote_loses_no_row_before_or_behind_it(tmp_path: Path) -> None:
    content = text(HEADINGS, *[GOOD] * 700, changed(c0='"UD Maju'), *[GOOD] * 700)

    rows, unreadable = read(tmp_path, content)

    assert unreadable is None
    assert {row.line for row in rows if row.problems} == {702}
    assert len(rows) == 1_401


@pytest.mark.parametrize("separator", [";", ","])
def test_an_open_quote_that_one_further_below_closes_swallows_no_row(
    separator: str, tmp_path: Path
) -> None:
    good = changed(c5="ya 12-03-2026")
    opened, closing = changed(c0='"UD Maju'), [*good[:3], 'Panci 5"', *good[4:]]
    content = text(HEADINGS, good, opened, good, closing, good, separator=separator)

    rows, _ = read(tmp_path, content)

    told = {row.line: [code for _, code, *_ in row.problems] for row in rows}
    assert told == {2: [], 3: ["open-quote"], 4: [], 5: [], 6: []}


def test_a_broken_byte_garbles_no_other_name_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "letter"
    path.write_bytes(text(HEADINGS, GOOD, changed(c3="Ko~pi"), GOOD).replace(b"~", b"\xe9"))

    rows = [row for frame in frames(path, AN_ERRAND) for row in frame.get("rows", [])]

    taken = [orjson.loads(orjson.dumps(row["taken"])) for row in rows if "taken" in row]
    assert [each["business_name"] for each in taken] == ["UD Sökhi"] * 2


def test_cells_of_several_lines_are_read_as_one_row_each(tmp_path: Path) -> None:
    cell = '"Kopi; bubuk\r\n""Arabika"" ;\r\n\r\nkering"'
    content = text(HEADINGS, changed(c3=cell), GOOD, changed(c0='"UD\r\nMaju"', c3=cell))

    rows, unreadable = read(tmp_path, content)

    assert unreadable is None
    assert [(row.line, row.problems) for row in rows] == [(2, ()), (3, ()), (4, ())]


def test_the_table_is_found_on_a_second_sheet_and_not_on_a_hidden_one(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet.sheet_state = "hidden"
        second = sheet.parent.create_sheet("Usulan")
        second.append(["Surat Dinas"])
        second.append([])
        second.append(HEADINGS)
        second.append(changed(c0="UD Kedua"))

    rows, _ = read(tmp_path, book(HEADINGS, GOOD, GOOD, change=hide))

    assert [row.line for row in rows] == [4]


def test_one_row_too_many_is_refused() -> None:
    assert list(bounded(iter("abc"), most=3)) == ["a", "b", "c"]
    with pytest.raises(UnreadableFileError, match="too many rows"):
        list(bounded(iter("abcd"), most=3))


async def test_a_child_that_fails_by_our_own_fault_does_not_blame_the_file() -> None:
    with pytest.raises(RuntimeError, match="a fault of ours"):
        _ = [frame async for frame in frames_of("services.intake.files.nowhere")]


def test_a_fault_of_ours_on_a_row_is_not_called_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "letter"
    path.write_bytes(text(HEADINGS, GOOD))
    without_a_day: Any = SimpleNamespace(district="12.11", answers={}, remembered={}, common={})

    with pytest.raises(AttributeError):
        list(frames(path, without_a_day))


async def test_the_child_holds_no_setting_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENTRA_IDENTITY_KEY", "a secret of the service")
    told = tmp_path / "told"
    pretender = tmp_path / "python"
    pretender.write_text(f"#!/bin/sh\nenv > {told}\n")
    pretender.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(pretender))

    with pytest.raises(UnreadableFileError):
        _ = [portion async for portion in read_file(tmp_path / "letter", AN_ERRAND)]

    assert "PYTHONPATH" in told.read_text()
    assert "SENTRA" not in told.read_text()
