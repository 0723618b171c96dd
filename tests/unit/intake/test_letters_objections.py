"""Nobody is taken who objects, and nobody by a yes to another question."""

from pathlib import Path

import pytest

from services.intake.letters.consents import is_objection
from tests.unit.intake.plain_letters import read_letter
from tests.unit.intake.rows import accepted, codes, notices, parsed
from tests.unit.intake.test_questions import read
from tests.unit.intake.wrong_files import text

FOUR = ["Nama Usaha", "Pemilik", "No HP", "Produk"]
A_ROW = ["UD Maju", "Tiurma", "081260001234", "Kopi bubuk"]


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
        *("mengundurkan diri", "mundur dari program", "Pemilik meninggal dunia 3 bulan lalu"),
        *("keberatan datanya dibagikan", "menolak", "batal", "dibatalkan ybs", "mencabut izin"),
    ],
)
def test_an_objection_in_the_remarks_refuses_the_row_whatever_its_consent_says(remark: str) -> None:
    assert codes(note=remark) == ["consent-refused"]


def test_a_remark_that_objects_to_nothing_refuses_nothing() -> None:
    assert accepted(note="pemilik tidak keberatan, pernah ditolak bank").note
    assert notices(note="tidak ikut pameran") == []


@pytest.mark.parametrize(
    "remark",
    [
        *("izin edar dicabut", "suami meninggal", "batal panen", "jadwal mundur", "kontrak batal"),
        *("keberatan ongkos kirim", "bank menolak pinjaman", "tidak mau kredit bank"),
    ],
)
def test_a_remark_on_something_else_is_a_notice_only(remark: str) -> None:
    assert notices(note=remark) == [("note", "remark-unclear")]


def test_the_yes_in_the_second_of_two_columns_counts_as_the_yes() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;No HP;Produk;Persetujuan data;\n"
        b";;;;Tidak;Ya\n"
        b"UD Maju;Tiurma;081260001234;Kopi bubuk;;v\n"
        b"UD Jaya;Bonar;081260001235;Kopi bubuk;v;\n"
    )

    assert [row.cells["consent"] for row in letter.rows] == ["v", "keberatan: v"]


def test_a_tick_below_an_objection_is_no_consent_whatever_stands_between() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;No HP;Produk;Keberatan data dibagikan;\n"
        b";;;;Ya;Tidak\n"
        b"UD Maju;Tiurma;081260001234;Kopi bubuk;v;\n"
        b"UD Jaya;Bonar;081260001235;Kopi bubuk;;v\n"
    )

    assert [row.cells["consent"] for row in letter.rows] == ["keberatan: v", "keberatan: v"]


@pytest.mark.parametrize("other", ["Pendamping", "Penyuluh", "Pembeli"])
def test_a_phone_below_another_person_is_not_the_owners(other: str) -> None:
    letter = read_letter(
        f"Nama Usaha;Pemilik;No HP;Produk;{other};\n"
        ";;;;Nama;Telepon\n"
        "UD Maju;Tiurma;;Kopi bubuk;Rosma;081260009999\n"
        "UD Jaya;Bonar;081260001235;Kopi bubuk;Rosma;081260009999\n".encode()
    )

    assert [row.cells.get("phone") for row in letter.rows] == [None, "081260001235"]


@pytest.mark.parametrize(
    ("cell", "outcome"),
    [
        *((no, "accepted") for no in ("Tidak", "tdk", "tidak keberatan", "-", "")),
        *((yes, "consent-refused") for yes in ("Ya", "ya, 12-03-2026", "v", "Keberatan")),
        *((yes, "consent-refused") for yes in ("tidak setuju", "menolak", "x")),
    ],
)
def test_below_a_column_of_objections_the_declared_consent_counts_unless_the_owner_objects(
    cell: str, outcome: str, tmp_path: Path
) -> None:
    letter = text([*FOUR, "Keberatan data dibagikan?"], [*A_ROW, cell])

    head, _ = read(tmp_path, letter)
    _, [row] = read(tmp_path, letter, declared_consent_on="2026-11-02")

    assert not head.has_consent
    assert ([code for _, code, *_ in row["problems"]] or ["accepted"]) == [outcome]


def test_an_owner_who_does_not_object_has_not_agreed_yet(tmp_path: Path) -> None:
    letter = text(
        [*FOUR, "Keberatan?", "Persetujuan data"], [*A_ROW, "Tidak", "ya"], [*A_ROW, "Tidak", ""]
    )

    head, rows = read(tmp_path, letter)

    assert head.has_consent
    assert [[code for _, code, *_ in row["problems"]] for row in rows] == [[], ["missing-consent"]]


def test_a_row_that_the_letter_does_not_propose_is_refused_with_the_words_of_the_letter() -> None:
    letter = read_letter(
        b"Nama Usaha;Pemilik;No HP;Produk;Persetujuan;Status\n"
        b"UD Maju;Tiurma;081260001234;Kopi bubuk;ya;Lolos\n"
        b"UD Baru;Sahat;081260001236;Kopi bubuk;ya;Gugur berkas\n"
        b"\nTIDAK DIUSULKAN\n"
        b"UD Jaya;Bonar;081260001235;Kopi bubuk;ya;\n"
    )

    problems = [[*parsed(row).problems] for row in letter.rows]

    quoted = ("Gugur berkas", "TIDAK DIUSULKAN")
    assert problems == [[], *([("", "not-proposed", words)] for words in quoted)]
