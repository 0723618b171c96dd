"""A row becomes a recommendation, or every problem that it has."""

from dataclasses import replace
from datetime import date

import pytest

from services.intake.files.typed import text_of
from services.intake.letters import reference
from services.intake.letters.notices import noticed
from services.intake.letters.parsing import parse_row
from services.intake.letters.problems import RowProblem, UnknownDistrictError
from services.intake.letters.row import Row
from services.intake.model.recommendation import Recommendation
from shared.contracts.intake import SizeClass

GIVEN = {
    "business_name": "UD Kopi  Dos Roha",
    "owner_name": "Tiur Simanjuntak",
    "phone": "0812-6000-1234",
    "product": "Kopi arabika",
    "hs": "0901.11",
    "consent": "ya, 12-03-2026",
}


def a_row(**given: str) -> Row:
    return Row(7, {**GIVEN, **given})


def accepted(**given: str) -> Recommendation:
    answer = parse_row(a_row(**given), "12.02")
    assert isinstance(answer, Recommendation), answer
    return answer


def problems(**given: str) -> tuple[RowProblem, ...]:
    answer = parse_row(a_row(**given), "12.02")
    assert not isinstance(answer, Recommendation), answer
    return answer


def codes(**given: str) -> list[str]:
    return [problem.code for problem in problems(**given)]


def test_plain_row_is_recommended() -> None:
    recommendation = accepted()

    assert recommendation.business_name == "UD Kopi Dos Roha"
    assert recommendation.phone == "+6281260001234"
    assert recommendation.district == "12.02"
    assert recommendation.products[0].hs6 == "090111"
    assert recommendation.products[0].commodity == "kopi"
    assert recommendation.consent_on == date(2026, 3, 12)


def test_every_problem_of_a_row_is_told_at_once_with_what_was_given() -> None:
    found = problems(business_name="-", hs="870323", nib="022012345678")

    assert {(p.line, p.field, p.code, p.given) for p in found} == {
        (7, "business_name", "missing-name", "-"),
        (7, "nib", "invalid-nib", "022012345678"),
        (7, "hs", "unknown-hs", "870323"),
    }
    assert all(p.message_id and p.message_en and p.message_id != p.message_en for p in found)


@pytest.mark.parametrize(
    "written",
    [
        "081260001234",
        "0812 6000 1234",
        "+62 812-6000-1234",
        "6281260001234",
        "81260001234",
        "(0812) 60001234",
        "'081260001234",
        "HP: 0812.6000.1234",
        "081260001234 (WA)",
    ],
)
def test_phone_is_one_number_however_it_is_written(written: str) -> None:
    assert accepted(phone=written).phone == "+6281260001234"


def test_land_line_is_a_phone_too() -> None:
    assert accepted(phone="061-4567890").phone == "+62614567890"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "missing-phone"),
        ("-", "missing-phone"),
        ("081260", "invalid-phone"),
        ("81361900211.0", "invalid-phone"),
        ("08xx-xxxx-1234", "invalid-phone"),
        ("nanti menyusul", "invalid-phone"),
        ("0812600012340812600012", "invalid-phone"),
        ("081260001234 / 081360001234", "several-phones"),
        ("081260001234, 081360001234", "several-phones"),
        ("081260001234 atau 081360001234", "several-phones"),
        ("6,28123E+11", "rounded-number"),
        ("8.12600e+10", "rounded-number"),
    ],
)
def test_wrong_phone_has_a_sentence_of_its_own(written: str, code: str) -> None:
    assert codes(phone=written) == [code]


@pytest.mark.parametrize("written", ["", "-", "belum ada", "Dalam proses", "N/A"])
def test_business_without_a_nib_is_welcome(written: str) -> None:
    assert accepted(nib=written).nib is None


@pytest.mark.parametrize("written", ["0220123456789", "0220 1234 56789", "'0220123456789"])
def test_nib_of_thirteen_digits_keeps_its_zero(written: str) -> None:
    assert accepted(nib=written).nib == "0220123456789"


@pytest.mark.parametrize(
    "written", ["022012345678", "02201234567890", "NIB0220123456", "٠٢٢٠١٢٣٤٥٦٧٨٩"]
)
def test_nib_of_another_form_is_refused(written: str) -> None:
    assert codes(nib=written) == ["invalid-nib"]


@pytest.mark.parametrize("written", ["1202010112850001", "1202014112850001", "1202017112850001"])
def test_nik_of_a_man_and_of_a_woman_are_both_right(written: str) -> None:
    assert accepted(nik=written).nik == written


@pytest.mark.parametrize(
    "written",
    [
        "1202010012850001",
        "1202013212850001",
        "1202014012850001",
        "1202017212850001",
        "1202010113850001",
        "1202013102850001",
        "1202017102850001",
        "1202012902850001",
        "1202013104850001",
        "120201011285",
    ],
)
def test_nik_with_an_impossible_birthday_is_refused(written: str) -> None:
    assert codes(nik=written) == ["invalid-nik"]


@pytest.mark.parametrize("year", ["00", "84", "04"])
def test_nik_of_a_leap_day_is_right_in_the_years_that_have_one(year: str) -> None:
    assert accepted(nik=f"1202012902{year}0001").nik
    assert accepted(nik=f"1202016902{year}0001").nik


@pytest.mark.parametrize("area", ["1225", "1278", "3171", "5471", "9601"])
def test_nik_keeps_the_area_in_which_its_owner_was_registered_first(area: str) -> None:
    assert accepted(nik=f"{area}014503800001").nik


@pytest.mark.parametrize("area", ["1226", "1299", "2001", "9901"])
def test_nik_of_an_area_that_does_not_exist_is_refused(area: str) -> None:
    assert codes(nik=f"{area}014503800001") == ["unknown-nik-area"]


def test_nik_that_excel_rounded_must_be_typed_again() -> None:
    assert codes(nik="1,20201E+15") == ["rounded-number"]


@pytest.mark.parametrize(
    "written", ["0901.11", "090111", "0901.11.00", "90111", "9011100", "0901 11 1000"]
)
def test_hs_code_is_cut_to_six_digits_and_gets_its_zero_back(written: str) -> None:
    assert accepted(hs=written).products[0].hs6 == "090111"


@pytest.mark.parametrize(
    ("written", "code"),
    [("870323", "unknown-hs"), ("0901", "invalid-hs"), ("kopi", "invalid-hs"), ("", "missing-hs")],
)
def test_hs_code_outside_the_programme_is_refused(written: str, code: str) -> None:
    assert codes(hs=written) == [code]


def test_two_products_in_a_row_keep_their_names_and_codes() -> None:
    products = accepted(
        product="Kopi hijau; Kopi sangrai", hs="0901.11; 0901.21", capacity="1.500 kg/bulan"
    ).products

    assert [(p.name, p.hs6, p.capacity) for p in products] == [
        ("Kopi hijau", "090111", 1500.0),
        ("Kopi sangrai", "090121", None),
    ]


@pytest.mark.parametrize(
    ("cells", "capacity", "unit"),
    [
        ({"capacity": "1.500", "unit": "kg/bulan"}, 1500.0, "kg/bulan"),
        ({"capacity": "2,5 ton"}, 2.5, "ton"),
        ({"capacity": "0.5 ton"}, 0.5, "ton"),
        ({"capacity": "12.5"}, 12.5, None),
        ({"capacity": "1,250,000 butir"}, 1_250_000.0, "butir"),
        ({"capacity": "12,3456 ton"}, 12.3456, "ton"),
        ({"capacity": "12.3456 ton"}, 12.3456, "ton"),
    ],
)
def test_capacity_is_read_with_its_unit(
    cells: dict[str, str], capacity: float, unit: str | None
) -> None:
    product = accepted(**cells).products[0]

    assert (product.capacity, product.unit) == (capacity, unit)


@pytest.mark.parametrize("number", [1.234, 0.125, 12.3456, 0.5, 123.4, 1500, 1500.5])
def test_a_cell_that_holds_a_number_has_one_meaning_whatever_its_decimals(number: float) -> None:
    assert accepted(capacity=text_of(number)).products[0].capacity == number
    assert accepted(yearly_sales=f"{text_of(number)} juta").yearly_sales == number * 1_000_000


def test_a_cell_that_holds_a_number_with_decimals_is_no_code() -> None:
    assert codes(kbli=text_of(1.234)) == ["invalid-kbli"]
    assert codes(hs=text_of(90.111)) == ["invalid-hs"]


def test_capacity_without_a_figure_is_refused() -> None:
    assert codes(capacity="banyak") == ["invalid-capacity"]
    assert codes(capacity="0 kg") == ["invalid-capacity"]


@pytest.mark.parametrize(
    ("written", "rupiah"),
    [
        ("Rp 1.250.000.000,-", 1_250_000_000),
        ("350000000", 350_000_000),
        ("Rp350.000.000", 350_000_000),
        ("350 juta", 350_000_000),
        ("Rp. 350 jt", 350_000_000),
        ("1,25 miliar", 1_250_000_000),
        ("1.5 milyar", 1_500_000_000),
        ("IDR 350,000,000.00", 350_000_000),
        ("350,000", 350_000),
    ],
)
def test_yearly_sales_are_rupiah_however_they_are_written(written: str, rupiah: int) -> None:
    assert accepted(yearly_sales=written).yearly_sales == rupiah


@pytest.mark.parametrize("written", ["1,5", "Rp 1.5", "0,75", "500,25", text_of(1.234)])
def test_a_small_figure_with_decimals_and_without_its_unit_is_no_amount(written: str) -> None:
    assert codes(yearly_sales=written) == ["missing-scale"]
    assert codes(capital=written) == ["missing-scale"]


def test_yearly_sales_in_words_are_refused() -> None:
    assert codes(yearly_sales="lumayan besar") == ["invalid-sales"]
    assert codes(yearly_sales="350 USD") == ["invalid-sales"]


@pytest.mark.parametrize(
    ("sales", "size"),
    [
        (2_000_000_000, SizeClass.MIKRO),
        (2_000_000_001, SizeClass.KECIL),
        (15_000_000_000, SizeClass.KECIL),
        (15_000_000_001, SizeClass.MENENGAH),
        (50_000_000_000, SizeClass.MENENGAH),
    ],
)
def test_size_class_is_inclusive_at_the_top_as_the_law_says(sales: int, size: SizeClass) -> None:
    assert accepted(yearly_sales=str(sales)).size_class is size


def test_business_beyond_the_law_is_no_umkm() -> None:
    assert codes(yearly_sales="50000000001") == ["not-umkm"]
    assert codes(capital="10 miliar 1") == ["invalid-capital"]
    assert codes(capital="11 miliar") == ["not-umkm"]


def test_new_business_is_classed_by_capital_and_the_stated_class_counts_last() -> None:
    assert accepted(capital="1.000.000.000", size_class="Menengah").size_class is SizeClass.MIKRO
    assert accepted(size_class="Usaha Kecil").size_class is SizeClass.KECIL
    assert accepted(yearly_sales="100 juta", capital="4 miliar").size_class is SizeClass.MIKRO
    assert accepted().size_class is None
    assert codes(size_class="raksasa") == ["unknown-size-class"]


@pytest.mark.parametrize(
    "written",
    [
        "ya, 12-03-2026",
        "Ya 12/3/2026",
        "2026-03-12",
        "setuju tgl 12 Maret 2026",
        "12.03.26",
        "12 mar 2026",
    ],
)
def test_consent_carries_its_day(written: str) -> None:
    assert accepted(consent=written).consent_on == date(2026, 3, 12)


def test_consent_and_its_day_may_stand_in_two_columns() -> None:
    assert accepted(consent="Ya", consent_on="12/03/2026").consent_on == date(2026, 3, 12)
    assert accepted(consent="", consent_on="12 Maret 2026").consent_on == date(2026, 3, 12)


@pytest.mark.parametrize(
    ("consent", "dated", "code"),
    [
        ("", "", "missing-consent"),
        ("belum", "", "missing-consent"),
        ("tidak", "", "consent-refused"),
        ("tidak, 12-03-2026", "", "consent-refused"),
        ("", "tidak", "consent-refused"),
        ("ya", "", "missing-consent-date"),
        ("mungkin 12-03-2026", "", "invalid-consent"),
        ("ya, 31-02-2026", "", "invalid-consent-date"),
        ("ya", "kemarin", "invalid-consent-date"),
    ],
)
def test_without_dated_consent_nobody_is_recommended(consent: str, dated: str, code: str) -> None:
    assert codes(consent=consent, consent_on=dated) == [code]


@pytest.mark.parametrize("written", ["usaha.surat.example", "a@b", "a b@c.example", "a@@c.example"])
def test_broken_email_is_refused(written: str) -> None:
    assert codes(email=written) == ["invalid-email"]


def test_email_is_kept_in_lower_case() -> None:
    assert accepted(email="Tiur@Surat.Example").email == "tiur@surat.example"


def test_row_that_names_another_district_is_refused_but_an_abbreviation_is_not() -> None:
    assert codes(district="Kab. Karo") == ["other-district"]
    assert codes(district="12.06") == ["other-district"]
    assert accepted(district="Tapanuli Utara").district == "12.02"
    assert accepted(district="Taput").district == "12.02"


def test_four_digits_that_mean_two_districts_are_refused_with_both_and_never_guessed() -> None:
    (told,) = problems(district="1206")

    assert told.code == "ambiguous-district"
    assert told.given == ("1206 = Kabupaten Karo (12.06, Kemendagri), Kabupaten Toba (12.12, BPS)")
    assert codes(district="1217") == ["other-district"]  # Samosir to both offices
    assert codes(district="99.99") == ["unknown-district"]
    assert accepted(district="12,02").district == "12.02"  # as Excel shows it here
    with pytest.raises(UnknownDistrictError):
        parse_row(a_row(), "1202")


@pytest.mark.parametrize("written", ["12.1", "12,1", "12.2", text_of(12.10)])
def test_a_district_whose_code_lost_a_zero_to_a_spreadsheet_is_told_so_and_not_guessed(
    written: str,
) -> None:
    assert codes(district=written) == ["district-lost-zero"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1,500", "ambiguous-number"),
        ("10-20", "invalid-capacity"),
        ("100-200 kg/bln", "invalid-capacity"),
        ("1e3", "invalid-capacity"),
        ("1.234.5", "invalid-capacity"),
        ("01-05-2026", "invalid-capacity"),  # typed 1-5, made a date by Excel
        ("10; 20", "invalid-capacity"),  # of one product
    ],
)
def test_a_capacity_is_never_guessed(cell: str, code: str) -> None:
    assert codes(capacity=cell) == [code]


def test_each_of_several_products_has_its_own_capacity_and_unit() -> None:
    products = accepted(
        product="Kopi; Kemenyan", hs="090111; 130190", capacity="10; 20", unit="kg; ton"
    ).products

    assert [(p.capacity, p.unit) for p in products] == [(10, "kg"), (20, "ton")]


def test_a_month_is_no_part_of_a_unit() -> None:
    assert accepted(capacity="1500/bulan", unit="").products[0].unit is None
    assert accepted(capacity="1.500 kg/bulan", unit="").products[0].unit == "kg"


def test_sales_that_can_be_read_in_two_ways_are_not_guessed() -> None:
    assert codes(yearly_sales="3,500 juta") == ["ambiguous-number"]
    assert accepted(yearly_sales="3,5 miliar").yearly_sales == 3_500_000_000


@pytest.mark.parametrize(
    ("consent", "dated", "code"),
    [
        ("belum", "01-11-2026", "missing-consent"),
        ("ya, 02-11-2026", "01-11-2026", "several-dates"),
        ("ya, 01-11-2026, 02-11-2026", "", "several-dates"),
        ("ya, 0001-01-01", "", "invalid-consent-date"),
        ("ya, 01-11-0026", "", "invalid-consent-date"),
        ("ya, 01-11-1926", "", "invalid-consent-date"),
    ],
)
def test_a_consent_that_was_not_given_or_not_on_one_day_does_not_count(
    consent: str, dated: str, code: str
) -> None:
    assert codes(consent=consent, consent_on=dated) == [code]


def test_text_beyond_its_limit_is_told_by_its_column() -> None:
    assert [(p.field, p.code) for p in problems(product="k" * 201)] == [("product", "too-long")]
    assert codes(business_name="k" * 201) == ["too-long"]
    assert codes(nib="1", product="") == ["missing-product", "invalid-nib"]
    assert codes(nik="1", email="x", phone="1", hs="1") == [
        "invalid-phone",
        "invalid-hs",
        "invalid-nik",
        "invalid-email",
    ]


def test_figures_beyond_all_measure_are_refused_like_any_other_mistake() -> None:
    endless = "9" * 5_000

    assert codes(yearly_sales=endless) == ["invalid-sales"]
    assert codes(capital=endless) == ["invalid-capital"]
    assert codes(capacity=endless) == ["invalid-capacity"]
    assert codes(rank=endless) == ["invalid-rank"]
    assert codes(phone=endless) == ["invalid-phone"]
    assert codes(consent=endless) == ["invalid-consent"]


def test_rank_and_kbli_are_optional_and_checked() -> None:
    assert accepted(rank="3", kbli="10761").rank == 3
    assert codes(rank="satu") == ["invalid-rank"]
    assert codes(rank="0") == ["invalid-rank"]
    assert codes(kbli="1076") == ["invalid-kbli"]


def test_thresholds_name_their_law() -> None:
    assert reference.table_of("size_classes.yaml")["law"] == "PP 7/2021 pasal 35"


@pytest.mark.parametrize("written", ["1211014503800001", "12.110.145.0-380.000", "012110145038000"])
def test_npwp_has_sixteen_digits_or_the_fifteen_of_its_old_form(written: str) -> None:
    assert len(accepted(npwp=written).npwp or "") in {15, 16}


@pytest.mark.parametrize("written", ["000000000000000", "00.000.000.0-000.0000"])
def test_an_npwp_of_noughts_alone_is_nobodys(written: str) -> None:
    assert codes(npwp=written) == ["invalid-npwp"]


@pytest.mark.parametrize("written", ["\u3164", "\u200b\u200d", "\u2800 \u115f", "\u0301"])
def test_a_name_of_which_nothing_can_be_seen_is_none(written: str) -> None:
    assert codes(business_name=written, owner_name=written) == ["missing-name", "missing-owner"]


@pytest.mark.parametrize("written", ["🦐", "ᄀ", "C++", "UD \u200bMaju"])
def test_a_name_that_can_be_seen_is_one(written: str) -> None:
    assert accepted(business_name=written).business_name == written


@pytest.mark.parametrize("written", ["P-IRT No. 2061211010001-29", "PIRT: 206121101000129"])
def test_the_number_of_a_food_licence_is_kept_without_its_letters(written: str) -> None:
    assert accepted(pirt=written).pirt == "206121101000129"


@pytest.mark.parametrize(
    ("field", "written", "code"),
    [
        ("npwp", "12345", "invalid-npwp"),
        ("pirt", "P-IRT 206", "invalid-pirt"),
        ("kbli_version", "2015", "unknown-kbli-version"),
    ],
)
def test_wrong_numbers_of_papers_are_told(field: str, written: str, code: str) -> None:
    assert codes(**{field: written}) == [code]


@pytest.mark.parametrize("written", ["2025", "KBLI 2025", "2025.0"])
def test_a_kbli_code_is_kept_with_its_version_because_codes_have_moved(written: str) -> None:
    recommendation = accepted(kbli="31012", kbli_version=written)

    assert (recommendation.kbli, recommendation.kbli_version) == ("31012", "2025")


def test_certificates_are_held_for_the_products_and_each_once() -> None:
    [coffee] = accepted(certificates="Halal; organik ;Halal").products

    assert coffee.certificates == ("Halal", "organik")


def test_export_experience_and_capital_are_kept() -> None:
    recommendation = accepted(export_experience="Malaysia 2024, 2 ton", capital="Rp 75 juta")

    assert recommendation.export_experience == "Malaysia 2024, 2 ton"
    assert (recommendation.capital, recommendation.size_class) == (75_000_000, SizeClass.MIKRO)


def test_what_is_passed_over_or_put_back_is_said() -> None:
    row = replace(a_row(hs="9011110", district="Daeri"), passed_over=frozenset({"phone"}))

    assert [problem.code for problem in noticed(row)] == [
        "zero-restored",
        "second-phone",
        "district-not-known",
    ]
