"""The people of a business are counted in one column, or as the sum of two."""

import pytest

from tests.unit.intake.plain_letters import read_letter
from tests.unit.intake.rows import left_out

NAMED = "Nama Usaha;Pemilik;No HP;Produk"
ROWS = "UD Maju;Tiurma Siregar;081260001234;Kopi;{0}\nUD Jaya;Bona Purba;081260001235;Teh;{0}\n"


def counted(headings: str, cells: str) -> str | None:
    """The employees of the first row. A bar begins the second line of headings."""
    first, *below = headings.split("|")
    lines = [f"{NAMED};{first}", *(f";;;;{line}" for line in below), ROWS.format(cells)]
    return read_letter("\n".join(lines).encode()).rows[0].cells.get("employees")


def test_a_total_of_employees_stands_alone() -> None:
    assert counted("Jumlah Tenaga Kerja;Tenaga Kerja Perempuan", "5;2") == "5"
    assert counted("Tenaga Kerja L;Tenaga Kerja P;Total Tenaga Kerja", "3;2;5") == "5"
    assert counted("Tenaga kerja tetap;Tenaga kerja harian;Jumlah TK", "3;2;5") == "5"


@pytest.mark.parametrize(
    "headings",
    [
        "Tenaga Kerja Laki-laki;Tenaga Kerja Perempuan",
        "T. KERJA;|LK;PR",
        "Tenaga Kerja;|Keluarga;Dibayar",
        "Karyawan;|Tetap;Harian",
        "TK keluarga;TK upahan",
        "Jumlah karyawan tetap;Jumlah karyawan lepas",
    ],
)
def test_two_parts_of_the_employees_are_added(headings: str) -> None:
    assert counted(headings, "3;4") == "3+4"


@pytest.mark.parametrize("headings", ["Tenaga Kerja;", "Tenaga kerja tetap;TK harian;TK borongan"])
def test_a_part_of_the_employees_alone_is_not_their_number(headings: str) -> None:
    assert counted(headings, "3;4;2") is None


def test_a_cell_that_counts_one_part_only_is_left_out() -> None:
    assert left_out("employees", "5 tetap")


def test_a_kecamatan_below_two_lines_of_headings_is_no_third_line() -> None:
    letter = read_letter(
        b"No;Nama Usaha;Pemilik;No HP;Produk;TK;\n"
        b";;;;;L;P\n"
        b"I;Kecamatan Talawi;;;;;\n"
        b"1;UD Maju;Tiurma Siregar;081260001234;Kopi bubuk;2;1\n"
    )

    [row] = letter.rows
    assert (row.cells["business_name"], row.cells["employees"]) == ("UD Maju", "2+1")
