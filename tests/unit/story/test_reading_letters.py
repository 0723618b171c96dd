"""What stands in a letter is read without asking intake: headings, rows, private words."""

from pathlib import Path

from story.reconcile.private_words import private_words
from story.reconcile.reading_letters import ReadLetter, read_letter

TWO_LINES = """DAFTAR UMKM;;;;;;
No;Nama Usaha;Pemilik;;Alamat;;Produk
;;Nama;No. HP;Jalan;Desa;
(1);(2);(3);(4);(5);(6);(7)
1;Kopi Horas;Tiur Manik;0812-3456-7890;Jl. Gereja No. 2;Huta Gaol;Kopi bubuk
2;Ulos Dame;Rotua Lubis;;Jl. Merdeka No. 3;Lumban Raja;Ulos
No;Nama Usaha;Pemilik;;Alamat;;Produk
;;Nama;No. HP;Jalan;Desa;
3;Sambal Ina;-;081234567891;;;
JUMLAH: 3 UMKM;;;;;;
;;;;;;Balige, 2 Maret 2026
Mengetahui;;;;;;Kepala Dinas
"""


def a_letter(folder: Path, text: str) -> ReadLetter:
    path = folder / "surat-12.12.csv"
    path.write_text(text)
    return read_letter(path)


def test_headings_of_two_lines_are_read_as_parent_and_child(tmp_path: Path) -> None:
    letter = a_letter(tmp_path, TWO_LINES)

    assert letter.headings[1:6] == (
        "Nama Usaha",
        "Pemilik / Nama",
        "Pemilik / No. HP",
        "Alamat / Jalan",
        "Alamat / Desa",
    )


def test_titles_numbers_repeated_headings_sums_and_signatures_are_no_rows(tmp_path: Path) -> None:
    assert list(a_letter(tmp_path, TWO_LINES).rows) == [5, 6, 9]


def test_owners_and_streets_below_a_parent_are_private_and_villages_are_not(
    tmp_path: Path,
) -> None:
    words = private_words([a_letter(tmp_path, TWO_LINES)])

    assert words.numbers == {"81234567890", "81234567891"}
    assert words.phrases == {
        ("tiur", "manik"),
        ("rotua", "lubis"),
        ("jl", "gereja", "no", "2"),
        ("jl", "merdeka", "no", "3"),
    }


def test_a_table_without_headings_has_the_rows_that_have_a_phone(tmp_path: Path) -> None:
    text = (
        "Kopi Horas;Tiur Manik;1212054502850003;081234567890\nDame;Ina;1212;081234567891\nttd;;;\n"
    )

    assert list(a_letter(tmp_path, text).rows) == [1, 2]


def test_an_example_of_a_number_in_a_heading_makes_it_no_row(tmp_path: Path) -> None:
    headings = "Nama usaha;Pemilik;Produk;Nomor HP (contoh: 08123456789)"
    text = f"{headings}\nDame;Ina Lubis;Ulos;081234567891\n"

    assert list(a_letter(tmp_path, text).rows) == [2]
