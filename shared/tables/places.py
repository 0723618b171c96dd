"""Names of villages and kecamatan in one cell."""

import re
from collections.abc import Mapping
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
_NO_COMMA = re.compile(r"[;|\n]|\s[-\u2013/]\s")
_EDGES = re.compile(rf",|{_NO_COMMA.pattern}")
_PLACE_NAME = re.compile(r"[A-Za-z'. -]+(?: [IVX]{1,4})?")
_LONGEST_PLACE = 40
_ABBREVIATED = re.compile(r"([a-z]+)(\.?)")
_NO_LETTER = re.compile(r"\W")
_PARTS = re.compile(r"[,/]|\s[-\u2013]\s")


def may_name_places(cell: str) -> bool:
    """False for most cells. `PLACE_INSIDE` is slow, because it looks behind each letter."""
    lower = cell.lower()
    return any(map(lower.__contains__, _NAMING))


def without_its_word(cell: str) -> str:
    """`Desa Sigumpar` is Sigumpar."""
    return PLACE.sub("", cell).strip() or cell


def spelt_out(name: str, known: Mapping[str, str]) -> str:
    """`T.Tinggi Kota` as the one known place that it abbreviates."""
    if "." not in name or one_word(name) in known:
        return name
    parts = _ABBREVIATED.findall(name.lower())
    pattern = re.compile("".join(word + "[a-z]*" * bool(dot) for word, dot in parts))
    meant = {full for spelling, full in known.items() if pattern.fullmatch(spelling)}
    return meant.pop() if len(meant) == 1 else name


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


def without_last(cell: str) -> tuple[str, str]:
    """`Jl. Besar 4 - Salak, Pakpak Bharat`: the address, and its last part."""
    *edges, last = [0, *(match.end() for match in _EDGES.finditer(cell))]
    return cell[:last].rstrip(" ,;|\n/\u2013-") if edges else "", cell[last:]


def with_its_words(cell: str, known: AbstractSet[str], streets: AbstractSet[str]) -> str:
    """`Jl. Gereja - Sinaga - Nainggolan` is `Jl. Gereja, Desa Sinaga, Kec. Nainggolan`.

    Only if the last part is a kecamatan of the district. `Jl. Pangururan - Tele` is one street.
    """
    *others, last = [part.strip() for part in _EDGES.split(cell)]
    is_known = one_word(last) in known
    if not others or not (is_known or _NO_COMMA.search(cell)):
        return cell
    joined = ", ".join((*others, last))
    named = PLACE_INSIDE.findall(joined) if may_name_places(joined) else []
    if not is_known or any(word.lower().startswith("kec") for word in named):
        return joined if named else cell
    if named:
        return ", ".join((*others, f"Kec. {last}"))
    if one_word(others[0].partition(" ")[2]) in known:  # `Jl. Balige - Porsea`
        return cell
    *street, village = others
    if street and is_place(village, streets):
        return ", ".join((*street, f"Desa {village}", f"Kec. {last}"))
    is_street = not street and "," in cell and begins(village, streets)
    return f"{village}, Kec. {last}" if is_street else cell


def is_place(text: str, streets: AbstractSet[str]) -> bool:
    """True for a name that may be of a village. `streets` are first words of others."""
    is_name = len(text) <= _LONGEST_PLACE and _PLACE_NAME.fullmatch(text)
    return bool(is_name) and not begins(text, streets)


def begins(text: str, words: AbstractSet[str]) -> bool:
    """True if the text begins with one of the words."""
    return _NO_LETTER.split(text, maxsplit=1)[0].lower() in words
