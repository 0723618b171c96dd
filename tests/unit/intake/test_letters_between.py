"""What an office puts between and below its rows is no row, and is told."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from services.intake.files.child import frames
from services.intake.handlers.contents import passed_over_in_words
from services.intake.letters.reading import RowReader
from shared.tables.numbering import LINES_APART
from shared.tables.understanding.decision import Column
from shared.tables.understanding.headings import Heading
from shared.tables.understanding.tables import Table
from story.reconcile.reading_letters import read_letter
from tests.unit.intake.errands import AN_ERRAND
from tests.unit.intake.wrong_files import GOOD, HEADINGS, Cells, book, changed, text

NUMBERED = [f"({number})" for number in range(1, 9)]
TOTAL: Cells = ["Jumlah", "", "", "", "", "", "", "2"]


def read(folder: Path, name: str, content: bytes) -> tuple[list[int], list[int]]:
    """The lines of the rows, and those that were passed over."""
    path = folder / name
    path.write_bytes(content)
    found: list[dict[str, Any]] = list(frames(path, AN_ERRAND))
    passed_over: list[int] = next((f["passed_over"] for f in found if "passed_over" in f), [])
    return [row["line"] for frame in found for row in frame.get("rows", [])], passed_over


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_total_numbers_of_columns_and_headings_of_the_next_page_are_no_rows(
    suffix: str, tmp_path: Path
) -> None:
    rows = [HEADINGS, NUMBERED, GOOD, HEADINGS, GOOD, TOTAL]
    content = text(*rows) if suffix == "csv" else book(*rows)

    lines, passed_over = read(tmp_path, f"surat.{suffix}", content)

    assert (lines, passed_over) == ([3, 5], [2, 4, 6])
    assert list(read_letter(tmp_path / f"surat.{suffix}").rows) == lines


def test_a_business_that_is_called_total_is_a_row(tmp_path: Path) -> None:
    rows = [HEADINGS, changed(c0="Total"), changed(c0="Jumlah", c2=""), changed(c1="1", c0="")]

    lines, passed_over = read(tmp_path, "surat.csv", text(*rows))

    assert (lines, passed_over) == ([2, 3, 4], [])
    assert list(read_letter(tmp_path / "surat.csv").rows) == lines


def test_lines_that_were_passed_over_are_named_by_their_sheet() -> None:
    told = passed_over_in_words([6, LINES_APART + 2, *range(10, 40)], ("Parbuluan", "Tigalingga"))

    assert told.given.startswith("Parbuluan: 6, Tigalingga: 2, Parbuluan: 10, ")
    assert told.given.endswith("...")


HEADED = ["No", "Nama Usaha", "Pemilik", "No HP", "Produk", "Kode HS", "Kapasitas", "Persetujuan"]
OWNER = ["1", "UD Maju", "Tiurma", "081260001234"]


def products_in(folder: Path, *rows: Cells) -> list[list[tuple[str, str | None, float | None]]]:
    path = folder / "letter"
    path.write_bytes(text(HEADED, *rows))
    found: list[dict[str, Any]] = orjson.loads(orjson.dumps(list(frames(path, AN_ERRAND))))
    return [
        [(p["name"], p.get("hs6"), p.get("capacity")) for p in row["taken"]["products"]]
        for frame in found
        for row in frame.get("rows", [])
    ]


@pytest.mark.parametrize(
    ("first", "second", "products"),
    [
        (
            ["Kopi bubuk", "", "10 kg"],
            ["Gula aren", "", "20 kg"],
            [("Kopi bubuk", "090121", 10), ("Gula aren", "170290", 20)],
        ),
        (
            ["Kopi bubuk", "", ""],
            ["Gula aren", "", "20 kg"],
            [("Kopi bubuk", "090121", None), ("Gula aren", "170290", None)],
        ),
        (
            ["Kopi bubuk", "090121", "5"],
            ["Gula aren", "170290", ""],
            [("Kopi bubuk", "090121", 5), ("Gula aren", "170290", None)],
        ),
    ],
)
def test_a_line_with_a_product_alone_is_a_further_product_of_the_business_above(
    first: Cells, second: Cells, products: list[Any], tmp_path: Path
) -> None:
    rows = [*OWNER, *first, "ya"], [*[""] * 4, *second, ""]

    assert products_in(tmp_path, *rows, [*OWNER, *first, "ya"])[0] == products


@pytest.mark.parametrize("note", ["Jumlah: 12 UMKM", "Sidikalang, 2 Mei 2026", "Kepala Dinas"])
def test_a_note_below_the_products_is_no_product(note: str, tmp_path: Path) -> None:
    row: Cells = [*OWNER, "Kopi bubuk", "", "", "ya"]

    [[product]] = products_in(tmp_path, row, [*[""] * 4, note, "", "", ""])

    assert product[0] == "Kopi bubuk"


def test_a_product_below_a_blank_line_belongs_to_nobody(tmp_path: Path) -> None:
    row: Cells = [*OWNER, "Kopi bubuk", "", "", "ya"]

    [products] = products_in(tmp_path, row, [""] * 8, [*[""] * 4, "Gula aren", "", "", ""])

    assert len(products) == 1


def test_the_row_before_the_damage_of_a_sheet_is_read() -> None:
    def damaged(_kind: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        yield 2, ("UD Maju", "Tiurma", "081260001234", "Kopi bubuk")
        raise zipfile.BadZipFile

    names = ("business_name", "owner_name", "phone", "product")
    columns = [Column(place, Heading(name), (name,)) for place, name in enumerate(names)]
    rows = RowReader(Table("Satu", 1, ()), columns, damaged).rows()

    assert next(rows).cells["business_name"] == "UD Maju"
    with pytest.raises(zipfile.BadZipFile):
        next(rows)
