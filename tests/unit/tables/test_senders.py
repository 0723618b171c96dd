"""The e-mail address of the person who filled in a form is not of the business."""

from tests.unit.tables.office_tables import decided

NEEDED = [
    ("Nama Usaha", "business_name"),
    ("Nama Pemilik", "owner_name"),
    ("No HP", "phone"),
    ("Produk", "product"),
]


def fields_below(*columns: tuple[str, str]) -> list[tuple[str, ...]]:
    return [column.fields for column in decided([*columns, *NEEDED]).columns[: len(columns)]]


def test_an_address_behind_the_time_is_left_out_beside_another() -> None:
    form = [("Stempel waktu", "day"), ("Alamat email responden", "email")]

    assert fields_below(*form, ("Email usaha", "email")) == [(), (), ("email",)]
    assert fields_below(*form) == [(), ("email",)]


def test_an_address_that_repeats_all_the_way_down_is_left_out() -> None:
    assert fields_below(("Alamat email", "same_email")) == [()]
