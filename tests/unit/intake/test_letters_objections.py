"""Nobody is taken who objects, and nobody by a yes to another question."""

import pytest

from services.intake.letters.consents import is_objection, takes_back
from tests.unit.intake.plain_letters import read_letter
from tests.unit.intake.rows import accepted, codes


@pytest.mark.parametrize(
    "heading",
    [
        *("Tidak", "Tidak setuju data dibagikan", "Tanpa persetujuan", "Belum setuju"),
        *("Kurang setuju", "Keberatan", "Does not consent", "Consent withdrawn", "Opt out"),
        *("Tidak setuju (keberatan)", "Tidak, saya keberatan"),
        *("Mencabut persetujuan", "Apakah keberatan bila data diteruskan?"),
    ],
)
def test_a_yes_below_a_heading_that_objects_is_a_no(heading: str) -> None:
    assert is_objection(heading)


@pytest.mark.parametrize(
    "heading", ["Setuju (ya/tidak)", "Persetujuan", "Tidak keberatan data dibagikan", "Ya", "PDP"]
)
def test_a_heading_that_asks_for_consent_objects_to_nothing(heading: str) -> None:
    assert not is_objection(heading)


@pytest.mark.parametrize(
    "remark",
    [
        *("sudah mencabut persetujuan", "tidak bersedia data dibagikan", "minta dihapus"),
        *("pemilik menarik persetujuan", "tidak mau didata lagi", "pemilik belum setuju"),
        *("jangan dikirim", "belum tanda tangan", "izin dicabut", "batal ikut", "sudah meninggal"),
        *("mengundurkan diri", "mundur dari program"),
    ],
)
def test_an_objection_in_the_remarks_refuses_the_row_whatever_its_consent_says(remark: str) -> None:
    assert codes(note=remark) == ["consent-refused"]


def test_a_remark_that_objects_to_nothing_refuses_nothing() -> None:
    assert accepted(note="pemilik tidak keberatan, pernah ditolak bank").note
    assert not takes_back("tidak ikut pameran")


def test_the_yes_in_the_second_of_two_columns_counts_as_the_yes() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;No HP;Produk;Persetujuan data;\n"
        b";;;;Tidak;Ya\n"
        b"UD Maju;Tiurma;081260001234;Kopi bubuk;;v\n"
        b"UD Jaya;Bonar;081260001235;Kopi bubuk;v;\n"
    )

    assert [row.given["consent"] for row in letter.rows] == ["v", "tidak"]


def test_a_tick_below_an_objection_is_no_consent_whatever_stands_between() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;No HP;Produk;Keberatan data dibagikan;\n"
        b";;;;Ya;Tidak\n"
        b"UD Maju;Tiurma;081260001234;Kopi bubuk;v;\n"
        b"UD Jaya;Bonar;081260001235;Kopi bubuk;;v\n"
    )

    assert [row.given["consent"] for row in letter.rows] == ["tidak", "tidak"]


@pytest.mark.parametrize("other", ["Pendamping", "Penyuluh", "Pembeli"])
def test_a_phone_below_another_person_is_not_the_owners(other: str) -> None:
    letter = read_letter(
        f"Nama Usaha;Pemilik;No HP;Produk;{other};\n"
        ";;;;Nama;Telepon\n"
        "UD Maju;Tiurma;;Kopi bubuk;Rosma;081260009999\n"
        "UD Jaya;Bonar;081260001235;Kopi bubuk;Rosma;081260009999\n".encode()
    )

    assert [row.given.get("phone") for row in letter.rows] == [None, "081260001235"]
