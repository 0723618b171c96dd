"""A title, or the first row of a group, names the kecamatan of the rows below it."""

import pytest

from services.intake.letters.reference import known_places
from shared.tables.places_above import subdistrict_titled
from tests.unit.intake.plain_letters import read_letter


def test_a_title_between_rows_names_the_kecamatan_of_those_below() -> None:
    letter = read_letter(
        b"No;Nama Usaha;Pemilik;No HP;Desa;Produk\n"
        b"I;KECAMATAN SIDIKALANG;;;;\n"
        b"1;UD Maju;Tiurma Siregar;081260001234;Kuta Gambir;Kopi bubuk\n"
        b";Jumlah Kec. Sidikalang;;;;\n"
        b"II;KECAMATAN SUMBUL;;;;\n"
        b"2;UD Jaya;Bonar Siregar;081260001235;Pegagan Julu;Kopi bubuk\n"
    )

    assert [row.cells["subdistrict"] for row in letter.rows] == ["SIDIKALANG", "SUMBUL"]


@pytest.mark.parametrize(
    ("title", "subdistrict"),
    [
        ("DATA UMKM KECAMATAN SUMBUL KABUPATEN DAIRI", "SUMBUL"),
        ("Kecamatan : Sumbul", "Sumbul"),
        ("A. Kec. Sumbul (12 usaha)", "Sumbul"),
        ("Sumbul", "Sumbul"),
        ("Jl. Besar No. 4 Kec. Sumbul", ""),
        ("Rapat di Kecamatan Sumbul", ""),
        ("Jumlah Kec. Sumbul", ""),
        ("REKAP PER KECAMATAN KABUPATEN DAIRI", ""),
        ("Camat Sumbul", ""),
    ],
)
def test_a_title_is_of_a_kecamatan_and_not_of_an_office_or_a_sum(
    title: str, subdistrict: str
) -> None:
    assert subdistrict_titled(title, known_places("12.11")) == subdistrict


def test_a_column_before_the_names_that_has_each_kecamatan_once_counts_for_the_rows_below() -> None:
    letter = read_letter(
        b"Kecamatan;Nama Usaha;Pemilik;No HP;Produk\n"
        b"Sidikalang;UD Maju;Tiurma Siregar;081260001234;Kopi bubuk\n"
        b";UD Jaya;Bonar Siregar;081260001235;Kopi bubuk\n"
        b"Sumbul;CV Toba;Rosma Siregar;081260001236;Kopi bubuk\n"
        b";CV Lama;Rosma Sihombing;081260001237;Kopi bubuk\n"
    )

    named = [row.cells["subdistrict"] for row in letter.rows]
    assert named == ["Sidikalang", "Sidikalang", "Sumbul", "Sumbul"]


def test_a_blank_kecamatan_stays_blank_where_the_same_one_is_written_again() -> None:
    letter = read_letter(
        b"Kecamatan;Nama Usaha;Pemilik;No HP;Produk\n"
        b"Sidikalang;UD Maju;Tiurma Siregar;081260001234;Kopi bubuk\n"
        b";UD Jaya;Bonar Siregar;081260001235;Kopi bubuk\n"
        b"Sidikalang;CV Toba;Rosma Siregar;081260001236;Kopi bubuk\n"
        b";CV Lama;Rosma Sihombing;081260001237;Kopi bubuk\n"
    )

    assert ["subdistrict" in row.cells for row in letter.rows] == [True, False, True, False]
