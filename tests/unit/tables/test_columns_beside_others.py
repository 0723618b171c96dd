"""What the other columns of a table tell of one column."""

import pytest

from services.intake.letters.vocabulary import vocabulary
from shared.tables.understanding.columns import decide
from shared.tables.understanding.headings import CLEAR, Heading, meaning_of
from tests.unit.tables.office_tables import CELLS, OWNERS, decided, rows_of

NEEDED = {
    "Nama Usaha": "business_name",
    "Nama Pemilik": "owner_name",
    "No HP": "phone",
    "Produk": "product",
}


def test_the_name_of_the_business_stands_below_its_brand_where_no_other_column_has_it() -> None:
    named = {k: v for k, v in NEEDED.items() if k != "Nama Usaha"}

    decision = decided({"Brand / Nama Usaha": "business_name", **named})

    assert decision.open == ()
    assert decision.columns[0].fields[0] == "business_name"


@pytest.mark.parametrize("heading", ["Company / Brand", "Badan Usaha / Merek Dagang"])
def test_whole_names_below_business_and_brand_are_names_of_businesses(heading: str) -> None:
    named = {k: v for k, v in NEEDED.items() if k != "Nama Usaha"}

    decision = decided({heading: "business_name", **named})

    assert (decision.open, decision.columns[0].fields) == ((), ("business_name",))


@pytest.mark.parametrize("heading", ["Nama dan HP", "Nama / No. WA", "Nama & Kontak", "HP/Nama"])
@pytest.mark.parametrize("between", [", ", " - ", "\n", " "])
def test_a_name_and_a_phone_are_an_owner_with_a_phone_if_the_cells_agree(
    heading: str, between: str
) -> None:
    cells = [
        f"{owner}{between}{phone}" for owner, phone in zip(OWNERS, CELLS["phone"], strict=True)
    ]
    headings = [Heading(text) for text in (heading, "Nama Usaha", "Produk")]
    others = (CELLS["business_name"], CELLS["product"])

    together = decide(headings, rows_of(cells, *others), vocabulary())
    alone = decide(headings, rows_of(CELLS["phone"], *others), vocabulary())

    assert (together.open, together.columns[0].fields) == ((), ("owner_name", "phone"))
    assert alone.missing == ("owner_name",)


@pytest.mark.parametrize("leader", ["Nama Ketua Kelompok", "Ketua KUB", "Ketua"])
def test_the_leader_of_a_group_is_no_owner_beside_owners_with_names_of_businesses(
    leader: str,
) -> None:
    pairs = [("Nama Usaha", "business_name"), ("Nama Pemilik", "further_business")]

    decision = decided([*pairs, (leader, "owner_name"), ("No HP", "phone"), ("Produk", "product")])

    assert 2 in decision.open


@pytest.mark.parametrize("heading", ["NIB (Ada/Tidak)", "Pernah ekspor?"])
def test_a_yes_below_a_question_about_the_business_is_no_consent(heading: str) -> None:
    names = [*map(Heading, NEEDED), Heading(heading)]
    columns = [CELLS["business_name"], OWNERS, CELLS["phone"], CELLS["product"]]

    decision = decide(names, rows_of(*columns, ("Ada", "Tidak")), vocabulary())

    assert (decision.open, decision.columns[-1].fields) == ((), ())


def test_the_numbers_of_trademarks_are_no_brands() -> None:
    heading = Heading("Merek (DJKI)", above="Perizinan")

    decision = decide([heading], rows_of(("IDM000487182", "IDM000008615")), vocabulary())

    assert "brand" not in decision.columns[0].fields


def test_the_number_of_a_row_is_proposed_for_nothing() -> None:
    names = ["No", "Nama", "Nama", "Hasil Usaha", "No HP"]
    row = ["1", "Sarma Br Tarigan", "Edi Tarigan", "Kopi bubuk", "081260000031"]

    decision = decide([Heading(name) for name in names], [row], vocabulary())

    assert decision.columns[0].proposals == ()


@pytest.mark.parametrize(
    ("above", "below", "field"),
    [("Omzet", "juta Rp/bln", "yearly_sales"), ("Tenaga Kerja", "L", "employees")],
)
def test_what_only_counts_stands_below_what_it_counts(above: str, below: str, field: str) -> None:
    assert meaning_of(Heading(below, above), vocabulary()).scores[field] >= CLEAR
