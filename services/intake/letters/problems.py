"""What the model itself refuses in a row, by the column that holds it."""

from collections.abc import Iterator

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from services.intake.letters import reference

_CODES = {"string_too_long": "too-long", "too_short": "missing-product", "too_long": "too-many"}
_COLUMN = {"name": "product", "hs6": "hs", "products": "product", "consent_on": "consent"}
_OF_PRODUCTS = ("product", "hs", "capacity", "unit", "certificates")
_PLACE = dict.fromkeys(_OF_PRODUCTS, "products") | {"consent": "consent_on"}


def place_of(column: str) -> str:
    """The field of the model in which a column ends: it is reported once."""
    return _PLACE.get(column, column)


def judged(refused: ValidationError) -> Iterator[tuple[tuple[int | str, ...], str, str]]:
    """Place in the model, column and code of each field that the model refuses."""
    errors = refused.errors(include_url=False, include_context=False)
    # A list that has one wrong product is told to be too short as well.
    is_item = any(len(error["loc"]) > 1 for error in errors)
    for error in errors:
        if error["type"] == "too_short" and is_item:
            continue
        # The column that fills the place: its last name, not which of several.
        last = next(part for part in reversed(error["loc"]) if isinstance(part, str))
        yield error["loc"], _COLUMN.get(last, last), _code_of(error)


def _code_of(error: ErrorDetails) -> str:
    field = error["loc"][0]
    code = "invalid-consent-date" if field == "consent_on" else f"invalid-{field}"
    known = code if code in reference.sentences() else "invalid-value"
    return _CODES.get(error["type"], known)
