"""Numbers that are names: NIK, NIB, NPWP, licences, KBLI, and the smaller figures of a row."""

from pathlib import Path

import pytest

from shared.tables.files.typed import text_of
from tests.unit.intake.rows import ARRIVED_ON, accepted, codes, left_out, notices
from tests.unit.intake.test_questions import read
from tests.unit.intake.wrong_files import text


@pytest.mark.parametrize("field", ["nik", "nib", "npwp", "pirt", "kbli"])
@pytest.mark.parametrize(
    "written",
    [
        *("", "-", "0", "N/A", "belum ada", "belum punya", "Dalam proses", "proses"),
        *("sedang diurus", "tidak ada", "belum terbit", "Belum ada (diurus 2026)"),
    ],
)
def test_a_business_without_papers_is_welcome(field: str, written: str) -> None:
    assert getattr(accepted(**{field: written}), field) is None
    assert notices(**{field: written}) == []


@pytest.mark.parametrize(
    "written",
    [
        *("0220123456789", "0220 1234 56789", "'0220123456789", "NIB: 0220123456789"),
        *("No. NIB 0220-1234-56789", "0220123456789;", "0220123456789 (OSS RBA)"),
    ],
)
def test_nib_of_thirteen_digits_keeps_its_zero(written: str) -> None:
    assert accepted(nib=written).nib == "0220123456789"


@pytest.mark.parametrize(
    "written",
    ["022012345678", "02201234567890", "NIB0220123456", "٠٢٢٠١٢٣٤٥٦٧٨٩", "0000000000000"],
)
def test_nib_of_another_form_is_refused(written: str) -> None:
    assert codes(nib=written) == ["invalid-nib"]


@pytest.mark.parametrize("written", ["ada", "SKU desa", "dlm proses"])
def test_words_in_place_of_a_nib_are_no_number_yet(written: str) -> None:
    assert accepted(nib=written).nib is None


@pytest.mark.parametrize(
    ("field", "written", "number"),
    [
        ("nib", "0220123456789 / 9120123456789", "0220123456789"),
        ("nib", "022012 dan 9120123456789", "9120123456789"),
        ("nik", "1202010112850001\n1202014112850001", "1202010112850001"),
        ("kbli", "10761, 46319", "10761"),
        ("email", "tiur@surat.example / b@surat.example", "tiur@surat.example"),
    ],
)
def test_the_first_valid_of_several_numbers_is_taken_and_the_cell_kept_as_a_note(
    field: str, written: str, number: str
) -> None:
    recommendation = accepted(**{field: written})

    assert getattr(recommendation, field) == number
    assert (recommendation.note or "").endswith(": " + " ".join(written.split()))
    assert notices(**{field: written}) == [(field, "several-numbers")]


@pytest.mark.parametrize("written", ["1202010112850001", "1202014112850001", "1202017112850001"])
def test_nik_of_a_man_and_of_a_woman_are_both_right(written: str) -> None:
    assert accepted(nik=written).nik == written
    assert accepted(nik=f"NIK {written[:6]} {written[6:12]}-{written[12:]}").nik == written


@pytest.mark.parametrize(
    "written",
    [
        "1202010012850001",
        "1202013212850001",
        "1202014012850001",
        "1202017212850001",
        "1202010113850001",
        "1202013102850001",
        "1202017102850001",
        "1202012902850001",
        "1202013104850001",
        "120201011285",
    ],
)
def test_nik_with_an_impossible_birthday_is_refused(written: str) -> None:
    assert codes(nik=written) == ["invalid-nik"]


def test_a_nik_that_nobody_knows_is_not_taken_for_none() -> None:
    assert codes(nik="tidak tahu") == ["invalid-nik"]
    assert accepted(nik="belum punya").nik is None


@pytest.mark.parametrize("year", ["00", "84", "04"])
def test_nik_of_a_leap_day_is_right_in_the_years_that_have_one(year: str) -> None:
    assert accepted(nik=f"1202012902{year}0001").nik
    assert accepted(nik=f"1202016902{year}0001").nik


@pytest.mark.parametrize("area", ["1225", "1278", "3171", "5471", "9601"])
def test_nik_keeps_the_area_in_which_its_owner_was_registered_first(area: str) -> None:
    assert accepted(nik=f"{area}014503800001").nik


@pytest.mark.parametrize("area", ["1226", "1299", "2001", "9901"])
def test_nik_of_an_area_that_does_not_exist_is_refused(area: str) -> None:
    assert codes(nik=f"{area}014503800001") == ["unknown-nik-area"]


def test_nik_that_a_spreadsheet_spoiled_must_be_typed_again() -> None:
    assert codes(nik="1,20201E+15") == ["rounded-number"]
    assert codes(nik="120201011285001") == ["lost-zero"]


@pytest.mark.parametrize("written", ["usaha.surat.example", "a@b", "a b@c.example", "a@@c.example"])
def test_broken_email_is_refused(written: str) -> None:
    assert codes(email=written) == ["invalid-email"]


def test_email_is_kept_in_lower_case() -> None:
    assert accepted(email="Tiur@Surat.Example").email == "tiur@surat.example"
    assert accepted(email="a@b.example;").email == "a@b.example"
    assert accepted(email="belum punya").email is None


@pytest.mark.parametrize("written", ["1211014503800001", "12.110.145.0-380.000", "012110145038000"])
def test_npwp_has_sixteen_digits_or_the_fifteen_of_its_old_form(written: str) -> None:
    assert len(accepted(npwp=written).npwp or "") in {15, 16}


@pytest.mark.parametrize("written", ["000000000000000", "00.000.000.0-000.0000", "12345"])
def test_an_npwp_of_zeros_or_of_another_length_is_refused(written: str) -> None:
    assert codes(npwp=written) == ["invalid-npwp"]


@pytest.mark.parametrize("written", ["P-IRT No. 2061211010001-29", "PIRT: 206121101000129"])
def test_the_number_of_a_food_licence_is_kept_without_its_letters(written: str) -> None:
    assert accepted(pirt=written).pirt == "206121101000129"
    assert codes(pirt="P-IRT 206") == ["invalid-pirt"]


@pytest.mark.parametrize("written", ["2025", "KBLI 2025", "2025.0"])
def test_a_kbli_code_is_kept_with_its_version_because_codes_have_moved(written: str) -> None:
    recommendation = accepted(kbli="KBLI 31012 - Industri Mebel", kbli_version=written)

    assert (recommendation.kbli, recommendation.kbli_version) == ("31012", "2025")


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("kbli", "1076"),
        ("kbli", text_of(1.234)),
        ("kbli_version", "2015"),
        ("rank", "satu"),
        ("rank", "0"),
        ("rank", "9" * 5_000),
        ("employees", "5-10"),
        ("employees", "> 10"),
        ("employees", "banyak"),
        ("employees", "3 L / 2 P / 1"),
        ("founded_year", "lama"),
        ("founded_year", "2015-2020"),
        ("founded_year", str(ARRIVED_ON.year + 1)),
        ("employees", "5 (rencana)"),
        ("export_experience", "rencana ke Jepang"),
        ("export_experience", "Siap ekspor ke Jepang"),
        ("export_experience", "siap"),
        ("brand", "Tao (calon)"),
    ],
)
def test_a_small_figure_that_is_not_clear_is_left_out_and_the_row_is_taken(
    field: str, written: str
) -> None:
    assert left_out(field, written)


@pytest.mark.parametrize(
    ("written", "count"),
    [
        *(("5", 5), ("5 orang", 5), ("3+2", 5), ("3 L / 2 P", 5), ("L:3 P:2", 5)),
        *(("4 (empat)", 4), ("3 laki-laki, 2 perempuan", 5), ("12 karyawan", 12)),
    ],
)
def test_employees_are_counted_as_offices_count_them(written: str, count: int) -> None:
    assert accepted(employees=written).employees == count


@pytest.mark.parametrize("written", ["2015", "sejak 2015", "12/05/2015", "2015-05-12", "Th. 2015"])
def test_the_founding_year_is_the_one_year_in_the_cell(written: str) -> None:
    assert accepted(founded_year=written).founded_year == 2015


def test_rank_is_a_whole_number() -> None:
    assert (accepted(rank="3").rank, accepted(rank="3.").rank) == (3, 3)


@pytest.mark.parametrize("fields", [("nib",), ("nik",), ("nib", "nik")])
def test_below_a_heading_of_nib_and_nik_the_digits_decide(
    fields: tuple[str, ...], tmp_path: Path
) -> None:
    names = ("business_name", "owner_name", "phone", "product", "consent")
    answer = {place: (field,) for place, field in enumerate(names)} | {5: fields}
    owner = ["UD Maju", "Tiurma", "081260001234", "Kopi", "ya"]
    numbers = ["1271010101800001", "9120001234567", "NIB 9120001234567 / NIK 1271010101800001"]
    headings = ["Usaha", "Pemilik", "HP", "Produk", "Persetujuan", "NIB/NIK"]

    _, rows = read(tmp_path, text(headings, *([*owner, n] for n in numbers)), answers={0: answer})

    stored = [(row["taken"].get("nik"), row["taken"].get("nib")) for row in rows]
    nik, nib = numbers[:2]
    assert stored == [(nik, None), (None, nib), (nik, nib)]


def test_a_rounded_number_below_nib_and_nik_is_named_as_such(tmp_path: Path) -> None:
    names = ("business_name", "owner_name", "phone", "product", "consent", "nik")
    answer = {place: (field,) for place, field in enumerate(names)}
    row = ["UD Maju", "Tiurma", "081260001234", "Kopi", "ya", '"1,27101E+15"']

    _, [read_row] = read(
        tmp_path, text(["A", "B", "C", "D", "E", "NIB/NIK"], row), answers={0: answer}
    )

    assert [code for _, code, *_ in read_row["problems"]] == ["rounded-number"]
