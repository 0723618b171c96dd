"""Contacts, certificates and numbers in one cell."""

import pytest

from services.intake.letters.reference import words
from shared.tables.certificates import certificates_below, certificates_in, licences
from shared.tables.parting import (
    READ_BY,
    READ_TOGETHER,
    contacts,
    name_and_brand,
    name_and_numbers,
    product_and_brand,
)


@pytest.mark.parametrize(
    ("cell", "phone", "email", "online"),
    [
        ("081260001111 / rina@gmail.com", "081260001111", "rina@gmail.com", ""),
        ("rina@gmail.com, 081260001111", "081260001111", "rina@gmail.com", ""),
        ("Hp.081260001111,Email.rina@gmail.com", "Hp.081260001111", "rina@gmail.com", ""),
        ("081260001111; email: rina@gmail.com", "081260001111", "rina@gmail.com", ""),
        ("081260001111 IG @kopi.toba", "081260001111", "", "IG @kopi.toba"),
        ("@kopi.toba / 081260001111", "081260001111", "", "@kopi.toba"),
        ("081260001111 instagram.com/kopi", "081260001111", "", "instagram.com/kopi"),
    ],
)
def test_a_contact_is_parted_into_phone_email_and_account(
    cell: str, phone: str, email: str, online: str
) -> None:
    assert dict(contacts(cell)) == {"phone": phone, "email": email, "online": online}


def test_a_plain_phone_is_no_more_than_a_phone() -> None:
    assert dict(contacts("0812-6000-1111")) == {"phone": "0812-6000-1111"}


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Halal (ID12113298828377); Merek", ("Halal", "Merek")),
        ("BPOM MD 867012345678", ("BPOM MD",)),
        ("SNI 01-2891-1992", ("SNI 01-2891-1992",)),
        ("PIRT 2061271010001-28; Halal; NIB 9120001112223", ("Halal",)),
        ("halal pirt", ("halal", "pirt")),
        ("Halal dan Merek", ("Halal", "Merek")),
        ("NIB 9120001112223 HALAL", ("HALAL",)),
    ],
)
def test_a_certificate_is_named_without_its_number(cell: str, names: tuple[str, ...]) -> None:
    assert certificates_in(cell, words()) == names


def test_whole_numbers_below_certificates_go_to_their_fields() -> None:
    cell = "SPP-IRT (2061207010010-27), NIB: 8120011112222, NIB 812"

    fields = dict(certificates_below(None, words(), cell))

    assert (fields["pirt"], fields["nib"]) == ("2061207010010-27", "8120011112222")


def test_a_number_with_a_few_digits_too_few_is_kept_to_be_refused() -> None:
    fields = dict(certificates_below(None, words(), "P-IRT 206120701234, NIB 12-05-2021"))

    assert fields == {"certificates": "P-IRT 206120701234, NIB 12-05-2021", "pirt": "206120701234"}


def test_licences_hold_the_certificates_that_are_known_and_there() -> None:
    fields = dict(licences(words(), "NIB 8120011112222; Halal; SKU desa; PIRT proses"))

    assert fields == {"nib": "8120011112222", "certificates": "Halal"}


def test_a_number_of_no_known_kind_stays_with_the_name() -> None:
    assert name_and_numbers("Rosdiana 1275014") == ("Rosdiana 1275014", [])


def test_an_owner_with_a_phone_in_one_column_keeps_a_nik_apart() -> None:
    read = READ_TOGETHER["owner_name", "phone"]

    fields = dict(read("Kasman, NIK 1204170101850003 / HP 082160001111"))

    assert fields["owner_name"] == "Kasman"
    assert (fields["nik"], fields["phone"]) == ("1204170101850003", "HP 082160001111")


@pytest.mark.parametrize(
    ("cell", "name", "brand"),
    [
        ("UD Mugi Berkah, merek Mugi Berkah", "UD Mugi Berkah", "Mugi Berkah"),
        ("Rumah Kue Melva merk \u201cKue Melva\u201d", "Rumah Kue Melva", "Kue Melva"),
        ("KUB Ulibasa (merek: Riamaku)", "KUB Ulibasa", "Riamaku"),
        ("CV Melayu Jaya / Merk Bahari", "CV Melayu Jaya", "Bahari"),
        ("CV Ersada / Ersada", "CV Ersada", "Ersada"),
        ("Butik Ramlan (Rizki Jaya)", "Butik Ramlan", "Rizki Jaya"),
        ("Toko Merek Jaya", "Toko Merek Jaya", ""),
    ],
)
def test_a_business_is_parted_from_its_brand(cell: str, name: str, brand: str) -> None:
    assert name_and_brand(cell) == (name, brand)


@pytest.mark.parametrize("cell", ["merek: Melati", "Merk Melati", "Melati"])
def test_a_brand_is_read_without_its_label(cell: str) -> None:
    assert dict(READ_BY["brand"](cell)) == {"brand": "Melati"}


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Gula aren (Pelangi)", {"product": "Gula aren", "brand": "Pelangi"}),
        ("Keripik (pedas)", {"product": "Keripik (pedas)"}),
        ("KERIPIK (PEDAS)", {"product": "KERIPIK (PEDAS)"}),
    ],
)
def test_a_name_behind_a_product_is_its_brand_and_a_flavour_is_none(
    cell: str, parts: dict[str, str]
) -> None:
    assert dict(product_and_brand(cell)) == parts
