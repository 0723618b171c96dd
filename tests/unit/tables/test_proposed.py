"""Rows that a table itself does not propose."""

import re

import pytest

from services.intake.letters.vocabulary import vocabulary
from shared.tables.understanding.decision import Column
from shared.tables.understanding.headings import Heading
from shared.tables.understanding.proposed import Refusals, refuses
from shared.tables.understanding.tables import Table

TITLES = (
    *(
        "TIDAK DIUSULKAN",
        "B. Tidak direkomendasikan",
        "Tidak layak",
        "Tdk layak",
        "Belum layak",
        "Tidak lolos",
    ),
    *("UMKM Kec. Sumbul yang tidak lolos verifikasi", "Tidak lulus seleksi", "Tidak diterima"),
    *("Tidak disetujui dinas", "IKM yang tidak terpilih", "UKM yg tidak memenuhi syarat"),
    *("DAFTAR USAHA YANG DITOLAK", "Gugur 2026", "CONTOH PENGISIAN", "Contoh isian", "Cadangan"),
    *("(Contoh)", "Baris contoh", "Contoh cara mengisi"),
    *("Daftar tunggu (waiting list)", "Waiting list", "Usulan yang dibatalkan", "Dicoret oleh tim"),
    *("Peserta dikeluarkan", "Ditunda tahun ini", "Contoh format data", "Nama calon cadangan"),
    *("Lembar contoh", "Tabel contoh", "Bagian contoh", "Rejected", "Not recommended"),
    *("Not eligible", "Example", "Belum memenuhi syarat", "Belum diusulkan 2026"),
    "II. UMKM yang belum dapat diusulkan tahun 2026 (dibina dahulu di kabupaten)",
)
REMARKS = (
    *("tidak ikut", "tidak jadi", "tidak jadi ikut lagi"),
    *(
        "jangan diusulkan",
        "tak layak lagi",
        "digantikan usaha lain",
        "Sudah tutup",
        "tutup permanen",
    ),
    *(
        "status: ditolak",
        "catatan: gugur administrasi",
        "ditolak hasil kurasi",
        "gugur secara berkas",
    ),
    *("tidak diusulkan karena pindah", "contoh untuk pengisian", "TL", "TMS"),
    *("mundur", "mengundurkan diri", "tidak bisa ikut"),
)
HARMLESS = (
    *("ditolak bank", "tidak layak ekspor dulu, sekarang layak", "contoh produk sudah dikirim"),
    *(
        "izin edar dicabut",
        "tidak ikut pameran",
        "cadangan pangan",
        "toko tutup hari minggu",
        "baru",
    ),
)


def refusals(*titles: str, sheet: str = "Usulan", heading: str = "Keterangan") -> Refusals:
    fields = ("note",) if heading == "Keterangan" else ()
    table = Table(sheet, 1, (Heading(heading),), before=titles, is_sheet=True)
    return Refusals(table, [Column(0, Heading(heading), fields)], vocabulary())


@pytest.mark.parametrize("title", TITLES)
def test_rows_below_a_title_or_on_a_sheet_of_others_are_not_proposed(title: str) -> None:
    assert refusals(title).refusal(["-"]) == title
    assert refusals("Usulan UMKM 2026", sheet=title).refusal(["-"]) == title


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_that_says_only_this_refuses_its_row(remark: str) -> None:
    assert refusals().refusal([remark]) == remark


@pytest.mark.parametrize("remark", HARMLESS)
def test_a_remark_on_something_else_refuses_nothing(remark: str) -> None:
    assert refusals().refusal([remark]) == ""


@pytest.mark.parametrize(
    "heading", ["Status", "Hasil Verifikasi", "Keputusan tim", "No", "No. Urut", ""]
)
def test_a_verdict_refuses_its_row_whatever_reason_follows(heading: str) -> None:
    of_letter = refusals(heading=heading)

    assert of_letter.refusal(["Ditolak berkas kurang"]) == "Ditolak berkas kurang"
    assert [of_letter.refusal([cell]) for cell in ("Diterima", "1", "")] == ["", "", ""]


@pytest.mark.parametrize("heading", ["Lolos?", "Diusulkan (Ya/Tidak)", "Layak"])
def test_a_no_refuses_a_row_below_the_question_whether_it_is_proposed(heading: str) -> None:
    of_letter = refusals(heading=heading)

    assert [of_letter.refusal([cell]) for cell in ("Tidak", "Ya")] == ["Tidak", ""]


def test_an_example_in_place_of_a_business_is_not_proposed() -> None:
    columns = [Column(0, Heading("Nama Usaha"), ("business_name",))]
    of_letter = Refusals(Table("Usulan", 1, (Heading("Nama Usaha"),)), columns, vocabulary())

    names = ("Contoh: UD Maju", "Toko Contoh Jaya", "UD Maju")

    assert [of_letter.refusal([name]) for name in names] == ["Contoh: UD Maju", "", ""]


def refused_rows(*lines: tuple[str, ...], before: tuple[str, ...] = ()) -> list[str]:
    """The numbers of the rows that are not proposed. A line of one cell is a title."""
    headings = ("No", "Nama Usaha")
    rows = [line for line in lines if len(line) > 1 and line != headings]
    table = Table("Usulan", 1, tuple(map(Heading, headings)), (headings,), tuple(rows), before)
    of_letter, refused = Refusals(table, (), vocabulary()), []
    for line in lines:
        if line not in rows:
            of_letter.pass_over(line)
        elif of_letter.refusal(line):
            refused.append(line[1])
    return refused


TITLE, REAL = ("Contoh pengisian",), (("1", "UD Maju"), ("2", "UD Toba"))


def test_an_example_above_the_rows_refuses_no_other_row() -> None:
    assert refused_rows(TITLE, ("", "UD Contoh"), *REAL) == ["UD Contoh"]
    assert refused_rows(TITLE, ("1", "UD A"), ("2", "UD B"), *REAL) == ["UD A", "UD B"]
    assert refused_rows(("", "UD Contoh"), *REAL, before=TITLE) == ["UD Contoh"]


def test_headings_that_stand_again_end_the_examples() -> None:
    lines = (("1", "UD Contoh"), ("No", "Nama Usaha"), ("2", "UD Maju"))

    assert refused_rows(*lines, before=TITLE) == ["UD Contoh"]


@pytest.mark.parametrize("heading", ["Status BPOM", "Kredit bank", "Status Usaha"])
def test_verdicts_of_others_say_nothing_of_the_row(heading: str) -> None:
    assert refusals(heading=heading).refusal(["Ditolak"]) == ""


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Catatan: UMKM yang tidak memenuhi syarat tidak didaftar",
            "Usaha yang belum layak ekspor",
        ),
        *("Daftar ini tidak memuat UMKM yang ditolak", "USULAN PROGRAM CADANGAN PANGAN"),
        "UMKM yang belum diusulkan tahun lalu",
    ],
)
def test_a_line_that_explains_refuses_no_row(line: str) -> None:
    assert refusals(line).refusal(["-"]) == ""


def test_a_business_that_is_not_ready_for_export_may_be_proposed() -> None:
    verdicts = refusals(heading="Rekomendasi Dinas")

    assert verdicts.refusal(["Belum layak ekspor"]) == ""


def test_a_title_of_proposed_businesses_ends_the_list_of_rejected_ones() -> None:
    of_letter = refusals("Tidak diusulkan")
    of_letter.read_title("Kecamatan Sumbul")
    below_a_place = of_letter.refusal(["-"])

    of_letter.read_title("C. Diusulkan")

    assert (below_a_place, of_letter.refusal(["-"])) == ("Tidak diusulkan", "")


@pytest.mark.parametrize(
    ("reserve", "refused"),
    [("diusulkan bila kuota masih ada", ""), ("diusulkan tahun depan", "Cadangan")],
)
def test_a_mark_means_what_the_letter_says_of_it(reserve: str, refused: str) -> None:
    legend = f"Keterangan: Utama = diusulkan; Cadangan = {reserve}; C = tidak jadi diusulkan"
    of_letter = refusals(legend, heading="Status")

    verdicts = [of_letter.refusal([mark]) for mark in ("Utama", "Cadangan", "C")]

    assert verdicts == ["", refused, "C"]


def test_every_word_of_refusals_is_needed() -> None:
    known = vocabulary().not_proposed
    written = " | ".join((*TITLES, *REMARKS)).lower()

    assert [p for p in known["phrases"] if not re.search(rf"\b{p}\b", written)] == []
    assert [w for w in known["beside"] if not re.search(rf"\b{w}\b", written)] == []
    assert not refuses("ya", None, vocabulary())
