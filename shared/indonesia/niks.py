"""The form of a NIK, and the areas with which it may begin: its first four digits."""

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

# Area, birthday (of a woman: day + 40), serial number; there is no checksum.
NIK = re.compile(
    r"[1-9][0-9]{5}(?:0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])(?:0[1-9]|1[0-2])[0-9]{6}"
)
_PROVINCES = Path(__file__).parent / "provinces.csv"
_PROVINCE_DIGITS = 2
_REMEMBERED = 1_000  # most people of a letter live in a few areas


@lru_cache(_REMEMBERED)
def is_area(area: str, known: frozenset[str]) -> bool:
    """Whether a NIK may begin with these digits. `known`: all areas of one province.

    People keep the NIK of their first registration, so other provinces are checked by their code.
    """
    province = area[:_PROVINCE_DIGITS]
    if province in {each[:_PROVINCE_DIGITS] for each in known}:
        return area in known
    return province in _codes()


@cache
def _codes() -> frozenset[str]:
    with _PROVINCES.open(encoding="utf-8", newline="") as file:
        return frozenset(row["kode"] for row in csv.DictReader(file))
