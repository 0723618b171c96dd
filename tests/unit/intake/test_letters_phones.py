"""A phone is one number, however many the cell holds and whatever stands around it."""

import pytest

from tests.unit.intake.plain_letters import read_letter
from tests.unit.intake.rows import a_row, accepted, codes, notices, parsed


@pytest.mark.parametrize(
    "written",
    [
        "081260001234",
        "0812 6000 1234",
        "+62 812-6000-1234",
        "6281260001234",
        "81260001234",
        "(0812) 60001234",
        "'081260001234",
        "HP: 0812.6000.1234",
        "HP/WA 081260001234",
        "081260001234 (WA)",
    ],
)
def test_phone_is_one_number_however_it_is_written(written: str) -> None:
    recommendation = accepted(phone=written)

    assert recommendation.phone == "+6281260001234"
    assert recommendation.note is None


def test_land_line_is_a_phone_too() -> None:
    assert accepted(phone="061-4567890").phone == "+62614567890"
    assert accepted(phone="(061) 4567890").phone == "+62614567890"
    assert accepted(phone="6263148468").phone == "+6263148468"


@pytest.mark.parametrize(
    "written",
    [
        "081260001234 / 081360001234",
        "081260001234 - 081360001234",
        "081260001234, 081360001234",
        "081260001234 atau 081360001234",
        "081260001234 081360001234",
        "0812 6000 1234\n(061) 4567890",
        "081260 / 081260001234",
        "081260001234 (Budi)",
        "Ibu Tiur 0812-6000-1234",
        "HP 0812 6000 1234 / Kantor 061-4567890",
    ],
)
def test_the_first_valid_number_is_taken_and_the_whole_cell_kept_as_a_note(written: str) -> None:
    recommendation = accepted(phone=written)

    assert recommendation.phone == "+6281260001234"
    assert recommendation.note == f"No HP: {' '.join(written.split())}"
    assert notices(phone=written) == [("phone", "second-phone")]


def test_a_further_column_with_a_phone_is_kept_as_a_note() -> None:
    row = a_row()._replace(further={"phone": ("061-4567890",)})

    recommendation = parsed(row).recommendation

    assert recommendation
    assert recommendation.phone == "+6281260001234"
    assert recommendation.note == "No HP: 0812-6000-1234 061-4567890"


def test_a_phone_in_a_further_column_stands_in_for_one_that_is_wrong() -> None:
    row = a_row(phone="0812")._replace(further={"phone": ("061-4567890",)})

    recommendation = parsed(row).recommendation

    assert recommendation
    assert recommendation.phone == "+62614567890"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "missing-phone"),
        ("-", "missing-phone"),
        ("081260", "invalid-phone"),
        ("620000000", "invalid-phone"),
        ("62822818", "invalid-phone"),
        ("81361900211.0", "invalid-phone"),
        ("08xx-xxxx-1234", "invalid-phone"),
        ("08xx 60001234", "invalid-phone"),
        ("nanti menyusul", "invalid-phone"),
        ("0812600012340812600012", "invalid-phone"),
        ("061-4567890 ext 12", "invalid-phone"),
        ("6,28123E+11", "rounded-number"),
        ("8.12600e+10", "rounded-number"),
        ("8.1361900211E+10", "rounded-number"),
    ],
)
def test_wrong_phone_has_a_sentence_of_its_own(written: str, code: str) -> None:
    assert codes(phone=written) == [code]


def test_a_zero_that_a_spreadsheet_dropped_is_put_back_and_reported() -> None:
    assert notices(phone="81260001234") == [("phone", "zero-restored")]


def test_a_broken_email_beside_a_phone_is_an_email_that_must_be_mended() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;Kontak (HP, email);Produk;Persetujuan\n"
        b"UD Maju;Tiurma;HP. 0813-7934-8353, email: tiurma_umkm @ gmail;Kopi bubuk;ya\n"
    )

    assert [code for _, code, _ in parsed(letter.rows[0]).problems] == ["invalid-email"]
