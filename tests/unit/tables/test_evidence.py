"""The cells of a column tell what it holds, where its heading does not."""

from collections.abc import Sequence

import pytest

from services.intake.letters.vocabulary import vocabulary
from shared.tables.understanding.columns import decide
from shared.tables.understanding.evidence import MOST_CELLS, fits
from shared.tables.understanding.headings import Heading
from tests.unit.tables.office_tables import CELLS, decided, fields_of, rows_of


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        ("nik", ["1211014503800001", "1271016608790003"]),
        ("nik", ["12.1101.450380.0001", "'1271016608790003"]),
        ("nib", ["9120300412345", "0220100511234"]),
        ("phone", ["081260001234", "+62 812-6000-1234"]),
        ("phone", ["81260001234", "0812 6000 1234 / 0813 1111 2222"]),
        ("phone", ["WA: 081260001234", "(061) 4567890"]),
        ("email", ["ibu@contoh.example", "UD.MAJU@contoh.example"]),
        ("hs", ["0901.11", "HS 6214.90.00"]),
        ("hs", ["90111", "090121"]),
        ("consent", ["ya", "tidak"]),
        ("consent", ["1", "0"]),
        ("consent", ["v", "✓"]),
        ("consent", ["Setuju, 12-03-2026", "sudah ttd"]),
        ("consent_on", ["2026-03-12", "12 Maret 2026"]),
        ("district", ["Kab. Dairi", "Dairi"]),
        ("founded_year", ["2015", "1998"]),
        ("unit", ["kg", "lembar"]),
        ("size_class", ["Mikro", "kecil"]),
        ("yearly_sales", ["350000000", "Rp 12 juta"]),
        ("online", ["@ulos.toba", "https://shopee.co.id/udmaju"]),
        ("business_name", ["UD Maju", "Kelompok Tani Jaya"]),
        ("owner_name", ["Tiurma Br. Sihombing", "Ama Gulö"]),
        ("product", ["Kopi arabika", "Keripik singkong"]),
        ("-sex", ["L", "P"]),
    ],
)
def test_cells_speak_for_the_field_that_they_fill(field: str, cells: list[str]) -> None:
    assert fits(cells * 4, vocabulary())[field] > 0


@pytest.mark.parametrize("field", ["nik", "nib", "phone", "email", "hs", "founded_year"])
def test_names_speak_against_every_field_of_numbers(field: str) -> None:
    assert fits(list(CELLS["owner_name"]) * 2, vocabulary())[field] < -3


def test_a_few_cells_say_little_against_a_field_and_blanks_say_nothing() -> None:
    assert -2 < fits(["salah"], vocabulary())["phone"] < 0
    assert fits(["-", "tidak ada", "nihil"], vocabulary()) == {}


def test_no_more_cells_are_looked_at_than_are_needed() -> None:
    assert fits([*["081260001234"] * MOST_CELLS, *["x"] * 10_000], vocabulary())["phone"] == 5


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["Nama", "Usaha"], ["owner_name", "business_name"]),
        (["Nama", "Pemilik"], ["business_name", "owner_name"]),
        (["Usaha", "Nama"], ["business_name", "owner_name"]),
        (["Usaha", "Nama Usaha"], ["product", "business_name"]),
    ],
)
def test_nama_and_usaha_are_decided_by_cells_and_neighbours(
    headings: Sequence[str], fields: Sequence[str]
) -> None:
    decision = decided([*zip(headings, fields, strict=True), ("No HP", "phone")])

    assert fields_of(decision)[:2] == [(field,) for field in fields]


@pytest.mark.parametrize(("cells", "fields"), [("number", ()), ("phone", ("phone",))])
def test_no_is_a_counter_or_a_number_of_a_phone_by_its_cells(
    cells: str, fields: tuple[str, ...]
) -> None:
    decision = decided([("No", cells), ("Nama Usaha", "business_name"), ("Pemilik", "owner_name")])

    assert fields_of(decision)[0] == fields


def test_a_date_alone_is_nobodys_consent() -> None:
    decision = decided(
        [("Tanggal", "birth"), ("Nama Usaha", "business_name"), ("Pemilik", "owner_name")]
    )

    assert fields_of(decision)[0] == ()


def test_a_few_wrong_cells_do_not_overrule_a_heading() -> None:
    good = list(CELLS["phone"]) * 8

    assert fits([*good, "tidak punya hp", "menyusul"], vocabulary())["phone"] > 4


def test_a_yes_with_a_country_tells_of_exports_and_a_bare_yes_does_not() -> None:
    tells = fits(["No", "Yes, Malaysia (2024)", "Belum", "Yes - Thailand, once"], vocabulary())
    answers = fits(["No", "Yes", "Belum", "Sudah"], vocabulary())

    assert tells["export_experience"] == 0 > answers["export_experience"]


@pytest.mark.parametrize(
    ("cells", "field"),
    [(["Kab. Deli Serdang", "Kab. Dairi"] * 4, "district"), (["Sumbul"] * 8, "subdistrict")],
)
def test_a_district_is_a_kabupaten_or_a_kecamatan_by_its_cells(
    cells: list[str], field: str
) -> None:
    headings = [Heading("Nama Usaha"), Heading("Pemilik"), Heading("No HP"), Heading("District")]
    offices = rows_of(*(CELLS[field] for field in ("business_name", "owner_name", "phone")))
    rows = [[*row, cell] for row, cell in zip(offices, cells, strict=False)]

    assert decide(headings, rows, vocabulary()).columns[-1].fields == (field,)


def test_usaha_beside_pemilik_is_the_business() -> None:
    decision = decided({"Usaha & Pemilik": "pairs", "No HP": "phone", "Produk": "product"})

    assert decision.columns[0].fields == ("business_name", "owner_name")
    assert decision.open == ()
