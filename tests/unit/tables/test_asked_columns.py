"""The sender is asked about the columns that may hold what is missing."""

import pytest

from tests.unit.tables.office_tables import decided

OTHERS = [("No HP", "phone"), ("Produk", "product")]


def test_a_column_that_is_not_read_is_asked_about_rather_than_an_address() -> None:
    named = [("Nama Binaan", "business_name"), ("Nama Pemilik", "owner_name")]

    decision = decided([*named, *OTHERS, ("Alamat Usaha", "village")])

    assert (decision.missing, decision.open) == (("business_name",), (0,))


@pytest.mark.parametrize("heading", ["Jlh anggota kerja", "Jumlah anggota"])
def test_a_number_is_not_asked_about_as_a_name(heading: str) -> None:
    decision = decided([("Nama Usaha", "business_name"), *OTHERS, (heading, "number")])

    assert (decision.missing, decision.open) == (("owner_name",), ())


def test_a_column_with_two_parts_and_an_unknown_word_may_hold_the_owner() -> None:
    decision = decided([("Nama Sipeuteum / Nama Usaha", "pairs"), *OTHERS])

    assert (decision.missing, decision.open) == (("owner_name",), (0,))
