"""A workbook with a sheet for each kecamatan is one letter. No sheet is lost."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from services.intake.files.child import frames
from services.intake.files.marking import HEADING, mark
from services.intake.files.reader import Head
from services.intake.files.report import as_csv
from services.intake.handlers.contents import noticed_of
from services.intake.model.imports import ImportStatus, Outcome
from services.intake.model.lines import Line, place_in_words
from shared.tables import limits
from shared.tables.numbering import LINES_APART
from story.reconcile.private_words import private_words
from story.reconcile.reading_letters import read_letter
from tests.unit.intake.errands import AN_ERRAND
from tests.unit.intake.test_letters_marking import TEXT_BOX, an_import
from tests.unit.intake.wrong_files import GOOD, HEADINGS, Cells, changed, rezipped

DISTRICT = "12.11"


def a_book(**sheets: list[Cells]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet: Any = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def read(folder: Path, content: bytes) -> tuple[Head, list[int], str | None]:
    """What was found, the lines of the rows, and why there are no more."""
    path = folder / "letter"
    path.write_bytes(content)
    found = list(frames(path, AN_ERRAND))
    head = Head.model_validate(next((f["head"] for f in found if "head" in f), {}))
    lines = [row["line"] for frame in found for row in frame.get("rows", [])]
    return head, lines, next((f["unreadable"] for f in found if "unreadable" in f), None)


def test_rows_of_every_sheet_are_read_and_keep_the_order_of_the_workbook(tmp_path: Path) -> None:
    content = a_book(
        Parbuluan=[HEADINGS, GOOD], Tigalingga=[["Kecamatan Tigalingga"], HEADINGS, GOOD, GOOD]
    )

    head, lines, unreadable = read(tmp_path, content)

    assert unreadable is None
    assert lines == [2, LINES_APART + 3, LINES_APART + 4]
    assert [place_in_words(line, head.sheets) for line in lines] == [
        *("Parbuluan, line 2", "Tigalingga, line 3", "Tigalingga, line 4")
    ]


def test_a_template_that_was_left_empty_hides_no_sheet_behind_it(tmp_path: Path) -> None:
    _, lines, unreadable = read(tmp_path, a_book(Rekomendasi=[HEADINGS], Isi=[HEADINGS, GOOD]))

    assert (lines, unreadable) == ([LINES_APART + 2], None)


def test_the_lines_of_the_only_table_stay_those_of_its_sheet(tmp_path: Path) -> None:
    head, lines, _ = read(tmp_path, a_book(Sampul=[["Yth. Kepala Dinas"]], Isi=[HEADINGS, GOOD]))

    assert (head.sheets, head.unread, lines) == ((), [], [2])


def test_a_sheet_that_cannot_be_read_is_told_and_the_others_are_taken(tmp_path: Path) -> None:
    lacking = [row[:2] + row[3:] for row in (HEADINGS, GOOD)]
    pivot: Cells = ["Kopi", "1", "2", "3"]
    content = a_book(Isi=[HEADINGS, GOOD], Rekap=[pivot, pivot], Kurang=lacking)

    head, lines, _ = read(tmp_path, content)

    notices = [(notice.code, notice.given) for notice in noticed_of(head)]
    assert lines == [2]
    assert notices == [("sheet-lacks-columns", "Kurang: No HP"), ("sheet-left-out", "Rekap")]


def test_a_sheet_whose_headings_were_forgotten_is_asked_about(tmp_path: Path) -> None:
    head, lines, _ = read(tmp_path, a_book(Isi=[HEADINGS, GOOD], Lepas=[GOOD, GOOD]))

    assert lines == []
    assert [any(column.open for column in table.columns) for table in head.tables] == [False, True]


def test_more_sheets_than_are_read_are_refused_and_not_cut_off(tmp_path: Path) -> None:
    sheets = {f"Kec {number}": [HEADINGS, GOOD] for number in range(limits.SHEETS + 1)}

    assert read(tmp_path, a_book(**sheets))[2] == "too-many-sheets"


def test_more_tables_on_one_sheet_than_are_read_are_refused_and_not_cut_off(
    tmp_path: Path,
) -> None:
    wider = [[*HEADINGS, "Desa", "Alamat"], [*GOOD, "Silaen", "Jl. Merdeka 5"]]
    tables = [HEADINGS, GOOD, *wider] * (2 * limits.SHEETS)

    assert read(tmp_path, a_book(Isi=tables))[2] == "too-many-sheets"


def test_a_sheet_that_is_damaged_further_down_loses_no_row_of_the_one_before(
    tmp_path: Path,
) -> None:
    content = a_book(Parbuluan=[HEADINGS, GOOD], Tigalingga=[HEADINGS, *[GOOD] * 80])
    whole = rezipped(content)
    torn = _member(whole, "xl/worksheets/sheet2.xml")[:-600]

    _, lines, unreadable = read(tmp_path, rezipped(whole, {"xl/worksheets/sheet2.xml": torn}))

    assert unreadable == "corrupt-workbook"
    assert lines[:2] == [2, LINES_APART + 2]


def _member(content: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(content)).read(name)


def test_the_marked_workbook_marks_the_sheet_that_holds_the_row(tmp_path: Path) -> None:
    content = a_book(Parbuluan=[HEADINGS, GOOD], Tigalingga=[HEADINGS, changed(c4="1")])
    for made in (content, rezipped(content, {"xl/drawings/drawing1.xml": TEXT_BOX})):
        original, out = tmp_path / "in", tmp_path / "out.xlsx"
        original.write_bytes(made)

        mark(original, {LINES_APART + 2: "hs: salah"}, out)

        book: Any = load_workbook(out)
        assert book.sheetnames == ["Parbuluan", "Tigalingga"]
        assert [sheet.cell(1, 9).value for sheet in book] == [HEADING, HEADING]
        assert [sheet.cell(2, 9).value for sheet in book] == [None, "hs: salah"]


async def test_the_report_names_the_sheet_and_the_line_on_it() -> None:
    async def lines() -> Any:
        yield Line(2, Outcome.ACCEPTED, umkm_id="U1")
        yield Line(LINES_APART + 2, Outcome.ACCEPTED, umkm_id="U2")

    job = an_import(sheets=("Parbuluan", "Tigalingga"), status=ImportStatus.DONE)
    report = "".join([part async for part in as_csv(lines(), job, everything=True)])

    rows = list(csv.DictReader(io.StringIO(report.removeprefix("\ufeff")), delimiter=";"))
    assert [(row["lembar"], row["baris"]) for row in rows] == [
        *(("Parbuluan", "2"), ("Tigalingga", "2"))
    ]


def test_the_reconciliation_counts_the_same_rows_by_itself(tmp_path: Path) -> None:
    turned = [[*row[1:], row[0]] for row in (HEADINGS, changed(c1="Tiur Sihombing"))]
    pivot: list[Cells] = [["Produk", "Jumlah", "Nilai"], ["Kopi", 1, 2]]
    path = tmp_path / "surat-12.11.xlsx"
    path.write_bytes(a_book(Rekap=pivot, Parbuluan=[HEADINGS, GOOD], Tigalingga=turned))

    letter = read_letter(path)

    _, lines, _ = read(tmp_path, path.read_bytes())
    assert list(letter.rows) == lines == [2, LINES_APART + 2]
    assert ("tiur", "sihombing") in private_words([letter]).phrases


def test_a_short_sheet_is_read_as_a_long_one_with_the_same_headings(tmp_path: Path) -> None:
    headings: Cells = ["Nama Usaha", "Pemilik", "HP", "Hasil produksi", "Banyaknya / bulan"]
    long: list[Cells] = [
        [f"UD Maju {n}", "Tiurma Siregar", f"0812600012{n}", "Kopi arabika", f"{n} kg"]
        for n in range(10, 20)
    ]
    short: list[Cells] = [["UD Jaya", "Bonar Purba", "081260001234", "Dodol", "9 kg"]]

    head, lines, _ = read(tmp_path, a_book(Ajibata=[headings, *long], Porsea=[headings, *short]))

    assert not any(column.open for table in head.tables for column in table.columns)
    assert lines[-1] == LINES_APART + 2


def test_nothing_is_asked_about_a_sheet_of_businesses_that_are_not_proposed(tmp_path: Path) -> None:
    unclear: list[Cells] = [
        ["Nama Usaha", "Nama", "HP", "Produk", "Alasan"],
        ["UD Lain", "Siti Lubis", "081260001236", "Kopi", "pindah"],
    ]

    head, lines, _ = read(
        tmp_path, a_book(**{"Usulan": [HEADINGS, GOOD], "Belum diusulkan 2026": unclear})
    )

    assert head.has_consent
    assert not any(table.is_open for table in head.tables)
    assert lines == [2, LINES_APART + 2]
