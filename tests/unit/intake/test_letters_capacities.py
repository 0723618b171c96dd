"""Capacities, with their unit and period."""

import pytest

from services.intake.letters.row import Conversion
from shared.tables.files.typed import text_of
from tests.unit.intake.rows import accepted, left_out
from tests.unit.intake.test_letters_amounts import computed


@pytest.mark.parametrize(
    ("cells", "capacity", "unit"),
    [
        ({"capacity": "1.500", "unit": "kg/bulan"}, 1500.0, "kg"),
        ({"capacity": "2,5 ton"}, 2.5, "ton"),
        ({"capacity": "0.5 ton"}, 0.5, "ton"),
        ({"capacity": "12.5"}, 12.5, None),
        ({"capacity": "±500 kg"}, 500, "kg"),
        ({"capacity": "500kg/bln"}, 500, "kg"),
        ({"capacity": "500 kg per bulan"}, 500, "kg"),
        ({"capacity": "2.000 bungkus / bulan"}, 2000, "bungkus"),
        ({"capacity": "2 ribu bungkus"}, 2000, "bungkus"),
        ({"capacity": "50 lusin"}, 50, "lusin"),
        ({"capacity": "20 selendang"}, 20, "selendang"),
        ({"capacity": "10 m2"}, 10, "m2"),
        ({"capacity": "1,250,000 butir"}, 1_250_000.0, "butir"),
        ({"capacity": "12,3456 ton"}, 12.3456, "ton"),
        ({"capacity": "12.3456 ton"}, 12.3456, "ton"),
        ({"capacity": "1500/bulan"}, 1500, None),
    ],
)
def test_capacity_is_read_with_its_unit(
    cells: dict[str, str], capacity: float, unit: str | None
) -> None:
    product = accepted(**cells).products[0]

    assert (product.capacity, product.unit) == (capacity, unit)


@pytest.mark.parametrize(
    ("written", "heading", "capacity", "sentence"),
    [
        ("600 kg", Conversion(1, 1, "per tahun"), 50, "600 kg per tahun -> 50 kg per bulan"),
        ("2 ton/bulan", Conversion(1, 1, "per tahun"), 2, None),
        ("10 kg per hari", Conversion(), 300, "10 kg per hari -> 300 kg per bulan"),
        ("10 kg/hari", Conversion(1, 1, "per tahun"), 300, "10 kg/hari -> 300 kg per bulan"),
        ("600 kg/th", Conversion(), 50, "600 kg/th -> 50 kg per bulan"),
        ("12 kg/minggu", Conversion(), 52, "12 kg/minggu -> 52 kg per bulan"),
        ("5 kg", Conversion(1, 52, ""), 21.667, "5 kg per minggu -> 21,667 kg per bulan"),
    ],
)
def test_capacity_is_computed_for_a_month_and_the_officer_sees_how(
    written: str, heading: Conversion, capacity: float, sentence: str | None
) -> None:
    recommendation, notices = computed("capacity", written, heading)

    assert recommendation.products[0].capacity == capacity
    assert notices == ([sentence] if sentence else [])


def test_the_period_may_stand_with_the_unit() -> None:
    assert accepted(capacity="600", unit="kg/tahun").products[0].capacity == 50


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("banyak", "not-understood"),
        ("tergantung musim", "not-understood"),
        ("0 kg", "not-understood"),
        ("10-20", "not-understood"),
        ("100-200 kg/bln", "not-understood"),
        ("1e3", "not-understood"),
        ("1.234.5", "not-understood"),
        ("01-05-2026", "not-understood"),  # typed 1-5, made a date by Excel
        ("10 kg/panen", "not-understood"),
        ("10 kg per hari kerja", "not-understood"),
        ("10; 20", "not-understood"),  # of one product
        ("9" * 5_000, "not-understood"),
        ("1,500", "ambiguous-number"),
    ],
)
def test_a_capacity_that_is_not_clear_is_left_out_and_the_row_is_taken(
    written: str, code: str
) -> None:
    assert left_out("capacity", written, code)


@pytest.mark.parametrize("number", [1.234, 0.125, 12.3456, 0.5, 123.4, 1500, 1500.5])
def test_a_cell_that_holds_a_number_has_one_meaning_whatever_its_decimals(number: float) -> None:
    assert accepted(capacity=text_of(number)).products[0].capacity == number
    assert accepted(yearly_sales=f"{text_of(number)} juta").yearly_sales == number * 1_000_000


def test_a_capacity_with_its_unit_is_scaled_by_nothing_above_it() -> None:
    in_thousands = Conversion(1_000, None, "dalam ribuan")

    [product] = computed("capacity", "100 kg", in_thousands)[0].products

    assert product.capacity == 100
