"""The text of a workbook's cell, as a person would type it."""

import math
from datetime import date
from typing import Any

NO_VALUE = "#VALUE!"
"""The text for a cell that cannot be read."""
# Excel keeps 15 digits: of a longer number the last ones are gone, whatever the cell shows.
_FIRST_ROUNDED = 10**15
_CENTS_FROM = 1_000
_SHOWN_DECIMALS = 2


def text_of(value: Any) -> str:
    """The text of a value. Numbers have no thousands separator, so a decimal point is clear."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, date):
        return f"{value.day:02}-{value.month:02}-{value.year:04}"
    return str(value)


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "#NUM!"
    if abs(value) >= _FIRST_ROUNDED:
        return f"{value:.9E}"
    if value == int(value):
        return str(int(value))
    if abs(value) >= _CENTS_FROM:
        return f"{value:.2f}"
    short = f"{value:.6f}".rstrip("0")
    whole, _, decimals = short.partition(".")
    if len(decimals) <= _SHOWN_DECIMALS or whole == "0":
        return short
    # Behind a comma, so that no code loses its dot; and never three, which may be thousands.
    return f"{whole},{decimals:0<4}"
