"""A further table below the first one of a sheet."""

from services.intake.letters.vocabulary import vocabulary
from shared.tables.understanding.headings import Heading
from shared.tables.understanding.tables import Table, find_tables
from tests.unit.tables.test_tables import HEADINGS, ROW, records_of


def tables_of(*lines: tuple[str, ...]) -> list[Table]:
    return find_tables(records_of(*lines), ["Sheet1"], vocabulary(), are_sheets=True)


def test_few_headings_in_another_order_begin_a_table_of_their_own() -> None:
    others = ("Nama", "Usaha", "Telp", "Produk", "Setuju")
    row = ("Bonar Sinaga", "UD Jaya", "081260001235", "Ulos", "ya")

    first, second = tables_of(HEADINGS, ROW, (), others, row)

    assert (first.until, second.heading_line) == (3, 4)
    assert second.headings == tuple(map(Heading, others))
    assert second.sample == (row,)


def test_a_row_without_a_phone_is_no_line_of_headings() -> None:
    row = ("2", "Toko Usaha Tani", "Bonar Sinaga", "", "Ulos")

    assert len(tables_of(HEADINGS, ROW, row)) == 1


def test_a_table_below_has_headings_of_two_lines_its_title_and_its_notes() -> None:
    upper = ("No", "Pemilik", "Nama Usaha", "Alamat", "", "No HP", "Produk")
    lower = ("", "", "", "Desa", "Kecamatan", "", "")
    row = ("1", "Bonar Sinaga", "UD Jaya", "Sigumpar", "Silaen", "081260001235", "Ulos")
    lines = [("Tidak diusulkan",), upper, lower, row, ("*) omzet per bulan",)]

    first, second = tables_of(HEADINGS, ROW, ("Ketua kelompok",), ROW, *lines)

    assert second.headings[3] == Heading("Desa", "Alamat")
    assert (second.before, second.below) == (("Tidak diusulkan",), ("*) omzet per bulan",))
    assert (second.heading_line, first.below) == (7, ("Ketua kelompok", "Tidak diusulkan"))
