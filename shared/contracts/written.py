"""Days, moments and flags as people and programs write them, without guessing."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field
from pydantic.config import JsonDict

from shared.contracts.envelope import to_milliseconds

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
FIRST_YEAR, LAST_YEAR = 2000, 2999
OF_OUR_TIME: JsonDict = {"pattern": "^2[0-9]{3}-"}
"""Says in a schema that the year lies between 2000 and 2999."""
DISTINCT: JsonDict = {"uniqueItems": True}
"""Says in a schema that a list names each item once."""


def _like(form: re.Pattern[str], words: str) -> Callable[[object], object]:
    def check(value: object) -> object:
        # Pydantic takes a number, and text of digits, for the seconds since 1970.
        if isinstance(value, date) or (isinstance(value, str) and form.fullmatch(value)):
            return value
        raise ValueError(words)

    return check


Day = Annotated[date, BeforeValidator(_like(_DAY, "must be a day such as 2026-12-31"))]
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_like(_MOMENT, "must be a moment such as 2026-12-31T23:59:59+07:00")),
    AfterValidator(to_milliseconds),
]


def _as_flag(value: object) -> object:
    """Text, because a query has nothing else."""
    if isinstance(value, bool) or value in ("true", "false"):
        return value
    raise ValueError("must be true or false")


Flag = Annotated[bool, BeforeValidator(_as_flag)]
"""A yes or no of a query."""
D = TypeVar("D", bound=date)


def _of_our_time(day: D) -> D:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"the year must be between {FIRST_YEAR} and {LAST_YEAR}")
    return day


RecentDay = Annotated[Day, AfterValidator(_of_our_time), Field(json_schema_extra=OF_OUR_TIME)]
"""An older day is a mistake in typing."""
Planned = Annotated[Moment, AfterValidator(_of_our_time), Field(json_schema_extra=OF_OUR_TIME)]
"""A moment that somebody plans with: nothing overflows that is counted from it."""
