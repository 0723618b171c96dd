"""The kecamatan of the district are known, so that a village is never taken for one."""

import pytest

from services.intake.letters.reading import RowReader
from services.intake.letters.reference import known_places
from shared.tables.addresses import (
    SOUGHT,
    KnownPlaces,
    TablePlaces,
    places_of,
    subdistrict_and_village,
    village_and_subdistrict,
)
from shared.tables.places import and_its_subdistrict
from shared.tables.understanding.decision import Column
from shared.tables.understanding.headings import Heading
from shared.tables.understanding.tables import Table
from tests.unit.intake.plain_letters import read_letter

KNOWN = frozenset({"rantauutara", "gunungsitoliidanoi", "silaen"})


def a_district() -> KnownPlaces:
    return known_places()._replace(subdistricts=dict.fromkeys(KNOWN, ""))


def test_a_known_kecamatan_is_recognised_in_either_order() -> None:
    assert dict(places_of("Rantau Utara - Siringo-ringo", SOUGHT, a_district())) == {
        "village": "Siringo-ringo",
        "subdistrict": "Rantau Utara",
    }
    assert village_and_subdistrict("Silaen / Sigumpar", a_district()) == ("Sigumpar", "Silaen")
    assert subdistrict_and_village("Sigumpar / Silaen", a_district()) == ("Silaen", "Sigumpar")


def test_without_a_known_kecamatan_the_heading_gives_the_order() -> None:
    none = known_places()

    assert village_and_subdistrict("Nagatimbul / Bonatua", none) == ("Nagatimbul", "Bonatua")
    assert subdistrict_and_village("Bonatua / Nagatimbul", none) == ("Bonatua", "Nagatimbul")
    assert subdistrict_and_village("Kec. Silaen Desa Sigumpar", none) == ("Silaen", "Sigumpar")


def test_a_village_is_parted_only_from_a_known_kecamatan() -> None:
    cell = "Humene, Gunungsitoli Idanoi"

    assert and_its_subdistrict(cell, KNOWN) == ("Humene", "Gunungsitoli Idanoi")
    assert and_its_subdistrict("Humene, Lorong 4", KNOWN) is None


def test_the_kecamatan_of_the_letters_district_are_known() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;No HP;Produk;Kecamatan / Desa\n"
        b"UD Maju;Tiurma Siregar;081260001234;Kopi bubuk;Sidikalang - Kuta Gambir\n"
        b"UD Jaya;Bonar Siregar;081260001235;Kopi bubuk;Bintang Mersada - Sidikalang\n"
    )

    assert [row.cells["subdistrict"] for row in letter.rows] == ["Sidikalang", "Sidikalang"]


@pytest.mark.parametrize(
    ("cell", "places"),
    [
        ("Motung (Ajibata)", {"village": "Motung", "subdistrict": "Ajibata"}),
        ("Jl. Besar 4, Toba", {"address": "Jl. Besar 4"}),
        ("Jl. Besar 4, Medan", {"address": "Jl. Besar 4, Medan"}),
    ],
)
def test_an_address_names_the_own_kecamatan_and_not_the_own_district(
    cell: str, places: dict[str, str]
) -> None:
    assert dict(TablePlaces(SOUGHT, known_places("12.12")).of(cell)) == places


@pytest.mark.parametrize(
    ("cell", "subdistrict"),
    [("T.TINGGI KOTA", "Tebing Tinggi Kota"), ("P. Hulu", "Padang Hulu"), ("P. Hi", "P. Hi")],
)
def test_an_abbreviated_kecamatan_is_spelt_out_if_the_district_has_one_like_it(
    cell: str, subdistrict: str
) -> None:
    places = TablePlaces(frozenset(), known_places("12.76")).below("subdistrict", cell)

    assert dict(places) == {"subdistrict": subdistrict}


def test_a_village_behind_its_street_is_the_village() -> None:
    cell = "Lk. II, Kel. Sijambi"

    places = TablePlaces(frozenset(), known_places("12.74")).below("village", cell)

    assert dict(places) == {"address": "Lk. II", "village": "Sijambi"}


@pytest.mark.parametrize(
    ("cell", "village"), [("Nagori Bandar", "Nagori Bandar"), ("Nagori Bah Lias", "Bah Lias")]
)
def test_a_nagori_that_is_named_like_a_kecamatan_keeps_its_word(cell: str, village: str) -> None:
    places = TablePlaces(frozenset(), known_places("12.08")).below("village", cell)

    assert dict(places) == {"village": village}


@pytest.mark.parametrize(("heading", "field"), [("Huta / Dusun", "address"), ("Alamat", "village")])
def test_a_name_below_a_heading_of_hamlets_is_no_village(heading: str, field: str) -> None:
    letter = read_letter(
        f"Nama Usaha;Pemilik;No HP;Produk;{heading}\n"
        "UD Maju;Tiurma Siregar;081260001234;Kopi bubuk;Lumban Dolok\n".encode()
    )

    assert letter.rows[0].cells.get(field) == "Lumban Dolok"


def test_a_sheet_that_is_named_like_a_kecamatan_says_where_its_businesses_are() -> None:
    columns = [
        Column(0, Heading("Nama Usaha"), ("business_name",)),
        Column(1, Heading("HP"), ("phone",)),
    ]
    table = Table("Kec. Silaen", 0, tuple(column.heading for column in columns))
    records = [(1, ("UD Maju", "081260001234"))]

    [row] = RowReader(table, columns, lambda _: iter(records), "12.12").rows()

    assert row.cells["subdistrict"] == "Silaen"
