"""Columns whose cells say more than their headings."""

import pytest

from services.intake.letters.reading import RowReader
from shared.tables.understanding.decision import Column
from shared.tables.understanding.headings import Heading
from shared.tables.understanding.tables import Table
from tests.unit.intake.plain_letters import read_letter


def test_a_certificate_is_what_its_cell_says_below_a_heading_of_several() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;No HP;Produk;SKP / PIRT / Halal\n"
        b"UD Maju;Tiurma;081260001234;Kopi bubuk;Halal\n"
        b"UD Jaya;Bonar;081260001235;Kopi bubuk;-\n"
    )

    assert [row.cells.get("certificates") for row in letter.rows] == ["Halal", None]


def test_a_column_answered_as_capacity_and_unit_keeps_the_period_of_its_cells() -> None:
    columns = [
        Column(0, Heading("Jeneng Usaha"), ("business_name",)),
        Column(1, Heading("HP"), ("phone",)),
        Column(2, Heading("Iso Gawe Piro"), ("capacity", "unit")),
    ]
    table = Table(";", 0, tuple(column.heading for column in columns))
    records = [(1, ("UD Maju", "081260001234", "85 kg/minggu"))]

    [row] = RowReader(table, columns, lambda _: iter(records)).rows()

    assert row.cells["capacity"] == "85 kg/minggu"
    assert "unit" not in row.cells


@pytest.mark.parametrize(
    ("heading", "cell", "certificate"),
    [
        ("yg lain (halal dll)", "Merek", "Merek"),
        ("Izin BPOM", "BPOM MD", "BPOM MD"),
        ("Sertifikat Halal", "ID12110001234", "Halal"),
        ("Sertifikat Halal", "sudah", "Halal"),
        ("Sertifikat Halal", "belum", None),
        ("SKP", "B", None),
        ("Sertifikat/Hak Merek", "P-IRT", "P-IRT"),
    ],
)
def test_a_name_in_a_cell_says_more_than_its_heading(
    heading: str, cell: str, certificate: str | None
) -> None:
    text = f"Nama Usaha;Pemilik;No HP;Produk;{heading}\nUD Maju;Tiurma;081260001234;Kopi;{cell}\n"

    assert read_letter(text.encode()).rows[0].cells.get("certificates") == certificate


@pytest.mark.parametrize(
    "cell",
    [
        "Erlina Situmeang\nNIK 1273016009930009\nHP 082163224421",
        "Erlina Situmeang, NIK 1273016009930009, HP 082163224421",
        "NIK: 1273016009930009 / Erlina Situmeang / 082163224421",
    ],
)
def test_a_name_and_numbers_of_one_cell_are_each_read(cell: str) -> None:
    column = Column(0, Heading("Identitas (Nama, NIK, HP)"), ("owner_name", "nik", "phone"))
    table = Table(";", 0, (column.heading,))

    [row] = RowReader(table, [column], lambda _: iter([(1, (cell,))])).rows()

    assert row.cells["owner_name"] == "Erlina Situmeang"
    assert row.cells["nik"] == "1273016009930009"
    assert row.cells["phone"].endswith("082163224421")


@pytest.mark.parametrize(
    ("title", "per_year", "scale"),
    [
        ("KAPASITAS PER MINGGU, OMZET PER BULAN DALAM RIBUAN RUPIAH", 12, 1_000),
        ("produksi dan omzet dihitung per bulan", 12, 1),
    ],
)
def test_a_title_says_in_what_period_amounts_are_counted(
    title: str, per_year: int, scale: int
) -> None:
    letter = read_letter(
        f"{title};;;;\nNama Usaha;Pemilik;No HP;Produk;Omzet\n"
        "UD Maju;Tiurma;081260001234;Kopi;29500\n".encode()
    )

    conversion = letter.rows[0].conversions["yearly_sales"]
    assert (conversion.per_year, conversion.scale) == (per_year, scale)


def test_a_day_in_a_title_is_no_period() -> None:
    letter = read_letter(
        b"DATA PRODUKSI UMKM per Oktober 2026;;;;\nNama Usaha;Pemilik;No HP;Produk;Kapasitas\n"
        b"UD Maju;Tiurma;081260001234;Kopi;500\n"
    )

    assert "capacity" not in letter.rows[0].conversions


def test_amounts_count_as_a_line_above_the_table_says() -> None:
    letter = read_letter(
        b"DAFTAR UMKM BINAAN;;;;\n(dalam jutaan rupiah);;;;\n"
        b"Nama Usaha;Pemilik;No HP;Produk;Omzet per tahun\n"
        b"UD Maju;Tiurma;081260001234;Kopi;132\n"
    )

    assert letter.rows[0].conversions["yearly_sales"].scale == 1_000_000


def test_numbers_below_licences_are_told_apart_by_their_labels() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;No HP;Produk;Legalitas\n"
        b"UD Maju;Tiurma;081260001234;Kopi;NIK 1276035406870006, NIB: 9122178512837"
        b" P-IRT no. 2141276070634-28\n"
        b"UD Jaya;Bonar;081260001235;Kopi;belum ada\n"
    )

    first, second = [row.cells for row in letter.rows]
    assert (first["nik"], first["nib"]) == ("1276035406870006", "9122178512837")
    assert first["pirt"] == "2141276070634-28"
    assert second.keys().isdisjoint({"nik", "nib", "pirt", "licences"})
