"""One cell holds the street, the village and the kecamatan, as offices write them."""

import pytest

from services.intake.letters.reference import known_places
from shared.tables.addresses import (
    SOUGHT,
    TablePlaces,
    places_of,
    village_and_subdistrict,
)
from shared.tables.places import without_its_word
from tests.unit.intake.plain_letters import read_letter

HAS_SUBDISTRICT = SOUGHT - {"subdistrict"}


@pytest.mark.parametrize(
    ("cell", "address", "village", "subdistrict"),
    [
        ("Jl. Balige 4 Desa Sigumpar, Kec. Silaen", "Jl. Balige 4", "Sigumpar", "Silaen"),
        ("Desa/Kel. Hatinggian", "", "Hatinggian", None),
        ("Kel/Desa Lubuk Tukko\nKec. Pandan", "", "Lubuk Tukko", "Pandan"),
        ("Dusun I, Desa Sipaho, Kec. Halongonan, Kab. Toba", "Dusun I", "Sipaho", "Halongonan"),
        ("JL. MARSONJA, MARSONJA, SUNGAI KANAN", "JL. MARSONJA", "MARSONJA", "SUNGAI KANAN"),
        ("Simpang Banyak Julu, Kec. Ulu Pungkut", None, "Simpang Banyak Julu", "Ulu Pungkut"),
        ("Hutanagodang", None, "Hutanagodang", None),
        ("Jl. Besar 112, Pasar Batu, Barus", "Jl. Besar 112", "Pasar Batu", "Barus"),
        ("Arse Nauli, Arse", None, "Arse Nauli", "Arse"),
        ("Sei Sentang / Kualuh Hilir", None, "Sei Sentang", "Kualuh Hilir"),
        ("Simpang Tiga, Medan", "Simpang Tiga, Medan", None, None),
        ("Lorong Sado, Kec. Siantar Barat", "Lorong Sado", None, "Siantar Barat"),
        ("Jl. Galang Kota Ds. Galang Kota", "Jl. Galang Kota", "Galang Kota", None),
        ("Samping SMP Desa Tiga, Desa Dolok", "Samping SMP Desa Tiga", "Dolok", None),
        ("Jl. Balai Desa Gg. Karya No. 30", "Jl. Balai Desa Gg. Karya No. 30", None, None),
        ("Dusun II, Kota Datar", "Dusun II, Kota Datar", None, None),
        (
            "Jl. Merdeka No. 3, dekat masjid, Balige",
            "Jl. Merdeka No. 3, dekat masjid, Balige",
            None,
            None,
        ),
    ],
)
def test_village_and_kecamatan_are_told_by_their_words_or_their_order(
    cell: str, address: str | None, village: str | None, subdistrict: str | None
) -> None:
    places = dict(places_of(cell, SOUGHT, known_places()))

    parts = [places.get(field) for field in ("address", "village", "subdistrict")]
    assert parts == [address, village, subdistrict]


def test_one_name_behind_the_street_is_the_village_where_the_kecamatan_has_its_own_column() -> None:
    places = [("address", "Dusun III"), ("village", "Siringo-ringo")]

    assert list(places_of("Dusun III, Siringo-ringo", HAS_SUBDISTRICT, known_places())) == places


def test_an_address_in_another_district_is_told_as_such() -> None:
    cell = "Jl. Bantan No. 41 Kel. Bantan Kec. Medan Tembung Kota Medan"

    assert dict(places_of(cell, SOUGHT, known_places()))["district"] == "Medan"


def test_a_mark_of_repetition_stands_for_what_is_above_but_never_for_a_number() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;No HP;NIB;Kecamatan;Produk\n"
        b"UD Maju;Tiurma;081260001234;9120001234567;Talawi;Kopi bubuk\n"
        b"UD Jaya;Bonar;081260001235;sda;sda;Kopi bubuk\n"
        b'CV Toba;Rosma;081260001236;"""";idem;Kopi bubuk\n'
    )

    assert [row.cells["subdistrict"] for row in letter.rows] == ["Talawi"] * 3
    assert [row.cells["nib"] for row in letter.rows][1:] == ["sda", '"']


def test_a_column_of_periods_belongs_to_the_capacity() -> None:
    letter = read_letter(
        b"nama_usaha;pemilik;no_hp;produk;kapasitas;satuan;periode\n"
        b"UD Maju;Tiurma;081260001234;Kopi bubuk;24;kotak;minggu\n"
        b"UD Jaya;Bonar;081260001235;Kopi bubuk;11400;bungkus;tahun\n"
        b"CV Toba;Rosma;081260001236;Kopi bubuk;200;kg;bulan\n"
    )

    assert [row.cells["unit"] for row in letter.rows] == [
        "kotak/minggu",
        "bungkus/tahun",
        "kg/bulan",
    ]


def test_a_phone_below_the_address_is_parted_from_it() -> None:
    letter = read_letter(
        b"No;Nama Usaha / Pemilik;Alamat dan No. HP;Produk\n"
        b'1;"UD Maju\nTiurma";"Dusun I, Desa Natal, Kec. Natal\nHP. 085360150188";Kopi bubuk\n'
        b'2;"UD Jaya\nBonar";"Jl. Flamboyan No. 92, Desa Sihepeng, Kec. Siabu\n'
        b'HP. 082295914868";Kopi\n'
    )

    first, second = (row.cells for row in letter.rows)
    assert (first["address"], first["village"], first["subdistrict"]) == (
        "Dusun I",
        "Natal",
        "Natal",
    )
    assert (second["address"], second["phone"]) == ("Jl. Flamboyan No. 92", "HP. 082295914868")


def test_a_district_behind_the_name_of_a_kecamatan_is_read_as_the_district() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;No HP;Produk;Kecamatan\n"
        b"UD Maju;Tiurma;081260001234;Kopi;Pandan - Tapanuli Tengah\n"
        b"UD Jaya;Bonar;081260001235;Kopi;Pandan (Kab. Tapanuli Tengah)\n"
        b'UD Lama;Bonar;081260001237;Kopi;"Sibolga Kota, Kota Sibolga"\n'
        b"UD Baru;Bonar;081260001236;Kopi;Tebing Tinggi - Kota\n"
    )

    rows = [row.cells for row in letter.rows]
    assert [row["subdistrict"] for row in rows] == [
        *("Pandan", "Pandan", "Sibolga Kota"),
        "Tebing Tinggi - Kota",
    ]
    assert ["district" in row for row in rows] == [True, True, True, False]


def test_a_village_keeps_its_name_where_the_word_for_village_stands_inside() -> None:
    assert without_its_word("Pasar Desa Lama") == "Pasar Desa Lama"
    assert village_and_subdistrict("Pasar Desa / Kec. Silaen", known_places()) == (
        "Pasar Desa",
        "Silaen",
    )


def test_a_capacity_in_m_is_in_metres_and_sales_in_m_are_in_miliar() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;No HP;Produk;Kapasitas Produksi (m/bulan);Omzet (M)\n"
        b"UD Maju;Tiurma Siregar;081260001234;Ulos;100;2\n"
    )

    [row] = letter.rows
    assert row.cells["unit"] == "m"
    assert row.conversions["capacity"].scale == 1
    assert row.conversions["yearly_sales"].scale == 1_000_000_000


@pytest.mark.parametrize(
    ("address", "places"),
    [
        ("Simpang Kopi - Sei Suka", {"village": "Simpang Kopi", "subdistrict": "Sei Suka"}),
        ("Pasar Horas, Siantar Barat", {"address": "Pasar Horas, Siantar Barat"}),
    ],
)
def test_a_crossroads_may_be_a_village_before_its_kecamatan(
    address: str, places: dict[str, str]
) -> None:
    assert dict(places_of(address, SOUGHT, known_places())) == places


def test_a_column_without_streets_names_villages_that_begin_like_a_market() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;No HP;Produk;Alamat\n"
        b"UD Maju;Tiurma Siregar;081260001234;Kopi bubuk;Kuta Gambir, Sidikalang\n"
        b"UD Jaya;Bonar Siregar;081260001235;Kopi bubuk;Pasar Sumbul, Sumbul\n"
    )

    row = letter.rows[1].cells
    assert (row.get("address"), row["village"]) == (None, "Pasar Sumbul")


@pytest.mark.parametrize(
    ("others", "village"),
    [(["Raya", "Saribu", "Purba"], "Nagori Dolok"), (["Nagori Raya", "Purba", "Bayu"], "Dolok")],
)
def test_a_nagori_keeps_its_word_where_no_other_name_of_its_column_has_one(
    others: list[str], village: str
) -> None:
    places = TablePlaces(frozenset(), known_places("12.11"), ["Nagori Dolok", *others])

    assert dict(places.below("village", "Nagori Dolok")) == {"village": village}


def test_a_street_before_the_village_goes_to_the_address() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;No HP;Produk;Alamat (Desa/Kel)\n"
        b"UD Maju;Tiurma Siregar;081260001234;Kopi bubuk;Jl. Cengkeh, Desa Pakpahan\n"
        b"UD Jaya;Bonar Siregar;081260001235;Kopi bubuk;Desa Parsosoran\n"
    )

    street, none = (row.cells for row in letter.rows)
    assert (street["address"], street["village"]) == ("Jl. Cengkeh", "Pakpahan")
    assert (none.get("address"), none["village"]) == (None, "Parsosoran")
