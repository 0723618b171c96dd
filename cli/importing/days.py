"""Days as people write them: 2026-12-31, 31-12-2026, 31/12/2026, 31 Desember 2026."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

from shared.tables.days import DAY, day_of


def day_in(text: str) -> date:
    """Read a day; raises ValueError with a sentence that says how to write one."""
    try:
        if match := DAY.fullmatch(" ".join(text.lower().split())):
            return day_of(match)
    except ValueError:
        pass  # no such day in the calendar
    raise ValueError(
        f"Bukan tanggal / not a date: {text.strip() or 'Enter'}. Tulis seperti ini / write it "
        "like this: 31-12-2026, 31 Desember 2026, 2026-12-31"
    )


def _read(value: object) -> object:
    return day_in(value) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_read)]
"""A day of a file of answers: YAML makes a date of 2026-12-31 by itself."""
