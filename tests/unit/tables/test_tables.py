"""Where the table of a file is, and which lines are its headings."""

from collections.abc import Iterator

import pytest

from services.intake.letters.vocabulary import vocabulary
from shared.tables.records import Record, Records
from shared.tables.understanding.blocks import blocks_in
from shared.tables.understanding.headings import Heading
from shared.tables.understanding.tables import Table, find_table, find_tables
from shared.tables.unreadable import Unreadable, UnreadableFileError

HEADINGS = ("No", "Nama Usaha", "Pemilik", "No HP", "Produk")
ROW = ("1", "UD Maju", "Tiurma Sihombing", "081260001234", "Kopi")
NUMBERS = ("(1)", "(2)", "(3)", "(4)", "(5)")
TITLE = ("DAFTAR UMKM BINAAN TAHUN 2026", "", "", "", "")


def records_of(*lines: tuple[str, ...]) -> Records:
    def records(_kind: str) -> Iterator[Record]:
        yield from enumerate(lines, start=1)

    return records


def table_of(*lines: tuple[str, ...]) -> Table:
    table = find_table(records_of(*lines), "Sheet1", vocabulary())
    assert table
    return table


def test_headings_stand_below_titles_which_are_kept_for_what_they_say_of_consent() -> None:
    table = table_of(TITLE, ("Nomor: 518/12/2026", "", "", "", ""), HEADINGS, ROW)

    assert table.heading_line == 3
    assert table.before == ("DAFTAR UMKM BINAAN TAHUN 2026", "Nomor: 518/12/2026")
    assert table.sample == (ROW,)


def test_two_lines_of_headings_are_read_as_parent_and_child() -> None:
    upper = ("No", "Nama Usaha", "Pemilik", "Alamat", "", "No HP")
    lower = ("", "", "", "Desa", "Kecamatan", "")

    table = table_of(upper, lower, ("1", "UD Maju", "Tiurma", "Sigumpar", "Silaen", "0812600012"))

    assert table.heading_line == 2
    assert table.headings[3:5] == (Heading("Desa", "Alamat"), Heading("Kecamatan", "Alamat"))
    assert table.headings[5] == Heading("No HP")


def test_a_first_row_of_short_cells_is_no_third_line_of_headings() -> None:
    groups = ("No", "Nama Unit Usaha", "Nama Ketua / Pemilik", "Alamat", "", "", "No. Telp/HP")
    upper = (*groups, "Jenis Olahan", "Produksi rata-rata", "", "Tenaga Kerja", "", "SKP")
    below = ("Jalan", "Desa", "Kec.", "", "", "Jumlah / hari", "Satuan", "L", "P", "")
    place = ("", "Tiram", "Tiram", "081338517848")
    row = ("1.", "UD Maju", "Tiurma", *place, "Teri nasi", "3", "kg", "9", "4", "v")

    lines = list(records_of(upper, ("", "", "", *below), row)("Sheet1"))

    assert (0, 2) not in [block[:2] for block in blocks_in(lines, vocabulary())]


def test_a_second_line_of_units_belongs_to_the_headings_above_it() -> None:
    table = table_of((*HEADINGS, "Omzet"), ("", "", "", "", "", "(juta Rp/bln)"), (*ROW, "12"))

    assert table.headings[-1] == Heading("Omzet (juta Rp/bln)")
    assert table.heading_line == 2


def test_a_unit_above_its_heading_belongs_to_it() -> None:
    units = ("", "", "", "", "", "(Rp. x 1.000)")

    table = table_of(units, (*HEADINGS, "Omzet"), (*ROW, "132.000"))

    assert (table.heading_line, table.headings[-1].text) == (2, "Omzet (Rp. x 1.000)")


def test_groups_of_questions_stand_above_the_questions() -> None:
    names = ("identitas/nama_usaha", "identitas/no_hp", "lokasi/desa", "lokasi/kecamatan", "HP/WA")

    table = table_of(names, ROW)

    assert table.headings[2:] == (
        Heading("desa", "lokasi"),
        Heading("kecamatan", "lokasi"),
        Heading("HP/WA"),
    )


def test_numbers_of_columns_totals_and_headings_of_the_next_page_are_no_sample() -> None:
    total = ("", "Jumlah", "", "", "2")

    table = table_of(HEADINGS, NUMBERS, ROW, HEADINGS, ROW, total)

    assert table.sample == (ROW, ROW)


def test_headings_below_another_table_are_found_by_what_they_name() -> None:
    summary = (("Kecamatan", "Jumlah", "", "", ""), ("Silaen", "12", "", "", ""))

    table = table_of(*summary, ("", "", "", "", ""), HEADINGS, ROW)

    assert (table.heading_line, table.sample) == (4, (ROW,))


def test_one_table_is_read_of_each_sheet_that_has_one() -> None:
    lines: dict[str, list[tuple[str, ...]]] = {
        "Silaen": [HEADINGS, ROW],
        "Surat": [("Dengan hormat,",)],
        "Balige": [HEADINGS, ROW],
    }

    def records(kind: str) -> Iterator[Record]:
        yield from enumerate(lines[kind], start=1)

    tables = find_tables(records, list(lines), vocabulary(), are_sheets=True)

    assert [table.kind for table in tables] == ["Silaen", "Balige"]
    assert len({table.fingerprint for table in tables}) == 1


def test_a_table_without_headings_begins_with_its_first_row() -> None:
    table = table_of(TITLE, ROW, ROW)

    assert table.headings == (Heading(""),) * 5
    assert (table.heading_line, table.sample) == (1, (ROW, ROW))


def test_a_fingerprint_knows_the_order_of_headings_and_not_their_spaces() -> None:
    spaced = tuple(f" {heading.upper()}  " for heading in HEADINGS)

    assert table_of(spaced, ROW).fingerprint == table_of(HEADINGS, ROW).fingerprint
    assert table_of(HEADINGS[::-1], ROW).fingerprint != table_of(HEADINGS, ROW).fingerprint


@pytest.mark.parametrize("line", [("Dengan hormat,",), ("a", "b", "c"), ("1", "2", "3", "4")])
def test_a_file_of_other_lines_has_no_table(line: tuple[str, ...]) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        find_tables(records_of(line, line), ["Sheet1"], vocabulary())

    assert refused.value.code is Unreadable.NO_HEADINGS


def test_headings_that_are_said_again_below_are_one_line_with_the_units_of_the_first() -> None:
    upper = ("No", "Nama Usaha", "Pemilik", "Nomor HP", "Omzet setahun (juta)")
    lower = ("no", "nm_usaha", "nm_pemilik", "hp", "omzet")

    table = table_of(TITLE, upper, lower, ("1", "UD Maju", "Tiurma", "081260001234", "120"))

    assert table.heading_line == 3
    assert table.headings[4] == Heading("Omzet setahun (juta)", "omzet")


def parted(*lines: tuple[str, ...]) -> list[tuple[int, int | None]]:
    """The lines of headings, and the last line of each table."""
    tables = find_tables(records_of(*lines), ["Sheet1"], vocabulary())
    return [(table.heading_line, table.until) for table in tables]


def test_rows_of_a_first_table_are_kept_above_one_that_names_more() -> None:
    assert parted(HEADINGS, ROW, ROW, (*HEADINGS, "Desa"), (*ROW, "Silaen")) == [(1, 3), (4, None)]


@pytest.mark.parametrize("year", ["2024", "2023/2024", "2023-2024"])
def test_headings_of_a_further_table_may_name_years(year: str) -> None:
    sales = f"Omset {year}"

    assert parted(HEADINGS, ROW, (*HEADINGS, sales), (*ROW, "90")) == [(1, 2), (3, None)]


def test_headings_that_go_on_in_a_second_line_keep_their_units() -> None:
    upper = ("NO.", "NAMA USAHA", "PEMILIK", "DESA", "OMSET/THN", "NO.TELP/")
    lower = ("URT", "", "", "", "(RP.000)", "H.P.")

    table = table_of(upper, lower, ("1", "UD Maju", "Tiurma", "Talawi", "276000", "081260001234"))

    assert table.headings[4] == Heading("OMSET/THN (RP.000)")
    assert table.heading_line == 2


def test_headings_that_nobody_knows_are_shown_where_they_stand_above_the_first_row() -> None:
    upper = ("Isian 1", "Isian 2", "Isian 3", "Isian 4", "Isian 5")

    table = table_of(TITLE, upper, ROW)

    assert [heading.text for heading in table.headings] == [*upper]


def test_a_first_table_that_lacks_a_product_is_not_lost_to_a_second_one() -> None:
    first = ("No", "Nama Usaha", "Pemilik", "No HP", "Hasil")
    tables = find_tables(records_of(first, ROW, ROW, HEADINGS, ROW), ["Sheet1"], vocabulary())

    assert [table.heading_line for table in tables] == [1, 4]
