"""Policies are data, and refused at start if wrong."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from services.endorsement.model.policies import Policy, load_policies
from services.endorsement.settings import POLICIES
from tests.support.provinces import SUMUT

NOBODY = ("12.16",)


def newest() -> Policy:
    policies = load_policies(POLICIES, SUMUT.agencies)
    return policies[max(policies)]


def a_document(**changes: Any) -> dict[str, Any]:
    agencies = [{"id": "bi", "name": "Bank Indonesia"}, {"id": "karantina", "name": "Karantina"}]
    return {"version": 1, "agencies": agencies, "quorum": 1, "deadline_days": 14} | changes


@pytest.mark.parametrize("version", [1, 2])
def test_every_policy_that_is_shipped_can_be_used(version: int) -> None:
    policy = load_policies(POLICIES, SUMUT.agencies)[version]

    assert policy.quorum <= len(policy.agencies)


@pytest.mark.parametrize("goods", ["090111", "030617", "010511", "210690", "400122"])
def test_the_quarantine_office_is_required_for_plants_fish_and_animals(goods: str) -> None:
    assert newest().electorate(NOBODY, (goods,)).required == ("karantina",)


@pytest.mark.parametrize("goods", ["621490", "940360", "190590"])
def test_the_quarantine_office_is_not_required_for_ulos_or_furniture(goods: str) -> None:
    assert newest().electorate(NOBODY, (goods,)).required == ()


def test_one_of_several_goods_is_enough_to_require_an_agency() -> None:
    assert newest().electorate(NOBODY, ("621490", "090111")).required == ("karantina",)


def test_what_an_agency_nominated_needs_no_endorsement_of_its_own() -> None:
    assert newest().electorate(("karantina",), ("090111",)).required == ()


def test_an_agency_bears_the_name_that_it_had_on_the_day() -> None:
    karantina = newest().by_id["karantina"]

    assert karantina.name_on(date(2021, 6, 1)) == "Balai Karantina Pertanian"
    assert karantina.name_on(date(2026, 3, 1)).startswith("Balai Besar Karantina Hewan")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"quorum": 3}, "beyond all agencies together"),
        ({"agencies": [{"id": "bi", "name": "a"}, {"id": "bi", "name": "b"}]}, "named twice"),
        (
            {"requirements": [{"agency": "pos", "hs": ["09"], "because": "x"}]},
            "which is no agency of the policy",
        ),
        ({"requirements": [{"agency": "bi", "hs": ["9"], "because": "x"}]}, "pattern"),
        ({"agencies": [{"id": f"a{n}", "name": "a"} for n in range(101)]}, "at most 100 items"),
        ({"requirements": [{"agency": "bi", "hs": ["09"] * 501, "because": "x"}]}, "at most 500"),
        ({"reminder_days": [2, 2]}, "reminder day is named twice"),
        ({"reminder_days": [14]}, "before the ballot is opened"),
        ({"silence": "approve"}, "lapse"),
        ({"criteria": {"kualitas": 0, "kuantitas": 0, "kontinuitas": 0}}, "must have a weight"),
        ({"minimum_skore": 70}, "Extra inputs"),
    ],
)
def test_a_policy_that_cannot_be_meant_is_refused(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Policy.model_validate(a_document(**change))


@pytest.mark.parametrize("name", ["5.yaml", "01.yaml", "a.yaml"])
def test_a_policy_whose_file_is_not_named_by_its_version_is_refused(
    tmp_path: Path, name: str
) -> None:
    for each in ("1.yaml", name):
        (tmp_path / each).write_bytes((POLICIES / "1.yaml").read_bytes())

    with pytest.raises(ValueError, match=rf"{name} says version 1: name it 1\.yaml"):
        load_policies(tmp_path, SUMUT.agencies)


def test_a_folder_without_policies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        load_policies(tmp_path, SUMUT.agencies)


def test_a_rule_that_is_there_twice_is_told_and_not_halved(tmp_path: Path) -> None:
    (tmp_path / "1.yaml").write_text("version: 1\nquorum: 2\nquorum: 1\n")

    with pytest.raises(yaml.YAMLError, match="'quorum' is there twice"):
        load_policies(tmp_path, SUMUT.agencies)
