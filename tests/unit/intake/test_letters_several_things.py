"""A cell that holds several things is parted by what they are."""

import pytest

from services.intake.letters.products import names_in
from services.intake.letters.reference import known_places
from services.intake.letters.row import Conversion
from shared.tables.addresses import SOUGHT, TablePlaces
from tests.unit.intake.plain_letters import read_letter
from tests.unit.intake.rows import a_row, accepted, codes, converted, notices, parsed, products

NIK, NIB = "1207211203790001", "0220103456789"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Sarung bantal tenun 490pcs", ("Sarung bantal tenun",)),
        ("VCO 1.200 botol", ("VCO",)),
        ("Terasi : 1.500 bks", ("Terasi",)),
        ("Dodol = 30 kg", ("Dodol",)),
        ("Kopi (30 kg/bln)", ("Kopi",)),
        ("Gambir [4 ton]", ("Gambir",)),
        ("3 ton kopra", ("kopra",)),
        ("Madu ± 30 botol", ("Madu",)),
        ("Beras 50-100 karung", ("Beras",)),
        ("Madu 70 botol, Salak 3500kg", ("Madu", "Salak")),
        ("Sapu ijuk 250 buah dan keset 100 buah", ("Sapu ijuk", "keset")),
        ("Terasi : 150 kg\nGula nipah : 250 kg", ("Terasi", "Gula nipah")),
        ("1. Kopi 20 kg 2. Teh 5 kg", ("Kopi", "Teh")),
        ("Tas rotan - Tikar pandan", ("Tas rotan", "Tikar pandan")),
        ("Kopi - Arabika", ("Kopi - Arabika",)),
    ],
)
def test_a_name_of_a_product_keeps_no_quantity(cell: str, names: tuple[str, ...]) -> None:
    assert names_in(cell, 0) == names


@pytest.mark.parametrize(
    "cell",
    [
        "Kopi bubuk 250 gr",
        "Keripik 100g",
        "Sambal andaliman 150 ml",
        "Kopi (kemasan 1 kg)",
        "Kopi bubuk @1 kg",
        "Beras kemasan 5 kg",
        "Kopi 9 sembilan",
        "Roti ketawa 24 jam",
        "Kopi grade 1",
    ],
)
def test_the_size_of_a_package_belongs_to_the_name(cell: str) -> None:
    assert names_in(cell, 0) == (cell,)


def test_a_quantity_beside_a_product_is_a_capacity_if_it_names_its_period() -> None:
    kopra, vco = products("Kopra 9 ton/bln; VCO 1.200 botol/thn")

    assert (kopra.name, kopra.capacity, kopra.unit) == ("Kopra", 9, "ton")
    assert (vco.name, vco.capacity, vco.unit) == ("VCO", 100, "botol")


def test_a_quantity_beside_a_product_counts_as_its_heading_says() -> None:
    row = a_row(product="Kopra 9 ton", hs="")

    answer = parsed(converted(row, capacity=Conversion(1, 12, "Produk dan jumlah per bulan")))

    assert answer.recommendation
    assert answer.recommendation.products[0].capacity == 9


def test_a_heading_of_products_may_name_the_period() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;No HP;Produk dan jumlah produksi per bulan\n"
        b"UD Maju;Tiurma Siregar;081260001234;Kopra 9 ton\n"
    )

    assert letter.rows[0].conversions["capacity"].per_year == 12


@pytest.mark.parametrize(
    ("product", "capacity"),
    [("Kopra 9 ton", ""), ("Kopra 9 ton/bln", "12 ton/bln"), ("Kopra, VCO 9 ton/bln", "")],
)
def test_a_quantity_whose_period_or_product_is_unclear_becomes_a_note(
    product: str, capacity: str
) -> None:
    recommendation = accepted(product=product, capacity=capacity, hs="")

    assert recommendation.note == f"Produk: {product}"
    assert ("product", "quantity-apart") in notices(product=product, capacity=capacity, hs="")


@pytest.mark.parametrize(
    "cell",
    [
        f"Budi Harahap NIK. {NIK}",
        f"Budi Harahap\nNIK {NIK}",
        f"Budi Harahap (NIK: {NIK})",
        f"NIK {NIK} Budi Harahap",
        f"Budi Harahap, no KTP : {NIK}",
        f"Budi Harahap / {NIK}",
        "Budi Harahap, NIK 1207 2112 0379 0001",
    ],
)
def test_a_nik_in_the_cell_of_an_owner_goes_to_its_field(cell: str) -> None:
    recommendation = accepted(owner_name=cell)

    assert (recommendation.owner_name, recommendation.nik) == ("Budi Harahap", NIK)


def test_a_wrong_nik_in_the_cell_of_an_owner_refuses_the_row() -> None:
    assert codes(owner_name="Budi Harahap NIK. 1207213803790001") == ["invalid-nik"]


@pytest.mark.parametrize(
    "cell",
    [
        "Rosmawati (081260001234)",
        "Rosmawati / 0812 6000 1234",
        "Rosmawati, HP/WA: 0812-6000-1234.",
        "Rosmawati hub 081260001234",
        "Rosmawati (P), 081260001234",
        "Rosmawati +62 812-6000-1234",
    ],
)
def test_a_phone_in_the_cell_of_an_owner_goes_to_its_field(cell: str) -> None:
    recommendation = accepted(owner_name=cell, phone="")

    assert (recommendation.owner_name, recommendation.phone) == ("Rosmawati", "+6281260001234")


def test_several_numbers_in_the_cell_of_an_owner_go_to_their_fields() -> None:
    recommendation = accepted(owner_name=f"Melva; {NIK}; 081299887766; NIB {NIB}", phone="")

    assert recommendation.owner_name == "Melva"
    assert (recommendation.nik, recommendation.nib) == (NIK, NIB)
    assert recommendation.phone == "+6281299887766"


def test_a_number_in_a_name_beside_another_one_in_its_column_becomes_a_note() -> None:
    recommendation = accepted(owner_name="Melva, 081299887766", phone="081260001234")

    assert recommendation.phone == "+6281260001234"
    assert recommendation.note == "Nama Pemilik: Melva, 081299887766"


@pytest.mark.parametrize("cell", ["Satina, HP", "Satina (no hp: -)", "Satina NIK:", "Satina - WA"])
def test_no_label_of_a_number_stays_behind_a_name(cell: str) -> None:
    assert accepted(owner_name=cell).owner_name == "Satina"


@pytest.mark.parametrize(
    "name", ["Maju HP", "Bakso 77", "Kopi 1912", "UD Maju 10000", "Edward 4 Saudara"]
)
def test_a_short_number_or_a_word_without_a_mark_belongs_to_a_name(name: str) -> None:
    assert accepted(business_name=name).business_name == name


@pytest.mark.parametrize("field", ["business_name", "owner_name"])
@pytest.mark.parametrize("cell", ["Rosdiana 1275014", "Sabam (12170215067x0001)", "1234567"])
def test_a_name_with_seven_digits_in_a_row_is_never_stored(field: str, cell: str) -> None:
    assert codes(**{field: cell}) == ["number-in-name"]


@pytest.mark.parametrize(
    ("cell", "places"),
    [
        ("Jl. Gereja - Sinaga Uruk - Nainggolan", ("Jl. Gereja", "Sinaga Uruk", "Nainggolan")),
        ("Dusun II / Hatoguan / Palipi", ("Dusun II", "Hatoguan", "Palipi")),
        ("Dusun I - Desa Tomok - Kec. Simanindo", ("Dusun I", "Tomok", "Simanindo")),
        ("Jl. X No. 3, Desa Y, Palipi, Kab. Samosir", ("Jl. X No. 3", "Y", "Palipi")),
        ("Jl. Besar No. 4, Pangururan", ("Jl. Besar No. 4", None, "Pangururan")),
        ("Jl. Gereja - Siboro - Palipi - Samosir", ("Jl. Gereja", "Siboro", "Palipi")),
        ("Jl. Pangururan - Tele", ("Jl. Pangururan - Tele", None, None)),
        ("Jl. Simanindo - Tomok - Pangururan", ("Jl. Simanindo - Tomok - Pangururan", None, None)),
        ("Jl. Sentosa - RT 02 - Palipi", ("Jl. Sentosa - RT 02 - Palipi", None, None)),
    ],
)
def test_the_tail_of_an_address_is_parted_where_it_ends_in_a_kecamatan(
    cell: str, places: tuple[str | None, ...]
) -> None:
    parted = dict(TablePlaces(SOUGHT, known_places("12.17")).of(cell))

    assert tuple(map(parted.get, ("address", "village", "subdistrict"))) == places


@pytest.mark.parametrize(
    ("cell", "owner", "nik"),
    [
        ("IRWAN LUBIS - 1207211203790001", "IRWAN LUBIS", NIK),
        ("Irwan Lubis (NIK 1207211203790001)", "Irwan Lubis", NIK),
        ("Irwan Lubis\n12072112037900011", "Irwan Lubis", "12072112037900011"),
        ("Irwan Lubis / 082163224421", "Irwan Lubis", None),
        ("Irwan Lubis", "Irwan Lubis", None),
    ],
)
def test_a_column_of_owners_with_their_nik_is_understood_and_keeps_every_digit(
    cell: str, owner: str, nik: str | None
) -> None:
    others = "".join(f'UD {n};"Siti Lubis - {NIK}";08126000123{n};Kopi\n' for n in range(5))

    heading = "Nama Usaha;Nama Pemilik / NIK;No HP;Produk"

    letter = read_letter(
        f'{heading}\nUD Maju;"{cell}";081260001234;Kopi\n{others}'.encode(),
    )

    assert letter.rows[0].cells["owner_name"].startswith(owner)
    assert letter.rows[0].cells.get("nik") == nik


def test_a_column_of_businesses_and_brands_is_parted() -> None:
    letter = read_letter(
        b"Nama Usaha dan Merek;Pemilik;No HP;Produk\n"
        b'"UD Maju, merek Jaya";Siti;081260001234;Kopi\n'
        b"UD Toba;Siti;081260001235;Kopi\n"
    )

    maju, toba = (row.cells for row in letter.rows)

    assert (maju["business_name"], maju["brand"]) == ("UD Maju", "Jaya")
    assert (toba["business_name"], toba.get("brand")) == ("UD Toba", None)


def test_a_brand_behind_a_name_is_a_brand() -> None:
    recommendation = accepted(business_name="UD Maju, merek Jaya")

    assert (recommendation.business_name, recommendation.brand) == ("UD Maju", "Jaya")
