"""Sales, capital and capacities: computed where a cell or its heading says how, never guessed."""

import pytest

from services.intake.letters import reference
from services.intake.letters.row import Conversion
from services.intake.model.recommendation import Recommendation
from shared.contracts.intake import SizeClass
from shared.tables.files.typed import text_of
from tests.unit.intake.rows import a_row, accepted, codes, converted, left_out, parsed

MILLIONS_A_MONTH = Conversion(1_000_000, 12, "juta rupiah per bulan")
MILLIONS_A_YEAR = Conversion(1_000_000, 1, "juta rupiah per tahun")


def computed(field: str, cell: str, heading: Conversion) -> tuple[Recommendation, list[str | None]]:
    """With what is said of the computation."""
    answer = parsed(converted(a_row(**{field: cell}), **{field: heading}))
    assert answer.recommendation
    assert {code for _, code, _ in answer.notices} <= {"converted"}
    return answer.recommendation, [shown for _, _, shown in answer.notices]


@pytest.mark.parametrize(
    ("written", "rupiah"),
    [
        ("Rp 1.250.000.000,-", 1_250_000_000),
        ("Rp. 15.000.000,-", 15_000_000),
        ("350000000", 350_000_000),
        ("Rp350.000.000", 350_000_000),
        ("350.000.000 rupiah", 350_000_000),
        ("15 jt", 15_000_000),
        ("350 juta", 350_000_000),
        ("350 juta rupiah", 350_000_000),
        ("± 350 juta", 350_000_000),
        ("Rp. 350 jt", 350_000_000),
        ("1,25 miliar", 1_250_000_000),
        ("1,5 M", 1_500_000_000),
        ("1.5 milyar", 1_500_000_000),
        ("350 juta per tahun", 350_000_000),
        ("350 juta/thn", 350_000_000),
        ("IDR 350,000,000.00", 350_000_000),
        ("4,350,000", 4_350_000),
    ],
)
def test_yearly_sales_are_rupiah_however_they_are_written(written: str, rupiah: int) -> None:
    assert accepted(yearly_sales=written).yearly_sales == rupiah


@pytest.mark.parametrize(
    ("written", "heading", "rupiah", "shown"),
    [
        ("15", MILLIONS_A_MONTH, 180_000_000, "15 juta rupiah per bulan"),
        ("25 juta", MILLIONS_A_MONTH, 300_000_000, "25 juta per bulan"),
        ("25 per tahun", MILLIONS_A_MONTH, 25_000_000, "25 per tahun (juta)"),
        ("5 juta per bln", Conversion(), 60_000_000, "5 juta per bln"),
        ("Rp 5.000.000/bulan", Conversion(), 60_000_000, "Rp 5.000.000/bulan"),
        ("100 ribu sehari", Conversion(), 36_000_000, "100 ribu sehari"),
        ("350", MILLIONS_A_YEAR, 350_000_000, "350 juta rupiah per tahun"),
        ("2,5", Conversion(1_000_000_000), 2_500_000_000, "2,5 miliar per tahun"),
    ],
)
def test_sales_are_computed_for_a_year_and_the_officer_sees_how(
    written: str, heading: Conversion, rupiah: int, shown: str
) -> None:
    recommendation, notices = computed("yearly_sales", written, heading)

    assert recommendation.yearly_sales == rupiah
    marked = f"{rupiah:,}".replace(",", ".")
    assert notices == [f"{shown} -> Rp{marked} per tahun"]


def test_capital_has_a_scale_and_no_period() -> None:
    recommendation, notices = computed("capital", "75", Conversion(1_000_000, None, "juta rupiah"))

    assert recommendation.capital == 75_000_000
    assert notices == ["75 juta rupiah -> Rp75.000.000"]
    assert left_out("capital", "75 juta per bulan")


@pytest.mark.parametrize(
    "written", ["1,5", "Rp 1.5", "0,75", "500,25", "350", "25.000", "350,000", text_of(1.234)]
)
def test_a_small_figure_without_its_unit_is_no_amount(written: str) -> None:
    assert left_out("yearly_sales", written, "missing-scale")
    assert left_out("capital", written, "missing-scale")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("lumayan besar", "not-understood"),
        ("350 USD", "not-understood"),
        ("15-20 juta", "not-understood"),
        ("> 500 juta", "not-understood"),
        ("15 juta per panen", "not-understood"),
        ("9" * 5_000, "not-understood"),
        ("1,2E+9", "rounded-number"),
        ("3,500 juta", "ambiguous-number"),
    ],
)
def test_sales_that_are_not_clear_are_left_out_and_the_row_is_taken(
    written: str, code: str
) -> None:
    assert left_out("yearly_sales", written, code)


def test_whole_rupiah_below_a_heading_in_thousands_are_left_out() -> None:
    answer = parsed(converted(a_row(yearly_sales="15.000.000"), yearly_sales=Conversion(1_000)))

    assert answer.recommendation
    assert answer.recommendation.yearly_sales is None
    assert [code for _, code, _ in answer.notices] == ["ambiguous-scale"]


def test_whole_rupiah_below_a_heading_in_millions_are_more_than_any_umkm_has() -> None:
    answer = parsed(converted(a_row(yearly_sales="350.000.000"), yearly_sales=MILLIONS_A_MONTH))

    assert answer.recommendation is None
    assert [code for _, code, _ in answer.problems] == ["too-large-for-its-scale"]


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
    assert codes(yearly_sales="5 miliar per bulan") == ["not-umkm"]
    assert codes(capital="11 miliar") == ["not-umkm"]
    assert codes(size_class="Usaha Besar") == ["not-umkm"]


def test_new_business_is_classed_by_capital_and_the_stated_class_counts_last() -> None:
    assert accepted(capital="1.000.000.000", size_class="Menengah").size_class is SizeClass.MIKRO
    assert accepted(size_class="Usaha Kecil").size_class is SizeClass.KECIL
    assert accepted(size_class="UMKM mikro (UMi)").size_class is SizeClass.MIKRO
    assert left_out("size_class", "kecil/menengah")
    assert accepted(yearly_sales="100 juta", capital="4 miliar").size_class is SizeClass.MIKRO
    assert accepted().size_class is None
    assert left_out("size_class", "raksasa")


def test_thresholds_name_their_law() -> None:
    assert reference.table_of("size_classes.yaml")["law"] == "PP 7/2021 pasal 35"


def test_sales_that_stay_small_in_thousands_are_left_out() -> None:
    row = converted(a_row(yearly_sales="12"), yearly_sales=Conversion(1_000, 1, "ribu"))

    recommendation = parsed(row).recommendation

    assert recommendation
    assert recommendation.yearly_sales is None
