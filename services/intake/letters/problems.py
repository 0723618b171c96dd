"""What is wrong with a row, said to the officer by the column that holds it."""

from collections.abc import Iterator
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from services.intake.letters import reference

# What the model itself refuses, by field.
_REFUSED_BY_MODEL = {
    "nib": "invalid-nib",
    "nik": "invalid-nik",
    "kbli": "invalid-kbli",
    "npwp": "invalid-npwp",
    "pirt": "invalid-pirt",
    "email": "invalid-email",
    "phone": "invalid-phone",
    "rank": "invalid-rank",
    "consent_on": "invalid-consent-date",
}
_COLUMN = {"name": "product", "hs6": "hs", "products": "product", "consent_on": "consent"}
# Where in the model a column ends: what was said of it already is not said again.
_PLACE = {
    "product": "products",
    "hs": "products",
    "capacity": "products",
    "unit": "products",
    "certificates": "products",
    "consent": "consent_on",
}


class RowProblem(BaseModel):
    """Why one cell of one row cannot be taken; `given` is what it held."""

    model_config = ConfigDict(frozen=True)

    line: int
    field: str
    code: str
    message_id: str
    message_en: str
    given: str | None

    @classmethod
    def said(cls, line: int, field: str, code: str, given: str | None) -> Self:
        """The problem with the sentences of its code."""
        sentence = reference.sentences()[code]
        return cls(
            line=line,
            field=field,
            code=code,
            message_id=sentence.indonesian,
            message_en=sentence.english,
            given=given,
        )


class UnknownDistrictError(ValueError):
    """The sender is not one of the districts by Kemendagri code with its dot."""


def place_of(column: str) -> str:
    """The field of the model in which a column ends."""
    return _PLACE.get(column, column)


def judged(refused: ValidationError) -> Iterator[tuple[tuple[int | str, ...], str, str]]:
    """Place in the model, column and code of each field that the model refuses."""
    errors = refused.errors(include_url=False, include_context=False)
    # A list that has one wrong product is told to be too short as well.
    is_item = any(len(error["loc"]) > 1 for error in errors)
    for error in errors:
        if error["type"] == "too_short" and is_item:
            continue
        yield error["loc"], _column_of(error["loc"]), _code_of(error)


def _column_of(loc: tuple[int | str, ...]) -> str:
    """The column that fills a place in the model."""
    last = next(part for part in reversed(loc) if isinstance(part, str))  # not which of several
    return _COLUMN.get(last, last)


def _code_of(error: ErrorDetails) -> str:
    if error["type"] == "string_too_long":
        return "too-long"
    if error["type"] == "too_short":
        return "missing-product"
    if error["type"] == "too_long":
        return "too-many"
    return _REFUSED_BY_MODEL.get(str(error["loc"][0]), "invalid-value")
