"""Which column holds which field, where the sender is asked, and what was said before."""

import pytest

from services.intake.letters.vocabulary import vocabulary
from shared.tables.spelling import normalised
from shared.tables.understanding.columns import decide
from shared.tables.understanding.decision import Reason
from shared.tables.understanding.headings import Heading
from tests.unit.tables.office_tables import CELLS, decided, fields_of, rows_of

USUAL = {
    "No": "number",
    "Nama Usaha": "business_name",
    "Nama Pemilik": "owner_name",
    "NIK": "nik",
    "No HP": "phone",
    "Produk": "product",
    "Persetujuan": "consent",
}


def test_a_usual_table_is_decided_by_headings_and_cells_without_a_question() -> None:
    decision = decided(USUAL)

    assert (decision.open, decision.missing) == ((), ())
    assert fields_of(decision)[1:] == [(field,) for field in list(USUAL.values())[1:]]
    assert {column.reason for column in decision.columns[1:]} == {Reason.BOTH}
    assert decision.columns[0].reason is Reason.PASSED_OVER


def test_a_heading_that_its_cells_contradict_is_asked_about() -> None:
    decision = decided(USUAL | {"No HP": "owner_name"})

    place = list(USUAL).index("No HP")
    assert place in decision.open
    assert "phone" in decision.columns[place].proposals
    assert "phone" in decision.missing


def test_a_day_below_a_heading_of_consent_is_the_day_of_consent() -> None:
    over = "Persetujuan Data Pribadi (UU PDP)"
    names = [Heading(name) for name in ("Nama Usaha", "Pemilik", "No HP", "Produk")]
    headings = [*names, Heading("Ya/Tidak", over), Heading("Tanggal", over)]
    fields = ("business_name", "owner_name", "phone", "product", "yes", "day")

    decision = decide(headings, rows_of(*(CELLS[field] for field in fields)), vocabulary())

    assert decision.open == ()
    assert fields_of(decision)[-2:] == [("consent",), ("consent_on",)]


def test_a_column_that_nobody_needs_is_never_asked_about() -> None:
    decision = decided({**USUAL, "Zodiak": "village", "Tanggal Lahir": "birth"})

    assert decision.open == ()
    assert fields_of(decision)[-2:] == [(), ()]


def test_a_column_without_cells_is_never_asked_about() -> None:
    headings = [Heading("Nama Usaha"), Heading("Pemilik"), Heading("Produk"), Heading("Anu")]
    sample = rows_of(CELLS["business_name"], CELLS["owner_name"], CELLS["product"], [""])

    decision = decide(headings, sample, vocabulary())

    assert (decision.missing, decision.open) == (("phone",), ())


def test_the_commodity_stands_in_for_a_product_that_no_column_names() -> None:
    del (without := dict(USUAL))["Produk"]

    assert ("product",) in fields_of(decided(without | {"Komoditas": "product"}))


def test_answers_of_the_sender_stand_whatever_the_cells_are() -> None:
    answers = {place: [field] for place, field in enumerate(USUAL.values()) if place}

    decision = decided(USUAL | {"NIK": "phone"}, answers=answers)

    assert decision.open == ()
    assert decision.columns[3].fields == ("nik",)
    assert decision.columns[3].reason is Reason.ANSWERED


def test_what_was_remembered_holds_for_headings_that_say_nothing() -> None:
    blind = {"A1": "business_name", "B1": "owner_name", "C1": "phone", "D1": "product"}
    remembered = {place: [field] for place, field in enumerate(blind.values())}

    decision = decided(blind, remembered=remembered)

    assert (decision.open, decision.missing) == ((), ())
    assert {column.reason for column in decision.columns} == {Reason.REMEMBERED}


def test_a_remembered_column_whose_cells_contradict_it_is_asked_about_again() -> None:
    blind = [("A1", "business_name"), ("B1", "owner_name"), ("C1", "product"), ("D1", "phone")]
    remembered = {0: ["business_name"], 1: ["owner_name"], 2: ["phone"], 3: ["product"]}

    decision = decided(blind, remembered=remembered)

    assert set(decision.open) == {2, 3}
    assert [column.reason for column in decision.columns[:2]] == [Reason.REMEMBERED] * 2


def test_what_several_districts_confirmed_is_proposed_to_all_others() -> None:
    headings = USUAL | {"Kontak Person": "phone"}
    del headings["No HP"]

    decision = decided(headings, common={normalised("Kontak Person"): "phone"})

    assert decision.columns[-1].fields == ("phone",)


def test_names_of_two_businesses_in_two_columns_are_asked_about() -> None:
    decision = decided([*USUAL.items(), ("Nama Usaha", "further_business")])

    assert set(decision.open) == {1, 7}
    assert [decision.columns[place].proposals[:1] for place in (1, 7)] == [("business_name",), ()]


@pytest.mark.parametrize("heading", ["No HP 2", "WhatsApp", "Telepon rumah"])
def test_a_second_phone_column_is_read_as_well(heading: str) -> None:
    decision = decided([*USUAL.items(), (heading, "phone")])

    assert decision.columns[-1].fields == ("phone",)


def test_a_remembered_mapping_is_asked_again_where_owners_and_businesses_are_swapped() -> None:
    blind = [("A1", "owner_name"), ("B1", "business_name"), ("C1", "phone"), ("D1", "product")]
    remembered = {0: ["business_name"], 1: ["owner_name"], 2: ["phone"], 3: ["product"]}

    decision = decided(blind, remembered=remembered)

    assert decision.open == (0, 1)
    assert [column.proposals[0] for column in decision.columns[:2]] == [
        "owner_name",
        "business_name",
    ]


def test_what_several_districts_confirmed_makes_no_column_sure() -> None:
    headings = [("Nama", "village"), ("Usaha", "village"), ("HP", "phone"), ("Produk", "product")]

    hinted = decided(headings, common={"nama": "business_name", "usaha": "product"})

    assert hinted.open == decided(headings).open
    assert hinted.columns[0].proposals[0] == "business_name"


@pytest.mark.parametrize(
    "heading",
    ["Omset per tahun / per bulan", "Omset 3 bulan terakhir", "Omset (juta / miliar)"],
)
def test_sales_of_several_periods_or_scales_are_left_out(heading: str) -> None:
    decision = decided([*USUAL.items(), (heading, "yearly_sales")])

    assert (decision.open, decision.columns[-1].fields) == ((), ())


def test_a_capacity_of_several_months_is_left_out() -> None:
    decision = decided([*USUAL.items(), ("Kapasitas per 3 bulan", "capacity")])

    assert decision.columns[-1].fields == ()


def test_a_column_that_may_hold_what_no_other_has_is_asked_about_instead_of_refused() -> None:
    headings = [Heading(text) for text in ("Nama Produk/Usaha", "Nama Pemilik", "HP")]

    decision = decide(
        headings,
        rows_of(*(CELLS[field] for field in ("product", "owner_name", "phone"))),
        vocabulary(),
    )

    assert (decision.missing, decision.open) == (("business_name",), (0,))


def test_remarks_on_tools_are_no_remarks_on_the_business() -> None:
    decision = decided([*USUAL.items(), ("Ket. kapal / alat", "product")])

    assert (decision.open, decision.columns[-1].fields) == ((), ())


def test_a_heading_of_two_fields_names_one_where_another_column_has_the_other() -> None:
    headings = {"Nama Pengrajin / IKM": "owner_name", "Nama Usaha": "business_name"}

    decision = decided(headings | {"HP": "phone", "Produk": "product"})

    assert fields_of(decision)[:2] == [("owner_name",), ("business_name",)]


def test_quantities_below_a_heading_of_products_are_asked_about() -> None:
    kilos = [f"{n} kg" for n in range(1, 7)]

    decision = decide([Heading("Produk yang dihasilkan")], rows_of(kilos), vocabulary())

    assert (decision.columns[0].is_sure, decision.open) == (False, (0,))


def test_a_column_of_consent_that_nobody_filled_holds_none() -> None:
    decision = decided([*list(USUAL.items())[:-1], ("ttd", "nothing")])

    assert (decision.open, decision.columns[-1].fields) == ((), ())


@pytest.mark.parametrize(
    "heading",
    [
        *("Bersedia direlokasi?", "Setuju iuran stand", "Kesediaan mengikuti kurasi"),
        *("Izin Usaha", "Izin (Ada/Tidak)", "Tanda tangan", "Pernyataan", "Data benar?"),
    ],
)
def test_a_yes_to_what_is_not_clearly_the_use_of_data_is_asked_about(heading: str) -> None:
    decision = decided([*list(USUAL.items())[:-1], (heading, "yes")])

    assert decision.open == (len(USUAL) - 1,)


def test_what_stands_below_raw_materials_is_none_of_the_business() -> None:
    heading = Heading("Jumlah/bln", above="BAHAN BAKU")

    decision = decide([heading], rows_of(CELLS["capacity"]), vocabulary())

    assert decision.columns[0].fields == ()


def test_of_the_sales_of_two_years_none_is_guessed() -> None:
    decision = decided([*USUAL.items(), ("Omset 2024", "yearly_sales"), ("Omset 2025", "capacity")])

    assert decision.columns[-1].fields == decision.columns[-2].fields == ()


def test_sold_kilograms_are_no_rupiah() -> None:
    decision = decided([*USUAL.items(), ("Penjualan (kg/bln)", "capacity")])

    assert decision.columns[-1].fields == ()


def test_an_answer_for_one_column_leaves_the_commodity_in_place_of_the_product() -> None:
    headings = {"Usaha": "business_name", "Pengusaha": "owner_name", "HP": "phone"}

    decision = decided(headings | {"Komoditi": "product"}, answers={0: ("business_name",)})

    assert (decision.missing, decision.columns[-1].fields) == ((), ("product",))
