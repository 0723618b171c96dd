"""A row becomes a recommendation, or every problem that it has."""

import time
from collections.abc import Callable
from datetime import date

import pytest

from services.intake.letters.reading import RowReader
from services.intake.letters.vocabulary import vocabulary
from shared.tables.files.typed import text_of
from shared.tables.understanding.decision import Column
from shared.tables.understanding.headings import Heading, meaning_of
from shared.tables.understanding.tables import Table
from tests.unit.intake.rows import GIVEN, a_row, accepted, codes, notices, parsed, problems


def test_plain_row_is_recommended() -> None:
    answer = parsed()

    assert answer.recommendation
    assert not answer.notices
    assert answer.recommendation.business_name == "UD Kopi Dos Roha"
    assert answer.recommendation.phone == "+6281260001234"
    assert answer.recommendation.district == "12.02"
    assert answer.recommendation.products[0].hs6 == "090111"
    assert answer.recommendation.products[0].commodity == "kopi"
    assert answer.recommendation.consent_on == date(2026, 3, 12)


def test_every_problem_of_a_row_is_told_at_once_with_what_was_given() -> None:
    remarks = problems(business_name="-", hs="09011", nib="022012345678")

    assert set(remarks) == {
        ("business_name", "missing-name", "-"),
        ("nib", "invalid-nib", "022012345678"),
        ("hs", "invalid-hs", "09011"),
    }


@pytest.mark.parametrize("written", ["", "-", "--", ".", "\u3164", "\u200b\u200d", "\u2800 \u115f"])
def test_only_blanks_and_dashes_are_no_name(written: str) -> None:
    assert codes(business_name=written, owner_name=written) == ["missing-name", "missing-owner"]


@pytest.mark.parametrize("written", ["NULL", "Null", "Test", "n/a", "Tidak ada", "1234", "🦐"])
def test_an_unusual_name_is_taken_with_a_warning(written: str) -> None:
    assert accepted(owner_name=written).owner_name == written
    assert notices(owner_name=written) == [("owner_name", "unusual-name")]


@pytest.mark.parametrize("written", ["ᄀ", "C++", "UD \u200bMaju", "Nullah", "Testarossa"])
def test_a_name_that_can_be_seen_is_one(written: str) -> None:
    assert accepted(business_name=written).business_name == written
    assert notices(business_name=written) == []


def test_what_an_office_writes_of_a_business_is_kept() -> None:
    texts = {
        "address": "Jl. Sisingamangaraja 4",
        "village": "Batang Beruh",
        "subdistrict": "Sidikalang",
        "brand": "Dos Roha",
        "online": "@dosroha",
        "note": "sudah dikunjungi",
        "reason": "Pembeli tetap",
        "export_experience": "Malaysia 2024, 2 ton",
    }

    recommendation = accepted(**texts)

    assert recommendation.model_dump(include=set(texts)) == texts


def test_row_that_names_another_district_is_refused_but_an_abbreviation_is_not() -> None:
    assert codes(district="Kab. Karo") == ["other-district"]
    assert codes(district="12.06") == ["other-district"]
    assert accepted(district="Tapanuli Utara").district == "12.02"
    assert accepted(district="Taput").district == "12.02"
    assert codes(district="Kab. Tapteng") == ["other-district"]
    assert codes(district="Kabupaten Aceh Tamiang") == ["other-district"]
    assert notices(district="Kab. Tapanuli Utr") == [("district", "district-not-known")]
    assert notices(district="TPU") == [("district", "district-not-known")]


def test_four_digits_that_mean_two_districts_are_refused_with_both_and_never_guessed() -> None:
    [(_, code, meanings)] = problems(district="1206")

    assert code == "ambiguous-district"
    assert meanings == "1206 = Kabupaten Karo (12.06, Kemendagri), Kabupaten Toba (12.12, BPS)"
    assert codes(district="1217") == ["other-district"]  # Samosir to both offices
    assert codes(district="99.99") == ["unknown-district"]
    assert accepted(district="12,02").district == "12.02"  # as Excel shows it here


@pytest.mark.parametrize("written", ["12.1", "12,1", "12.2", text_of(12.10)])
def test_a_district_whose_code_lost_a_zero_to_a_spreadsheet_is_told_so_and_not_guessed(
    written: str,
) -> None:
    assert codes(district=written) == ["district-lost-zero"]


@pytest.mark.parametrize(("cell", "code"), [("=A2", "formula"), ("#REF!", "excel-error")])
def test_what_a_spreadsheet_shows_instead_refuses_what_is_needed_and_leaves_out_the_rest(
    cell: str, code: str
) -> None:
    for field in ("business_name", "phone", "product", "hs", "nik", "consent"):
        assert codes(**{field: cell}) == [code]
    for field in ("address", "capacity", "yearly_sales", "kbli"):
        assert notices(**{field: cell}) == [(field, code)]


def test_text_beyond_its_limit_refuses_only_what_is_needed() -> None:
    assert problems(product="k" * 201) == [("product", "too-long", "k" * 200)]
    assert codes(business_name="k" * 201) == ["too-long"]
    assert accepted(address="k" * 2_001).address is None
    assert notices(address="k" * 2_001) == [("address", "too-long")]
    assert accepted(capacity="5", unit="k" * 21).products[0].unit is None


def test_every_wrong_cell_is_told_though_another_is_missing() -> None:
    assert set(codes(nib="1", product="")) == {"missing-product", "invalid-nib"}
    assert set(codes(nik="1", email="x", phone="1", hs="1")) == {
        "invalid-phone",
        "invalid-hs",
        "invalid-nik",
        "invalid-email",
    }


def test_figures_beyond_all_measure_are_refused_or_left_out_like_any_other_mistake() -> None:
    endless = "9" * 4_000

    assert codes(phone=endless) == ["invalid-phone"]
    assert codes(consent=endless) == ["invalid-consent"]
    assert codes(nik=endless, hs=endless) == ["invalid-nik", "invalid-hs"]


FIGURES = {"capacity", "unit", "yearly_sales", "employees", "founded_year", "rank", "size_class"}
NUMBERS = {"nik", "nib", "npwp", "pirt", "kbli", "email", "district", "certificates"}
READ = {*GIVEN, *FIGURES, *NUMBERS}
HOSTILE: dict[str, Callable[[int], str]] = {
    "digits": lambda size: "9" * size,
    "blanks": lambda size: "1" + " " * size + "x",
    "digits and blanks": lambda size: "1 " * (size // 2),
    "separators": lambda size: "1;" * (size // 2),
    "dots": lambda size: "1." * (size // 2),
    "letters": lambda size: "a" * size,
    "brackets": lambda size: "0(" * (size // 2),
    "dashes": lambda size: "0" + "-" * size + "!",
    "marks of thousands": lambda size: "1" + ".000" * (size // 4) + "x",
    "dates": lambda size: "1 jan " * (size // 6),
    "e": lambda size: "1E" * (size // 2),
    "inner blanks": lambda size: "a" + "\t" * size + "x",
    "places": lambda size: "desa " * (size // 5),
    "addresses": lambda size: "a." * (size // 2),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("field", sorted(READ))
def test_no_cell_costs_more_than_its_length(field: str, kind: str) -> None:
    small, large = (_seconds(field, HOSTILE[kind](size)) for size in (4_000, 64_000))

    # Sixteen times the text at a cost of its square would be 256 times the work.
    assert large < 64 * max(small, 0.0005)


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize(
    "headings",
    ["Desa / Kecamatan", "Alamat dan No. HP", "Alamat", "Desa", "HP / Email", "Pemilik / No HP"],
)
def test_no_column_of_two_fields_costs_more_than_the_length_of_its_cells(
    headings: str, kind: str
) -> None:
    words, fields = vocabulary(), meaning_of(Heading(headings), vocabulary())
    named = fields.parts if fields.parts in words.together else fields.parts[:1]
    column = Column(0, Heading(headings), named)
    table = Table(";", 0, (column.heading,))

    def read(size: int) -> Callable[[], object]:
        records = [(1, (HOSTILE[kind](size) + " @",))]
        reader = RowReader(table, [column], lambda _: iter(records))
        return lambda: list(reader.rows())

    small, large = (_best(read(size)) for size in (4_000, 64_000))

    assert large < 64 * max(small, 0.0005)


def _seconds(field: str, cell: str) -> float:
    row = a_row(**{"capacity": "5", field: cell})
    return _best(lambda: parsed(row))


def _best(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(2):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


@pytest.mark.parametrize(
    ("field", "written", "name"),
    [
        ("owner_name", "Nurmala Cibro, 2006", "Nurmala Cibro"),
        ("business_name", "KSU Satahi (10761)", "KSU Satahi"),
        ("business_name", "UD Bahari\nMerek: Bahari", "UD Bahari"),
        ("business_name", "Kopi 1924", "Kopi 1924"),
    ],
)
def test_a_number_or_a_brand_behind_a_name_is_no_part_of_it(
    field: str, written: str, name: str
) -> None:
    assert getattr(accepted(**{field: written}), field) == name


@pytest.mark.parametrize("written", ["tanpa merek", "belum punya", "Tidak ada merek"])
def test_words_that_deny_a_brand_are_no_brand(written: str) -> None:
    assert accepted(brand=written).brand is None


def test_countries_beside_a_no_are_no_experience() -> None:
    countries = {"export_experience": ("Jepang",)}

    never, exported = (
        parsed(a_row(export_experience=answer)._replace(further=countries)).recommendation
        for answer in ("Belum pernah", "Ya")
    )

    assert (never and never.export_experience) == "Belum pernah"
    assert (exported and exported.export_experience) == "Ya Jepang"
