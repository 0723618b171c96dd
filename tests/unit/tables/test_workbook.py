"""The lines of a sheet are the same at each look, however far the looks before it went."""

import zipfile
from collections.abc import Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest
from openpyxl import Workbook as NewWorkbook

from shared.tables.files.workbook import Workbook
from tests.unit.intake.wrong_files import rezipped

_WIDE = 1_000
_SHEET = "xl/worksheets/sheet1.xml"


def a_workbook(folder: Path, *rows: Sequence[str | None]) -> Path:
    """A workbook that states no dimension, as many programs write it."""
    book = NewWorkbook(write_only=True)
    sheet = book.create_sheet("Usulan")
    for row in rows:
        sheet.append(row)
    book.save(folder / "letter.xlsx")
    return folder / "letter.xlsx"


def damaged(path: Path) -> Path:
    """The sheet breaks off in the middle of its last row."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read(_SHEET)
    path.write_bytes(rezipped(path.read_bytes(), {_SHEET: text[: text.rindex(b"</row>")]}))
    return path


@pytest.mark.parametrize("width", [1, _WIDE])
def test_a_look_at_the_first_lines_of_a_sheet_hides_none_of_them(
    width: int, tmp_path: Path
) -> None:
    blanks = [None] * (width - 1)
    path = a_workbook(tmp_path, *([*blanks, str(line)] for line in range(1, 301)))

    with closing(Workbook(path)) as file:
        looks = [list(islice(file.records("Usulan"), most)) for most in (60, 250, 20)]
        sheets = [[(line, cells[-1]) for line, cells in file.records("Usulan")] for _ in range(2)]

    assert [len(look) for look in looks] == [60, 250, 20]
    assert sheets == [[(line, str(line)) for line in range(1, 301)]] * 2


def test_two_looks_at_once_see_the_same_lines(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, *([str(line)] for line in range(300)))

    with closing(Workbook(path)) as file:
        pairs = list(zip(file.records("Usulan"), file.records("Usulan"), strict=True))

    assert len(pairs) == 300
    assert all(one == other for one, other in pairs)


def test_each_look_at_a_damaged_sheet_gives_its_good_lines_and_meets_the_damage(
    tmp_path: Path,
) -> None:
    path = damaged(a_workbook(tmp_path, *([str(line)] for line in range(300))))
    looks: list[list[int]] = [[], []]

    with closing(Workbook(path)) as file:
        for look in looks:
            with pytest.raises(SyntaxError, match="no element found"):
                look.extend(line for line, _ in file.records("Usulan"))

    assert looks == [list(range(1, 300))] * 2
