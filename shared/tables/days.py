"""Days as people type them into cells: 2026-12-31, 31/12/2026, 31 Desember 2026."""

import re
from datetime import date

from shared.indonesia.months import NUMBERS
from shared.indonesia.zones import Zone

_SHORT_YEAR_DIGITS = 2
_ZONES = "|".join(Zone).lower()
# With the time that forms and databases put behind it.
DAY = re.compile(
    r"(?<![0-9])(?:(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})"
    r"|(?P<day2>[0-9]{1,2})[-/. ](?P<month2>[0-9]{1,2}|[a-z]{3,9})[-/. ]"
    r"(?P<year2>[0-9]{4}|[0-9]{2}))(?![0-9])"
    r"(?:[t, ] ?(?:pukul |jam )?[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?: ?(?:z|" + _ZONES + r"|am|pm|[+-][0-9]{2}:?[0-9]{2})(?![a-z0-9]))?(?![0-9]))?"
)
"""Matches a day in lower case, with single spaces."""


def day_of(match: re.Match[str]) -> date:
    """Read a match of DAY. Raises ValueError for a day that does not exist."""
    written = match["year"] or match["year2"]
    year = int(written) + (2000 if len(written) == _SHORT_YEAR_DIGITS else 0)
    month = match["month"] or match["month2"]
    if not month.isdigit():
        month = str(NUMBERS.get(month, 0))
    return date(year, int(month), int(match["day"] or match["day2"]))
