"""A typed recommendation is held to the same tables as a letter."""

from typing import Any

import pytest
from pydantic import ValidationError

from services.intake.api.single import SingleRecommendation
from shared.contracts.intake import HsSource
from tests.unit.intake.builders import a_recommendation


def typed(**given: Any) -> SingleRecommendation:
    return SingleRecommendation.model_validate(a_recommendation().model_dump(mode="json") | given)


def test_a_code_without_its_dot_that_means_two_districts_is_refused_with_both_named() -> None:
    with pytest.raises(ValidationError) as refused:
        typed(district="1201")

    said = str(refused.value)
    assert "Kabupaten Nias (12.04, BPS)" in said
    assert "Kabupaten Tapanuli Tengah (12.01, Kemendagri)" in said


@pytest.mark.parametrize(
    ("given", "code"), [("12.11", "12.11"), ("1203", "12.03"), ("1278", "12.78")]
)
def test_a_code_that_means_one_district_is_converted(given: str, code: str) -> None:
    assert typed(district=given).district == code


@pytest.mark.parametrize(
    ("sales", "size"),
    [
        (2_000_000_000, "mikro"),
        (2_000_000_001, "kecil"),
        (15_000_000_001, "menengah"),
    ],
)
def test_the_size_class_follows_from_the_sales_whatever_is_stated(sales: int, size: str) -> None:
    assert typed(yearly_sales=sales, size_class="kecil").checked().size_class == size


def test_the_size_class_follows_from_the_capital_where_there_are_no_sales_yet() -> None:
    assert typed(capital=1_000_000_001, size_class="mikro").checked().size_class == "kecil"


def test_a_stated_size_class_counts_where_there_are_no_sales() -> None:
    assert typed(size_class="kecil").checked().size_class == "kecil"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("yearly_sales", 50_000_000_001, "medium business"),
        ("phone", "0812", "phone number is wrong"),
        ("products", [{"name": "X", "hs6": "999999", "commodity": "x"}], "HS code"),
        ("nik", "1211013203800001", "nik"),
        ("npwp", "000000000000000", "NPWP"),
        ("business_name", "\u200b", "name of the business is missing"),
        ("owner_name", "\u3164 \u200b", "name of the owner is missing"),
        ("nik", "1211017102850001", "birthday"),
        ("nik", "9911014503800001", "province"),
        ("consent_on", None, "consent_on"),
        ("yearly_sales", 10**30, "yearly_sales"),
        ("rank", 10**30, "rank"),
        ("capital", 10_000_000_001, "medium business"),
        ("district", "99.99", "there is no district"),
        ("npwp", "12", "npwp"),
        ("pirt", "206", "pirt"),
        ("kbli_version", "2015", "kbli_version"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(field: str, value: object, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        typed(**{field: value})


@pytest.mark.parametrize("more", [{"hs_source": "chosen"}, {"candidates": ["090111"]}])
def test_nobody_types_who_chose_a_code_or_its_candidates(more: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        typed(products=[{"name": "Kopi bubuk"} | more])


def test_a_product_without_a_code_has_the_proposal_that_a_letter_would_have() -> None:
    (coffee,) = typed(products=[{"name": "Kopi bubuk arabika"}]).checked().products
    (thing,) = typed(products=[{"name": "Barang antik"}]).checked().products

    assert (coffee.hs6, coffee.hs_source) == ("090121", HsSource.PROPOSED)
    assert (thing.hs6, thing.candidates) == (None, ())


@pytest.mark.parametrize(("code", "candidates"), [("0901", ("090111", "090121")), ("8703.21", ())])
def test_a_code_that_the_programme_does_not_have_is_kept_beside_what_may_fit(
    code: str, candidates: tuple[str, ...]
) -> None:
    (product,) = typed(products=[{"name": "Hasil kebun", "hs6": code}]).checked().products

    assert (product.hs6, product.hs_given, product.candidates) == (None, code, candidates)


def test_a_womans_birthday_is_forty_days_later_in_her_nik() -> None:
    assert typed(nik="1211014503800001").nik == "1211014503800001"


def test_a_phone_as_people_write_it_becomes_e164() -> None:
    assert typed(phone="0812-6000-1234").phone == "+6281260001234"
