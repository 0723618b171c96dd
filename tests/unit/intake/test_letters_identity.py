"""One UMKM has one identity, however and by whomever it is recommended."""

from datetime import date

import pytest
from pydantic import SecretStr, ValidationError

from services.intake.model.identities import identity_keys
from services.intake.model.recommendation import Product, Recommendation
from services.intake.settings import Settings
from tests.unit.intake.builders import umkm_id


def a_recommendation(**changes: str) -> Recommendation:
    return Recommendation.model_validate(
        {
            "business_name": "UD Kopi Ya'ahowu",
            "owner_name": "Ama Gulö",
            "phone": "+6281260001234",
            "district": "12.04",
            "products": (Product(name="Kopi", hs6="090111", commodity="kopi"),),
            "consent_on": date(2026, 3, 12),
            **changes,
        }
    )


KEY = SecretStr("a key of the tests")
NIB, NIK = "0220123456789", "1204010112850001"


def id_of(recommendation: Recommendation) -> str:
    return umkm_id(recommendation, KEY)


@pytest.mark.parametrize(
    ("one", "other"), [("\N{HOT BEVERAGE}\N{HOT BEVERAGE}", "\N{BENTO BOX}"), ("C++", "C#")]
)
def test_names_that_have_hardly_a_letter_are_told_apart(one: str, other: str) -> None:
    assert id_of(a_recommendation(business_name=one)) != id_of(
        a_recommendation(business_name=other)
    )


def test_nib_alone_decides_even_across_districts_and_names() -> None:
    here = a_recommendation(nib=NIB, nik=NIK)
    there = a_recommendation(
        nib=NIB, district="12.71", business_name="Gudang Kopi", owner_name="Ina"
    )

    assert id_of(here) == id_of(there)


def test_nik_decides_where_there_is_no_nib() -> None:
    assert id_of(a_recommendation(nik=NIK)) == id_of(
        a_recommendation(nik=NIK, district="12.71", business_name="Lain")
    )


@pytest.mark.parametrize(
    ("business", "owner"),
    [
        ("ud kopi ya'ahowu", "AMA GULÖ"),
        ("CV. Kopi  Ya\u2019ahowu", "Ama Gulo"),
        ("Kopi Yaahowu, PT", "Ama  Gulo\u0308"),
        ("U.D. Kopi Ya'ahowu", "ama-gulö"),
    ],
)
def test_name_is_the_same_in_other_case_accents_punctuation_and_legal_form(
    business: str, owner: str
) -> None:
    assert id_of(a_recommendation(business_name=business, owner_name=owner)) == id_of(
        a_recommendation()
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"district": "12.71"},
        {"owner_name": "Ama Hulu"},
        {"business_name": "UD Kopi Tanö Niha"},
        {"nib": NIB},
        {"nik": NIK},
    ],
)
def test_another_name_owner_district_or_number_is_another_umkm(changes: dict[str, str]) -> None:
    assert id_of(a_recommendation(**changes)) != id_of(a_recommendation())


def test_numbers_that_look_alike_do_not_meet() -> None:
    assert identity_keys(a_recommendation(nib=NIB), KEY)[0].startswith("nib/")
    assert identity_keys(a_recommendation(nik=NIK), KEY)[0].startswith("nik/")


def test_business_called_only_by_its_legal_form_keeps_a_name() -> None:
    assert id_of(a_recommendation(business_name="UD")) != id_of(
        a_recommendation(business_name="CV")
    )


def test_id_under_one_key_never_changes_because_it_is_stored_and_published() -> None:
    assert id_of(a_recommendation(nib=NIB)) == "UJMEA7JRKJ6NW"
    assert id_of(a_recommendation()) == "U5SFB3HF2YM48"


def test_id_tells_nothing_about_a_nik_to_who_has_no_key() -> None:
    new = a_recommendation(nik=NIK)

    # What anyone can compute: the plain SHA-256, and the HMAC under the key that is in the source.
    assert id_of(new) != "USE14RJWHCKG6"
    assert id_of(new) != umkm_id(new, Settings.model_fields["identity_key"].default)


def test_id_of_a_new_umkm_is_the_one_of_its_strongest_number() -> None:
    assert id_of(a_recommendation(nik=NIK)) != id_of(a_recommendation(nik=NIK, nib=NIB))


def test_key_that_is_short_enough_to_be_guessed_is_refused() -> None:
    with pytest.raises(ValidationError, match="identity_key"):
        Settings(identity_key=SecretStr("fifteen letters"))


def test_key_is_not_shown_where_settings_are_shown() -> None:
    assert KEY.get_secret_value() not in repr(Settings(identity_key=KEY))
