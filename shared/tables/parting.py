"""Parts a cell that holds two things: at an edge, or around what can be recognised."""

import re
from collections.abc import Callable, Iterable

PAIR = 2
LABELLED = {"nik", "nib", "npwp", "pirt"}
Parts = Callable[[str], tuple[str, str]]
EMAIL = re.compile(r"[^\s;,/()<>@]{1,64}(?:@| @ )[^\s;,/()<>@]{1,255}")
DIGITS = re.compile(r"\+?[0-9][0-9 .()-]{4,}[0-9]")
CALLED = re.compile(
    r"(?:\b(?:no\.? ?)?(?:hp|wa|telp|tlp|telepon)\b[ .:/]*)?(?:\+62|62|0)[0-9 .()-]{7,}[0-9]",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\b(nik|ktp|nib|npwp|p-?irt)\b[^0-9\n]{0,12}([0-9][0-9 .-]{5,24}[0-9])", re.IGNORECASE
)
_BRACKETS = re.compile(r"([^(]+)\(([^)]+)\)?")
_EDGES = re.compile(r"[\n/;]|(?<=\s)[-\u2013|](?=\s)")


def before(pattern: re.Pattern[str]) -> Parts:
    def parted(cell: str) -> tuple[str, str]:
        match = pattern.search(cell)
        if match is None:
            return cell, ""
        return (cell[: match.start()] + cell[match.end() :]).strip(" \n;,/()-:"), match.group()

    return parted


def at_an_edge(cell: str) -> tuple[str, str]:
    """`UD Maju / Budi`, two lines, or `UD Maju (Budi)`."""
    parts = [part.strip() for part in _EDGES.split(cell, maxsplit=1)]
    if parts[1:]:
        return parts[0], parts[1].strip(" ()")
    if match := _BRACKETS.fullmatch(cell):
        return match[1].strip(), match[2].strip()
    return cell, ""


def labelled_numbers(cell: str) -> Iterable[tuple[str, str]]:
    """`NIK 1276...; NIB 9122...`: each number under its label."""
    for label, number in _LABELLED.findall(cell):
        yield {"ktp": "nik"}.get(name := label.lower().replace("-", ""), name), number


def nik_or_nib(other: str, cell: str) -> Iterable[tuple[str, str]]:
    """`NIB/NIK`: a number of 16 digits is a NIK, and one of 13 a NIB."""
    parts = [part.strip() for part in re.split(r"[;,/&|\n]", cell)]
    names = [{16: "nik", 13: "nib"}.get(sum(map(str.isdigit, part)), other) for part in parts]
    return zip(names, parts, strict=True) if {*names} - {other} else [(other, cell)]


def lines_of(fields: tuple[str, ...], cell: str) -> Iterable[tuple[str, str]]:
    """A name, and numbers behind their labels: `Erlina, NIK 1273..., HP 0821...`."""
    yield from labelled_numbers(cell)
    rest = _LABELLED.sub("\n", cell)
    if "phone" in fields and (called := CALLED.search(rest)):
        rest = rest.replace(called.group(), "\n")
        yield "phone", called.group()
    named = (field for field in fields if field != "phone" and field not in LABELLED)
    lines = (line.strip(" ,;/|()-:") for line in rest.splitlines())
    yield from zip(named, filter(None, lines), strict=False)


def phone_and_email(cell: str) -> Iterable[tuple[str, str]]:
    if "@" not in cell:
        return (("phone", cell),)
    return zip(("phone", "email"), before(EMAIL)(cell), strict=True)


PARTED_BY: dict[tuple[str, ...], Parts] = {
    ("address", "phone"): before(CALLED),
    ("phone", "email"): before(EMAIL),
    ("owner_name", "phone"): before(DIGITS),
    ("capacity", "unit"): lambda cell: (cell, ""),  # `85 kg/minggu` is read as one
    ("product", "hs"): before(DIGITS),
}
"""How a cell of two fields is parted, where it is not at an edge."""
READ_BY = {"phone": phone_and_email, "licences": labelled_numbers}
