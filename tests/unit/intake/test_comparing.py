"""A stored value is wrong where a careful officer would have entered another one, or none."""

from typing import Any

import pytest

from tests.letters.comparing import unread, wrong_values

TRUTH: dict[str, Any] = {
    "business_name": "UD Maju",
    "village": "Sigumpar",
    "products": ["Kopi bubuk", "Gula aren"],
    "hs6": ["090121"],
    "yearly_sales": 120_000_000,
    "consent_on": "2026-03-12",
}
COFFEE = {"name": "Kopi bubuk", "hs6": "090121", "hs_source": "given"}
SUGAR = {"name": "Gula aren", "hs6": "170290", "hs_source": "proposed"}


def stored(**changed: Any) -> dict[str, Any]:
    """What the officer would have entered, but for what is changed."""
    same = {key: TRUTH[key] for key in ("business_name", "village", "yearly_sales", "consent_on")}
    return same | {"products": [COFFEE, SUGAR]} | changed


def test_what_the_officer_would_have_entered_is_right() -> None:
    assert list(wrong_values(stored(), TRUTH, misread=())) == []
    assert unread(stored(), TRUTH) == []


@pytest.mark.parametrize(
    ("changed", "misread"),
    [
        ({"business_name": "UD Lain"}, ()),
        ({"yearly_sales": 10_000_000}, ()),
        ({"consent_on": "2026-12-03"}, ()),
        ({"address": "Sigumpar"}, ()),
        ({"founded_year": 1980}, ("founded_year",)),
        ({"products": [COFFEE | {"hs6": "090111"}, SUGAR]}, ()),
        ({"products": [COFFEE, SUGAR | {"hs_source": "given"}]}, ()),
        ({"products": [COFFEE | {"name": "Kopi bubuk, Gula aren"}]}, ()),
    ],
)
def test_another_value_the_value_of_another_column_and_another_code_are_wrong(
    changed: dict[str, Any], misread: tuple[str, ...]
) -> None:
    assert len(list(wrong_values(stored(**changed), TRUTH, misread))) == 1


def test_a_kecamatan_may_be_named_like_its_village() -> None:
    assert list(wrong_values(stored(subdistrict="Sigumpar"), TRUTH, misread=())) == []


def test_a_value_that_is_not_stored_is_unread_and_not_wrong() -> None:
    without = {key: value for key, value in stored().items() if key != "village"}

    assert list(wrong_values(without, TRUTH, misread=())) == []
    assert unread(without, TRUTH) == ["village"]
