"""One row of a letter that can be taken, with other cells where a test needs them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.intake.letters.errand import Errand
from services.intake.letters.parsing import Parsed, parse_row
from services.intake.letters.row import Remark, Row
from services.intake.model.recommendation import Product, Recommendation

ARRIVED_ON = date(2026, 11, 30)
LETTER = Errand(district="12.02", arrived_on=ARRIVED_ON)
GIVEN = {
    "business_name": "UD Kopi  Dos Roha",
    "owner_name": "Tiur Simanjuntak",
    "phone": "0812-6000-1234",
    "product": "Kopi arabika",
    "hs": "0901.11",
    "consent": "ya, 12-03-2026",
}


def a_row(**fields: str) -> Row:
    return Row(7, {**GIVEN, **fields})


def parsed(row: Row | None = None, letter: Errand = LETTER) -> Parsed:
    return parse_row(row or a_row(), letter)


def accepted(**fields: str) -> Recommendation:
    answer = parsed(a_row(**fields))
    assert answer.recommendation, answer.problems
    return answer.recommendation


def problems(**fields: str) -> Sequence[Remark]:
    answer = parsed(a_row(**fields))
    assert answer.recommendation is None, answer
    return answer.problems


def codes(**fields: str) -> list[str]:
    return [code for _, code, _ in problems(**fields)]


def notices(**fields: str) -> list[tuple[str, str]]:
    """Field and code, of a row that is taken."""
    answer = parsed(a_row(**fields))
    assert answer.recommendation, answer.problems
    return [notice[:2] for notice in answer.notices]


def left_out(field: str, written: str, code: str = "not-understood") -> bool:
    """Whether the row is taken without this cell, with a notice that says so."""
    answer = parsed(a_row(**{field: written}))
    assert answer.recommendation, answer.problems
    place: Any = answer.recommendation
    if field in {"capacity", "unit", "certificates"}:
        place = answer.recommendation.products[0]
    return not getattr(place, field) and answer.notices == [(field, code, written[:200])]


def products(product: str, hs: str = "", **fields: str) -> tuple[Product, ...]:
    return accepted(product=product, hs=hs, **fields).products


def converted(row: Row, **conversions: Any) -> Row:
    return row._replace(conversions=conversions)
