"""The names of months in Indonesian and English, and how people type them."""

from collections.abc import Mapping
from datetime import date

INDONESIAN = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ALSO = {"pebruari": 2, "peb": 2, "ags": 8, "agt": 8, "sept": 9, "nopember": 11, "nop": 11}
_SHORT = 3
NUMBERS: Mapping[str, int] = _ALSO | {
    name.lower()[:letters]: number
    for names in (INDONESIAN, ENGLISH)
    for number, name in enumerate(names, start=1)
    for letters in (None, _SHORT)
}
"""By any spelling in lower case, whole or short."""


def in_words(day: date) -> tuple[str, str]:
    """In Indonesian and English: `4 Desember 2026`, `4 December 2026`."""
    place = day.month - 1
    return (
        f"{day.day} {INDONESIAN[place]} {day.year}",
        f"{day.day} {ENGLISH[place]} {day.year}",
    )
