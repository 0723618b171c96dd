"""Bytes of a letter become numbered rows, or one sentence that says why not."""

import pytest

from shared.tables.unreadable import Unreadable, UnreadableFileError
from tests.unit.intake.plain_letters import Letter, read_letter

HEADINGS = "Nama Usaha;Pemilik;No HP;Produk;Kode HS;Persetujuan"
ROW = "UD Sökhi;Ama Gulö;081260001234;Kopi;0901.11;ya, 12-03-2026"


def a_letter(*lines: str, encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    return end.join(lines).encode(encoding)


def refusal(content: bytes) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as refused:
        read_letter(content)
    return refused.value


def names(letter: Letter) -> list[str]:
    return [row.cells["business_name"] for row in letter.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_name_with_an_accent_survives_every_encoding_that_excel_writes(encoding: str) -> None:
    letter = read_letter(a_letter(HEADINGS, ROW, encoding=encoding))

    assert names(letter) == ["UD Sökhi"]
    assert letter.encoding == encoding


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separator_is_the_one_that_shows_the_headings(separator: str) -> None:
    cells = (line.split(";") for line in (HEADINGS, ROW.replace(",", "")))
    letter = read_letter(a_letter(*(separator.join(line) for line in cells)))

    assert letter.separator == separator
    assert letter.rows[0].cells["phone"] == "081260001234"


def test_commas_in_addresses_and_amounts_do_not_hide_the_semicolon() -> None:
    row = "UD Maju, Jaya, Abadi;Tiur, S.E., M.M.;08126000123;Kopi, gula, teh;090111;ya, 12-03-2026"
    letter = read_letter(a_letter("Daftar, lampiran, surat, dinas, 2026", HEADINGS, *[row] * 20))

    assert letter.separator == ";"
    assert names(letter)[0] == "UD Maju, Jaya, Abadi"


def test_hint_of_excel_names_the_separator() -> None:
    letter = read_letter(a_letter("sep=;", HEADINGS, ROW))

    assert [row.line for row in letter.rows] == [3]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_lines_end_as_on_any_system(end: str) -> None:
    assert names(read_letter(a_letter(HEADINGS, ROW, ROW, end=end))) == ["UD Sökhi"] * 2


def test_titles_above_and_blanks_below_are_passed_over_and_lines_stay_those_of_the_sheet() -> None:
    letter = read_letter(
        a_letter("DINAS KOPERASI;;;;;", "", HEADINGS, ROW, ";;;;;", "", ROW, ";;;;;", " ; ;;;;")
    )

    assert letter.heading_line == 3
    assert [row.line for row in letter.rows] == [4, 7]


def test_line_break_inside_a_cell_is_still_one_row() -> None:
    two_lines = ROW.replace("Kopi", '"Kopi\r\narabika"')
    letter = read_letter(a_letter(HEADINGS, two_lines, ROW))

    assert [row.line for row in letter.rows] == [2, 3]
    assert letter.rows[0].cells["product"] == "Kopi\r\narabika"


def test_headings_are_known_in_two_languages_and_any_spelling() -> None:
    english = "*BUSINESS  NAME*;Owner;Mobile-Phone;Product;H.S. Code;Owner Consent (required)"
    indonesian = "nama usaha;NAMA PEMILIK;No. HP/WA;Nama Produk;Kode H.S.;Tgl. Persetujuan"
    fields = {"business_name", "owner_name", "phone", "product"}

    for headings in (english.replace("H.S.", "HS"), indonesian.replace("H.S.", "HS")):
        assert fields < set(read_letter(a_letter(headings, ROW)).columns.values())


def test_unknown_columns_are_named_and_amounts_in_millions_carry_their_scale() -> None:
    letter = read_letter(a_letter(f"No;{HEADINGS};Omzet (juta);Zodiak", f"1;{ROW};350;x"))

    assert letter.unknown == ("No", "Zodiak")
    assert letter.rows[0].cells["yearly_sales"] == "350"
    assert letter.rows[0].conversions["yearly_sales"].scale == 1_000_000


def test_of_two_phone_columns_the_filled_one_is_taken() -> None:
    letter = read_letter(
        a_letter(f"{HEADINGS};WhatsApp", ROW.replace("081260001234", "") + ";081311112222")
    )

    assert letter.rows[0].cells["phone"] == "081311112222"


def test_short_rows_lose_nothing() -> None:
    letter = read_letter(a_letter(HEADINGS, "UD Maju;Tiur"))

    assert [row.cells for row in letter.rows] == [
        {"business_name": "UD Maju", "owner_name": "Tiur"}
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Unreadable.EMPTY),
        (b"\xef\xbb\xbf \r\n\r\n", Unreadable.EMPTY),
        (b"\x1f\x8b\x08\x00", Unreadable.ARCHIVE),
        (b"%PDF-1.7\n", Unreadable.PDF),
        (b"\x89PNG\r\n\x1a\n", Unreadable.IMAGE),
        (b"{\\rtf1\\ansi", Unreadable.RICH_TEXT),
        (b"Nama Usaha;\x00\x00;Pemilik", Unreadable.BINARY),
        (b"Nama \x81\x8d\x8f;Pemilik", Unreadable.ENCODING),
        (b"a;b;c\r\n1;2;3\r\n", Unreadable.NO_HEADINGS),
        (HEADINGS.encode(), Unreadable.NO_ROWS),
    ],
)
def test_file_that_is_no_letter_is_named_in_both_languages(
    content: bytes, code: Unreadable
) -> None:
    refused = refusal(content)

    assert refused.code is code
    assert refused.message_id != refused.message_en
    assert str(refused) == f"{refused.message_id} / {refused.message_en}"


def test_open_quote_is_told_of_its_own_line_alone() -> None:
    letter = read_letter(a_letter(HEADINGS, 'UD "Maju";"Tiur;0812', ROW))

    assert [(row.line, row.broken) for row in letter.rows] == [(2, "open-quote"), (3, None)]


def test_nul_byte_is_told_of_its_own_line_alone() -> None:
    letter = read_letter(a_letter(HEADINGS, ROW.replace("Kopi", "Ko\0pi"), ROW))

    assert [(row.line, row.broken) for row in letter.rows] == [(2, "nul-byte"), (3, None)]


def test_headings_with_an_open_quote_are_headings_still() -> None:
    letter = read_letter(a_letter(HEADINGS.replace("Produk", '"Produk'), ROW))

    assert names(letter) == ["UD Sökhi"]


def test_a_table_that_is_no_list_of_businesses_says_what_it_lacks_and_what_is_unknown() -> None:
    refused = refusal(
        a_letter("Nama Usaha;Alamat;Kode HS;Zodiak", *["UD Maju;Jl. A 4;0901.11;7"] * 6)
    )

    assert refused.code is Unreadable.MISSING_COLUMN
    assert "columns: owner name, phone, product." in refused.message_en
    assert "surat: Nama Pemilik, No HP, Produk. Kolom yang tidak dikenal: Zodiak." in (
        refused.message_id
    )
