"""Old workbooks, those of LibreOffice, and web pages called .xls are read like any other letter."""

from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlwt
from openpyxl import load_workbook

from services.intake.files.marking import HEADING, mark
from shared.tables.files.opened import opened
from shared.tables.unreadable import Unreadable, UnreadableFileError
from story.reconcile.reading_letters import read_letter
from tests.unit.intake.other_workbooks import (
    HIDDEN,
    a_page,
    an_ods,
    an_ods_row,
    an_ods_table,
    an_ods_text,
    an_ods_value,
    an_xls,
)
from tests.unit.intake.test_letters_sheets import read as tables_in
from tests.unit.intake.test_letters_wrong_files import read
from tests.unit.intake.wrong_files import GOOD, HEADINGS, changed

NUMBER_OF_A_NIK = 1211014503800001
THREE_KINDS = {
    "xls": an_xls(Usulan=[HEADINGS, GOOD, changed(c4="1")]),
    "ods": an_ods(
        an_ods_table(an_ods_row(*HEADINGS), an_ods_row(*GOOD), an_ods_row(*changed(c4="1")))
    ),
    "page": a_page(HEADINGS, GOOD, changed(c4="1")),
}


def cells_of(folder: Path, content: bytes, sheet: int = 0) -> dict[int, tuple[str, ...]]:
    """What is read on a sheet, by line; blank lines are left out."""
    path = folder / "letter"
    path.write_bytes(content)
    file = opened(path)
    return {line: cells for line, cells in file.records(file.kinds[sheet]) if any(cells)}


def refusal_of(folder: Path, content: bytes) -> str:
    path = folder / "letter"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError) as refused:
        opened(path)
    return refused.value.code


@pytest.mark.parametrize("kind", THREE_KINDS)
def test_a_letter_of_any_kind_gives_the_same_rows(kind: str, tmp_path: Path) -> None:
    rows, unreadable = read(tmp_path, THREE_KINDS[kind])

    assert unreadable is None
    problems = [(row.line, [problem[:2] for problem in row.problems]) for row in rows]
    assert problems == [(2, []), (3, [("hs", "invalid-hs")])]


@pytest.mark.parametrize("kind", THREE_KINDS)
def test_a_letter_of_any_kind_comes_back_marked_as_a_workbook(kind: str, tmp_path: Path) -> None:
    original, out = tmp_path / "in", tmp_path / "out.xlsx"
    original.write_bytes(THREE_KINDS[kind])

    assert mark(original, {3: "hs: salah"}, out) == "xlsx"

    sheet: Any = load_workbook(out).worksheets[0]
    assert [sheet.cell(line, 9).value for line in (1, 2, 3)] == [HEADING, None, "hs: salah"]
    assert sheet.cell(3, 1).value == GOOD[0]


@pytest.mark.parametrize("kind", THREE_KINDS)
def test_the_reconciliation_counts_the_same_rows_of_any_kind(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "surat-12.11.xls"
    path.write_bytes(THREE_KINDS[kind])

    assert list(read_letter(path).rows) == [2, 3]


def test_cells_of_an_old_workbook_say_what_they_say_in_a_new_one(tmp_path: Path) -> None:
    def odd_cells(book: Any) -> None:
        book.get_sheet(0).write(3, 6, time(9, 1, 11), xlwt.easyxf(num_format_str="hh:mm:ss"))
        book.get_sheet(0).write(3, 7, 81260001234, xlwt.easyxf(num_format_str="DD-MM-YYYY"))
        book.get_sheet(0).write(3, 8, NUMBER_OF_A_NIK)
        book.get_sheet(0).row(4).set_cell_error(2, 0x17)

    day = datetime(2026, 3, 12)  # noqa: DTZ001 - a cell has no zone
    values = ["", "", 901.11, 12, True, day]

    cells = cells_of(tmp_path, an_xls(odd_cells, Usulan=[[], [], [], values]))

    assert cells == {
        4: ("", "", "901.11", "12", "true", "12-03-2026", "09:01:11", "#VALUE!", "1.211014504E+15"),
        5: ("", "", "#REF!"),
    }


def test_cells_of_libreoffice_say_what_they_say_in_excel(tmp_path: Path) -> None:
    error = 'table:formula="of:=1/0" calcext:value-type="error"'
    row = an_ods_row(
        an_ods_value("float", "901.11", "901,11"),
        an_ods_value("currency", "1250000", "Rp1.250.000"),
        an_ods_value("float", f"{NUMBER_OF_A_NIK}", "1,21E+15"),
        an_ods_value("date", "2026-03-12T00:00:00", "12/03/26"),
        an_ods_value("boolean", "true", "TRUE"),
        an_ods_value("date", "12 Maret", "12 Maret"),
        '<table:table-cell table:formula="of:=A2"/>',
        "<table:table-cell><text:p>Kopi<text:s/><text:span>Arabika</text:span></text:p>"
        "<text:p>Gayo</text:p></table:table-cell>",
    )

    cells = cells_of(tmp_path, an_ods(an_ods_table(row)))

    assert cells[1] == (
        *("901.11", "1250000", "1.211014504E+15", "12-03-2026", "true", "#VALUE!", "=A2"),
        "Kopi Arabika\nGayo",
    )
    shown = an_ods_row(
        an_ods_value("float", "0", "#NAME?", error),
        an_ods_text("#DIV/0!", f'office:string-value="" {error}'),
        an_ods_value("float", "0", "Err:502"),
    )
    assert cells_of(tmp_path, an_ods(an_ods_table(shown)))[1] == ("#NAME?", "#DIV/0!", "#VALUE!")


def test_rows_and_cells_that_libreoffice_writes_once_stand_where_it_shows_them(
    tmp_path: Path,
) -> None:
    blank = '<table:table-cell table:number-columns-repeated="2"/>'
    twice = an_ods_text("x", 'table:number-columns-repeated="2"')
    content = an_ods(
        an_ods_table(
            an_ods_row(repeated=3),
            an_ods_row(blank, twice),
            f"<table:table-header-rows>{an_ods_row('y', repeated=2)}</table:table-header-rows>",
            an_ods_row("z"),
        )
    )

    cells = cells_of(tmp_path, content)

    assert cells == {4: ("", "", "x", "x"), 5: ("y",), 6: ("y",), 7: ("z",)}


def test_the_text_of_merged_cells_stands_in_the_first_of_them(tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        book.get_sheet(0).write_merge(0, 1, 0, 1, "Alamat")
        book.get_sheet(0).write(0, 2, "x")

    covered = "<table:covered-table-cell><text:p>lama</text:p></table:covered-table-cell>"
    page = b"<table><tr><td colspan=2 rowspan=2>Alamat<td>x<tr><td>y</table>"

    for content in (
        an_xls(merge, Usulan=[]),
        an_ods(an_ods_table(an_ods_row("Alamat", covered, "x"))),
        page,
    ):
        assert cells_of(tmp_path, content)[1] == ("Alamat", "", "x")
    assert cells_of(tmp_path, page)[2] == ("", "", "y")


def test_hidden_sheets_of_other_workbooks_are_not_read_and_visible_ones_are(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book.get_sheet(0).visibility = 1

    rows = [an_ods_row(*HEADINGS), an_ods_row(*GOOD)]
    old = an_xls(hide, Contoh=[HEADINGS, GOOD], Usulan=[["Surat"], HEADINGS, GOOD])
    free = an_ods(
        an_ods_table(*rows, name="Contoh", style=HIDDEN),
        an_ods_table(an_ods_row("Surat"), *rows),
    )

    for content in (old, free):
        assert tables_in(tmp_path, content)[1:] == ([3], None)


def test_the_table_of_a_page_is_read_though_a_letter_head_stands_in_another(
    tmp_path: Path,
) -> None:
    head = "<style>td {mso-number-format: '@'}</style><table><tr><td>Pemerintah</table>"

    rows, unreadable = read(tmp_path, a_page(HEADINGS, GOOD, before=head))

    assert ([(row.line, row.problems) for row in rows], unreadable) == ([(2, ())], None)


def test_text_of_a_page_is_what_a_browser_shows(tmp_path: Path) -> None:
    page = (
        b"<table><tr><td>UD\r\n  Maju &amp; <b>Jay</b>a&nbsp;<td>Kopi<br>Teh<td><p>a<p>b"
        b"<td><script>x()</script><td>tidak: <td rowspan=0 colspan=x>z<tr>"
        b"<td>Ko\xffpi<td>G\xc3\xb6 G\xc3\xb6"
    )

    cells = cells_of(tmp_path, page)

    assert cells[1] == ("UD Maju & Jaya", "Kopi\nTeh", "a\nb", "", "tidak:", "z")
    assert getattr(cells[2], "code", "") == "broken-bytes"


def _without_workbook(content: bytes, instead: str) -> bytes:
    """The same file of an old Office program with another stream in it."""
    return content.replace("Workbook".encode("utf-16-le"), instead.encode("utf-16-le"))


def test_documents_and_passwords_of_other_programs_keep_their_sentences(tmp_path: Path) -> None:
    document = _without_workbook(THREE_KINDS["xls"], "WordDocu")
    wrapped = _without_workbook(THREE_KINDS["xls"], "Encrypte") + "EncryptedPackage".encode(
        "utf-16-le"
    )
    secret = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"

    assert refusal_of(tmp_path, document) == Unreadable.OLD_WORKBOOK
    assert refusal_of(tmp_path, wrapped) == Unreadable.PASSWORD
    assert refusal_of(tmp_path, an_ods(**{"META-INF/manifest.xml": secret})) == Unreadable.PASSWORD


@pytest.mark.parametrize(
    "content",
    [
        an_ods(an_ods_table(an_ods_row("x", repeated=2_000_000))),
        an_ods(*[an_ods_table(name=f"Kec {number}") for number in range(61)]),
        an_ods(
            an_ods_table(an_ods_row(an_ods_text("x", 'table:number-columns-repeated="9999999"')))
        ),
        a_page() * 3 + b"<table><tr><td colspan=9999999 rowspan=9999999>x</table>",
    ],
)
def test_what_a_page_or_a_sheet_claims_to_repeat_is_bounded(content: bytes, tmp_path: Path) -> None:
    _, unreadable = read(tmp_path, content)

    assert unreadable in {"too-many-rows", "too-many-sheets", "too-many-columns", "no-headings"}


def test_a_row_that_is_repeated_less_than_once_moves_no_line_behind_it(tmp_path: Path) -> None:
    rows = [an_ods_row(*HEADINGS, repeated=-3), an_ods_row(*GOOD)]

    assert tables_in(tmp_path, an_ods(an_ods_table(*rows)))[1:] == ([2], None)
