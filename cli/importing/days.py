"""Days as people write them: 2026-12-31, 31-12-2026, 31/12/2026, 31 Desember 2026."""

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]+([0-9]{1,2}|[a-z]+)[-/. ]+([0-9]{4})")
_MONTHS = (
    *("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september"),
    *("oktober", "november", "desember"),
)
_OTHER_SPELLINGS = {"pebruari": 2, "peb": 2, "agt": 8, "nopember": 11, "nop": 11}
_FEWEST_LETTERS = 3


def day_in(text: str) -> date:
    """Read a day; raises ValueError with a sentence that says how to write one."""
    written = _DAY_FIRST.fullmatch(text.strip().lower())
    try:
        if written is None:
            return date.fromisoformat(text.strip())
        day, month, year = written.groups()
        return date(int(year), int(month) if month.isdecimal() else _month(month), int(day))
    except ValueError:
        raise ValueError(
            f"Bukan tanggal / not a date: {text.strip() or 'Enter'}. Tulis seperti ini / write it "
            "like this: 31-12-2026, 31 Desember 2026, 2026-12-31"
        ) from None


def _month(word: str) -> int:
    """Also shortened, such as `Des` and `Sept`; 0 for what is no month."""
    known = (place for place, name in enumerate(_MONTHS, start=1) if name.startswith(word))
    is_long = len(word) >= _FEWEST_LETTERS
    return next(known, 0) or _OTHER_SPELLINGS.get(word, 0) if is_long else 0


def _read(given: object) -> object:
    return day_in(given) if isinstance(given, str) else given


Day = Annotated[date, BeforeValidator(_read)]
"""A day of a file of answers: YAML makes a date of 2026-12-31 by itself."""
