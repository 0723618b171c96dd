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


def test_a_form_with_the_address_of_a_whole_group_keeps_the_one_behind_the_time() -> None:
    form = [("Stempel waktu", "day"), ("Email responden", "email")]

    assert fields_below(*form, ("Email dinas", "same_email")) == [(), ("email",), ()]
