"""Names of villages and kecamatan in one cell."""

import re
from collections.abc import Set as AbstractSet

from shared.tables.spelling import one_word

_SMALL_PLACE = r"(?:desa|kelurahan|kel|ds|nagori|kecamatan|kec)\b"
_SAME_PLACE = rf"(?:[. ]{{0,3}}/ ?{_SMALL_PLACE})?[. :]{{0,5}}"
"""`Desa/Kel.`"""
PLACE = re.compile(rf"\A{_SMALL_PLACE}{_SAME_PLACE}", re.IGNORECASE)
PLACE_INSIDE = re.compile(
    r"(?<!jl\s)(?<!jl\.\s)(?<!jalan\s)(?<!balai\s)(?<!kantor\s)(?<![^\s,])"
    rf"({_SMALL_PLACE}|(?:kabupaten|kab|kota)\b){_SAME_PLACE}(?=[A-Za-z])(?!no\b)",
    re.IGNORECASE,
)
_NAMING = ("desa", "kel", "ds", "nagori", "kec", "kab", "kota")
_PARTS = re.compile(r"[,/]|\s[-\u2013]\s")


def may_name_places(cell: str) -> bool:
    """False for most cells. `PLACE_INSIDE` is slow, because it looks behind each letter."""
    lower = cell.lower()
    return any(map(lower.__contains__, _NAMING))


def without_its_word(cell: str) -> str:
    """`Desa Sigumpar` is Sigumpar."""
    return PLACE.sub("", cell).strip() or cell


def and_its_subdistrict(cell: str, known: AbstractSet[str]) -> tuple[str, str] | None:
    """`Humene, Gunungsitoli Idanoi` below the heading of villages."""
    pair = pair_in(cell)
    is_known = pair and not known.isdisjoint(map(one_word, pair))
    return village_first(pair, known) if pair and is_known else None


def pair_in(cell: str) -> tuple[str, str] | None:
    first, *others = map(str.strip, _PARTS.split(cell))
    return (first, others[0]) if len(others) == 1 else None


def village_first(pair: tuple[str, str], known: AbstractSet[str]) -> tuple[str, str]:
    """As they stand, unless the first alone is a kecamatan of the district."""
    is_first, is_second = (one_word(part) in known for part in pair)
    return pair[::-1] if is_first and not is_second else pair
