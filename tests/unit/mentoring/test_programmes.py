"""What a programme file must be, and what version 1 asks."""

from pathlib import Path
from typing import Any

import pytest

from services.mentoring.model.programme import Programme
from services.mentoring.settings import PROGRAMMES
from shared.plumbing.core.versioned import load_versions
from tests.unit.mentoring.builders import a_programme, a_stage, an_item

FIRST = load_versions(PROGRAMMES, Programme)[1]


def required(*hs6: str) -> set[str]:
    return {item for stage in FIRST.stages for item in stage.required(hs6)}


def test_everybody_needs_a_label_a_nib_and_a_buyer() -> None:
    always = {"label", "export-packaging", "nib", "price-list", "catalogue", "buyer-contact"}

    assert required() == always


@pytest.mark.parametrize(
    ("hs6", "more"),
    [
        ("200899", {"lab-test", "food-permit", "halal"}),
        ("090111", {"phytosanitary"}),
        ("090121", {"lab-test", "food-permit", "halal", "phytosanitary"}),
        ("030461", {"fish-processing", "fish-health"}),
        ("041090", {"halal", "animal-health"}),
        ("940360", {"wood-packaging", "timber-legality"}),
        ("621490", set()),
    ],
    ids=["chips", "coffee beans", "roasted coffee", "tilapia", "swallow nest", "chairs", "ulos"],
)
def test_a_product_needs_the_papers_of_its_kind(hs6: str, more: set[str]) -> None:
    assert required(hs6) - required() == more


@pytest.mark.parametrize(
    "stages",
    [
        [a_stage("packaging", 90, an_item("label"), an_item("label"))],
        [a_stage("packaging", 90, an_item("a")), a_stage("packaging", 90, an_item("b"))],
        [a_stage("packaging", 90, an_item("halal", "20"))],
        [a_stage("packaging", 0, an_item("label"))],
        [a_stage("packaging", 90, an_item("label") | {"dueWithin": 3})],
    ],
    ids=["item twice", "stage twice", "nothing always required", "no time", "unknown word"],
)
def test_an_unsound_programme_is_refused(stages: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        a_programme(stages=stages)


def test_a_folder_without_programmes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        load_versions(tmp_path, Programme)


def test_a_programme_knows_what_comes_next() -> None:
    programme: Programme = a_programme()

    following = programme.after("packaging")

    assert following
    assert following.id == "licensing"
    assert programme.after("marketing") is None
