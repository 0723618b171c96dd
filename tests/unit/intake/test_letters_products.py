"""Products of a row: how many, under which code, and what stays open."""

import pytest

from services.intake.letters.products import names_in
from shared.contracts.intake import HsSource
from shared.tables.files.typed import text_of
from tests.unit.intake.plain_letters import read_letter
from tests.unit.intake.rows import a_row, accepted, codes, notices, parsed, products


@pytest.mark.parametrize(
    "written",
    [
        *("0901.11", "090111", "0901.11.00", "90111", "9011100", "0901 11 1000", "HS 0901.11"),
        *(
            "Kode HS: 090111",
            "0901.11.10 (kopi)",
            "HS0901.11",
            "0901.11 - Kopi biji",
            "0901,11",
            "090111;",
        ),
    ],
)
def test_hs_code_is_cut_to_six_digits_and_gets_its_zero_back(written: str) -> None:
    [product] = products("Kopi arabika", written)

    assert (product.hs6, product.hs_source) == ("090111", HsSource.LETTER)
    assert product.commodity == "kopi"


@pytest.mark.parametrize(
    "written",
    [
        "kopi",
        "09O1.11",
        "09011",
        "1",
        "009011",
        "0001.11",
        "7701.11",
        "9901.11",
        "21039",
        text_of(90.111),
    ],
)
def test_an_hs_code_that_cannot_be_one_is_refused(written: str) -> None:
    assert codes(hs=written) == ["invalid-hs"]


def test_an_hs_code_as_a_number_gets_its_zero_back_with_a_notice() -> None:
    assert notices(hs="9011110") == [("hs", "zero-restored")]


@pytest.mark.parametrize("written", ["8703.23", "0303.23", "30323"])
def test_a_real_hs_code_outside_the_programme_leaves_the_product_open(written: str) -> None:
    [product] = products("Kopi bubuk", written)

    assert (product.hs6, product.hs_given, product.candidates) == (None, written, ("090121",))
    assert ("product", "commodity-open") in notices(product="Kopi bubuk", hs=written)


def test_a_heading_of_four_digits_is_kept_and_narrows_the_candidates() -> None:
    [open_product] = products("Kopi arabika", "0901")
    [clear_product] = products("Kopi bubuk", "0901")
    [unknown_product] = products("Sipirok Premium", "2101")

    assert open_product.hs6 is None
    assert (open_product.hs_given, open_product.candidates) == ("0901", ("090111", "090121"))
    assert (clear_product.hs6, clear_product.hs_source) == ("090121", HsSource.PROPOSED)
    assert unknown_product.candidates == ("210111",)


@pytest.mark.parametrize("written", ["", "-", "belum tahu", "tidak ada"])
def test_a_product_without_a_code_gets_the_clear_one_with_a_notice(written: str) -> None:
    answer = parsed(a_row(product="Kopi bubuk", hs=written))

    assert answer.recommendation
    [product] = answer.recommendation.products
    assert (product.hs6, product.hs_source) == ("090121", HsSource.PROPOSED)
    assert product.commodity == "kopi"
    assert [notice[1:] for notice in answer.notices] == [
        ("commodity-proposed", "Kopi bubuk: 090121 Kopi sangrai")
    ]


def test_a_product_that_fits_several_codes_stays_open_and_its_row_is_taken() -> None:
    [product] = products("Kopi")

    assert product.hs6 is None
    assert product.commodity is None
    assert product.candidates == ("090111", "090121", "210111")
    assert notices(product="Kopi", hs="") == [("product", "commodity-open")]


def test_the_type_of_business_makes_a_product_clearer() -> None:
    [by_type] = products("Kopi arabika", business_type="Pengolahan kopi bubuk")
    [by_group] = products("Arabika premium", commodity="Kopi bubuk")

    assert (by_type.hs6, by_group.hs6) == ("090121", "090121")


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Kopi bubuk, kopi biji; teh", ("Kopi bubuk", "kopi biji", "teh")),
        ("Kopi bubuk / sambal", ("Kopi bubuk", "sambal")),
        ("Kopi bubuk dan gula aren", ("Kopi bubuk", "gula aren")),
        ("Kopi bubuk\nSambal", ("Kopi bubuk", "Sambal")),
        ("1. Kopi 2. Teh", ("Kopi", "Teh")),
        ("1) Kopi bubuk\n2) Teh", ("Kopi bubuk", "Teh")),
        ("• Kopi\n• Teh", ("Kopi", "Teh")),
        ("Wortel, kentang, kubis", ("Wortel", "kentang", "kubis")),
        ("Keripik pisang, rasa coklat", ("Keripik pisang, rasa coklat",)),
        ("Kopi arabika bubuk, Drip coffee", ("Kopi arabika bubuk", "Drip coffee")),
        ("Keripik singkong, kentang", ("Keripik singkong, kentang",)),
        ("Kue dan roti", ("Kue dan roti",)),
        ("cabai merah dan tomat dan wortel", ("cabai merah", "tomat", "wortel")),
        ("Madu hutan / madu kelulut", ("Madu hutan", "madu kelulut")),
        ("Kue kering dan Bolu", ("Kue kering", "Bolu")),
        ("Dompet dan tas tenun", ("Dompet dan tas tenun",)),
        ("Kopi sangrai (90 kg)", ("Kopi sangrai",)),
        ("Kopi sangrai 90 KG/bln", ("Kopi sangrai",)),
        ("Kopi bubuk 250 gr", ("Kopi bubuk 250 gr",)),
        ("minyak atsiri nilam, biji pinang", ("minyak atsiri nilam", "biji pinang")),
        ("Pinang kering\n5.900 kg", ("Pinang kering",)),
        ("DODOL DAN ROTI KACANG", ("DODOL", "ROTI KACANG")),
        ("Minyak atsiri nilam, Kemenyan", ("Minyak atsiri nilam", "Kemenyan")),
        ("Ulos, selendang, dll", ("Ulos", "selendang")),
        ("Keripik pisang, keju, original", ("Keripik pisang, keju, original",)),
        ("Kopi sangrai (robusta, arabika), Teh", ("Kopi sangrai (robusta, arabika)", "Teh")),
        ("Kopi (bubuk, biji)", ("Kopi (bubuk, biji)",)),
        ("Ulos 1.5 m", ("Ulos 1.5 m",)),
    ],
)
def test_a_cell_is_parted_only_where_its_parts_are_products(
    cell: str, names: tuple[str, ...]
) -> None:
    assert names_in(cell, 0) == names


def test_two_products_in_a_row_keep_their_names_and_codes() -> None:
    pairs = products("Kopi hijau; Kopi sangrai", "0901.11; 0901.21", capacity="1.500 kg/bulan")

    assert [(p.name, p.hs6, p.capacity) for p in pairs] == [
        ("Kopi hijau", "090111", 1500.0),
        ("Kopi sangrai", "090121", None),
    ]


def test_commas_part_products_where_there_are_as_many_codes() -> None:
    pairs = products("Madu hutan, Kemenyan", "0409.00, 1301.90")

    assert [(p.name, p.hs6, p.hs_given) for p in pairs] == [
        ("Madu hutan", None, "0409.00"),
        ("Kemenyan", "130190", None),
    ]


def test_where_names_and_codes_differ_in_number_each_code_has_the_whole_name() -> None:
    pairs = products("Kopi", "0901.11, 0901.21")

    assert [(p.name, p.hs6) for p in pairs] == [("Kopi", "090111"), ("Kopi", "090121")]


def test_each_of_several_products_has_its_own_capacity_and_unit() -> None:
    pairs = products("Kopi; Kemenyan", "090111; 130190", capacity="10; 20", unit="kg; ton")

    assert [(p.capacity, p.unit) for p in pairs] == [(10, "kg"), (20, "ton")]


def test_products_in_several_columns_are_products_of_one_umkm() -> None:
    row = a_row(product="Kopi bubuk", hs="")._replace(further={"product": ("Sambal", "Gula aren")})

    recommendation = parsed(row).recommendation

    assert recommendation
    assert [product.hs6 for product in recommendation.products] == ["090121", "210390", "170290"]


def test_a_further_product_that_is_none_is_left_out() -> None:
    row = a_row(product="Ulos", hs="")._replace(further={"product": ("tidak ada", "Kopi bubuk")})

    recommendation = parsed(row).recommendation

    assert recommendation
    assert [product.name for product in recommendation.products] == ["Ulos", "Kopi bubuk"]


def test_a_column_of_further_products_adds_to_the_first() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;No HP;Produk Unggulan;Produk Lain\n"
        b"UD Maju;Tiurma Siregar;081260001234;Kopi bubuk;tidak ada\n"
        b"UD Jaya;Bonar Siregar;081260001235;Ulos;Taplak meja\n"
    )

    assert [row.further["product"] for row in letter.rows] == [("tidak ada",), ("Taplak meja",)]


def test_separators_alone_name_no_product() -> None:
    assert codes(product=";", hs="") == ["missing-product"]


def test_more_products_than_a_umkm_may_have_are_refused() -> None:
    assert codes(product="; ".join(f"Produk {n}" for n in range(21)), hs="") == ["too-many"]


def test_a_count_or_the_number_of_a_licence_is_no_certificate() -> None:
    [coffee] = accepted(certificates="37; PIRT 203120107024026; Halal; SNI 01-2891-1992").products

    assert coffee.certificates == ("Halal", "SNI 01-2891-1992")


def test_certificates_are_held_for_the_products_and_each_once() -> None:
    [coffee] = accepted(certificates="Halal|organik + Halal").products

    assert coffee.certificates == ("Halal", "organik")


def test_known_certificates_need_no_separator() -> None:
    [coffee] = accepted(certificates="halal pirt").products

    assert coffee.certificates == ("halal", "pirt")


def test_the_heading_of_the_unit_may_hold_the_period() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;No HP;Produk;Kap.;Sat/thn\n"
        b"UD Maju;Tiurma Siregar;081260001234;Kopi bubuk;216;kg\n"
    )

    [row] = letter.rows
    assert row.conversions["capacity"].per_year == 1
