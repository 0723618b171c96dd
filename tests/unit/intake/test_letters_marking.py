"""An officer gets his own file back, with a column that says what to mend."""

import io
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from services.intake.files.marking import HEADING, mark
from services.intake.files.template import columns, template
from services.intake.model.imports import Import, Mode
from tests.unit.intake.builders import NOW
from tests.unit.intake.wrong_files import (
    GOOD,
    HEADINGS,
    book,
    changed,
    rezipped,
    sheet_xml,
    with_cell,
    with_sheet,
)

HEADS = list(enumerate(HEADINGS[:6]))
TEXT_BOX = b'<xdr:wsDr xmlns:xdr="x"><xdr:twoCellAnchor><xdr:sp/></xdr:twoCellAnchor></xdr:wsDr>'


def marked(folder: Path, content: bytes, remarks: dict[int, str]) -> tuple[str, Path]:
    original, out = folder / "in", folder / "out.xlsx"
    original.write_bytes(content)
    return mark(original, remarks, out), out


def an_import(**given: Any) -> Import:
    fields = {
        "import_id": "f00d-rows",
        "letter": "f00d",
        "file_id": "a",
        "round_id": "r1",
        "district": "12.11",
        "file": "surat.xlsx",
        "mode": Mode.ROWS,
        "dry_run": False,
        "size_bytes": 1,
        "created_at": NOW,
    }
    return Import(**(fields | given))


def sheet_of(path: Path) -> Any:
    return load_workbook(path).worksheets[0]


def test_a_formula_of_the_original_workbook_comes_back_as_text_beside_the_remarks(
    tmp_path: Path,
) -> None:
    def add_formula(sheet: Any) -> None:
        sheet["J2"] = '=WEBSERVICE("http://x")'

    content = book(HEADINGS, GOOD, changed(c4="1"), change=add_formula)

    kind, out = marked(tmp_path, content, {3: "hs: salah"})

    sheet = sheet_of(out)
    assert kind == "xlsx"
    assert (sheet["J2"].value, sheet["J2"].data_type) == ('=WEBSERVICE("http://x")', "s")
    assert sheet["J2"].quotePrefix
    assert [sheet.cell(line, 11).value for line in (1, 2, 3)] == [HEADING, None, "hs: salah"]


def test_a_formula_that_showed_something_comes_back_as_what_it_showed(tmp_path: Path) -> None:
    rows = (
        '<row r="1">'
        + "".join(f'<c r="{"ABCDEF"[n]}1" t="inlineStr"><is><t>{h}</t></is></c>' for n, h in HEADS)
        + '</row><row r="2"><c r="A2" t="str"><f>B2&amp;"x"</f><v>UD Maju</v></c>'
        '<c r="B2"><f>1+1</f><v>2</v></c></row>'
    )

    _, out = marked(tmp_path, with_sheet(sheet_xml(rows)), {})

    cells = sheet_of(out)["A2"], sheet_of(out)["B2"]
    assert [(cell.value, cell.data_type) for cell in cells] == [("UD Maju", "s"), (2, "n")]


def test_text_that_looks_like_a_formula_comes_back_as_text_and_its_neighbour_as_it_was(
    tmp_path: Path,
) -> None:
    words = ("=1+1", "+1+1", "@SUM(1)", "-2")

    def as_text(sheet: Any) -> None:
        for line, word in enumerate(words, start=2):
            sheet.cell(line, 1).value, sheet.cell(line, 1).data_type = word, "s"

    _, out = marked(tmp_path, book(HEADINGS, *[GOOD] * 4, change=as_text), {2: "salah"})

    sheet = sheet_of(out)
    told = [sheet.cell(line, 1) for line in range(2, 6)]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in told] == [
        (word, "s", True) for word in words
    ]
    assert not sheet.cell(2, 2).quotePrefix


def test_a_file_that_was_marked_and_mended_has_one_column_of_remarks(tmp_path: Path) -> None:
    _, first = marked(tmp_path, book(HEADINGS, changed(c4="1")), {2: "hs: salah"})

    _, again = marked(tmp_path, first.read_bytes(), {})

    column = [sheet_of(again).cell(line, 9).value for line in (1, 2)]
    assert column == [HEADING, None]
    assert sheet_of(again).max_column == 9


def test_cells_that_an_officer_merged_with_those_of_the_remarks_are_marked_all_the_same(
    tmp_path: Path,
) -> None:
    def with_title(sheet: Any) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "Surat Dinas"

    _, first = marked(tmp_path, book(HEADINGS, GOOD, GOOD, GOOD, change=with_title), {3: "salah"})
    merged = load_workbook(first)
    for area in ("A1:J1", "I3:I4", "H5:I5"):
        merged.worksheets[0].merge_cells(area)
    merged.save(first)

    _, again = marked(tmp_path, first.read_bytes(), {4: "hs: salah", 5: "hs: salah"})

    sheet = sheet_of(again)
    told = [sheet.cell(line, 9).value for line in range(2, 6)]
    assert told == [HEADING, None, "hs: salah", "hs: salah"]
    assert [area.coord for area in sheet.merged_cells.ranges] == ["A1:J1"]


def test_a_workbook_with_a_cell_of_a_style_that_is_missing_is_marked_apart(tmp_path: Path) -> None:
    content = with_cell("D3", '<c r="D3" s="999" t="inlineStr"><is><t>Kopi</t></is></c>')

    kind, out = marked(tmp_path, content, {3: "hs: salah"})

    sheet = sheet_of(out)
    assert kind == "xlsx"
    assert (sheet["D3"].value, sheet["I3"].value) == ("Kopi", "hs: salah")


def test_a_letter_head_in_a_text_box_makes_a_separate_workbook(tmp_path: Path) -> None:
    content = rezipped(
        book(HEADINGS, changed(c0="=1+1", c4="1")), {"xl/drawings/drawing1.xml": TEXT_BOX}
    )

    _, out = marked(tmp_path, content, {2: "hs: salah"})

    sheet = sheet_of(out)
    assert sheet.title == "perbaikan"
    assert sheet.cell(2, 1).value == "'=1+1"
    assert sheet.cell(2, 9).value == "hs: salah"


def shape(kind: str) -> str:
    return (
        '<v:shape id="_x0000_s1025" type="#_x0000_t202"><v:path o:connecttype="none"/>'
        "<v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>"
        f'<x:ClientData ObjectType="{kind}"><x:MoveWithCells/><x:Row>0</x:Row></x:ClientData>'
        "</v:shape>"
    )


def saved_by_excel(*kinds: str) -> bytes:
    """Our template, filled in, with its comments drawn as Excel draws them."""
    filled = load_workbook(io.BytesIO(template()))
    filled["Rekomendasi"].append(["UD Maju", "Ama Gulo", "081260001234"])
    kept = io.BytesIO()
    filled.save(kept)
    with zipfile.ZipFile(kept) as archive:
        drawn = next(name for name in archive.namelist() if name.endswith(".vml"))
    shapes = "".join(map(shape, kinds))
    spaces = "".join(
        f' xmlns:{short}="urn:schemas-microsoft-com:{name}"'
        for short, name in (("v", "vml"), ("o", "office:office"), ("x", "office:excel"))
    )
    return rezipped(kept.getvalue(), {drawn: f"<xml{spaces}>{shapes}</xml>".encode()})


def test_a_template_that_excel_saved_with_its_comments_keeps_its_lists_and_comments(
    tmp_path: Path,
) -> None:
    _, out = marked(tmp_path, saved_by_excel("Note", "Note"), {2: "hs: salah"})

    book_marked: Any = load_workbook(out)
    assert book_marked.sheetnames == ["Rekomendasi", "Daftar", "Contoh"]
    sheet = book_marked["Rekomendasi"]
    assert len(sheet.data_validations.dataValidation) == 3
    assert sheet["A1"].comment.text == columns()[0].comment


def test_a_text_box_beside_comments_still_makes_a_separate_workbook(tmp_path: Path) -> None:
    _, out = marked(tmp_path, saved_by_excel("Note", "Text", "Note"), {2: "hs: salah"})

    assert load_workbook(out).sheetnames == ["perbaikan"]


def test_a_separate_workbook_holds_the_sheets_as_well_that_were_not_read(tmp_path: Path) -> None:
    def with_others(sheet: Any) -> None:
        sheet.title = "Kec. A"
        summary = sheet.parent.create_sheet("Rekap")
        summary.append(["Produk", "Jumlah"])
        summary.append(["=1+1", "2"])
        sheet.parent.create_sheet("Surat").append(["Dengan hormat"])

    content = book(HEADINGS, changed(c4="1"), change=with_others)

    _, out = marked(
        tmp_path, rezipped(content, {"xl/drawings/drawing1.xml": TEXT_BOX}), {2: "hs: salah"}
    )

    new: Any = load_workbook(out)
    assert new.sheetnames == ["Kec. A", "Rekap", "Surat"]
    assert new["Kec. A"]["I2"].value == "hs: salah"
    assert [[cell.value for cell in row] for row in new["Rekap"]] == [
        ["Produk", "Jumlah"],
        ["'=1+1", "2"],
    ]


def test_a_separate_workbook_that_is_marked_again_has_one_column_of_remarks(
    tmp_path: Path,
) -> None:
    with_text_box = {"xl/drawings/drawing1.xml": TEXT_BOX}
    _, first = marked(tmp_path, book(HEADINGS, changed(c4="1")), {2: "hs: salah"})

    _, again = marked(tmp_path, rezipped(first.read_bytes(), with_text_box), {})

    assert sheet_of(again).max_column == 9
    assert sheet_of(again).cell(2, 9).value is None
