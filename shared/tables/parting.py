"""Parts a cell that holds two things: at an edge, or around what can be recognised."""

import re
from collections.abc import Callable, Iterable
from functools import partial

PAIR = 2
LABELLED = {"nik", "nib", "npwp", "pirt"}
_AROUND_A_PART = " \n;,/()-:|"
Parts = Callable[[str], tuple[str, str]]
EMAIL = re.compile(
    r"(?:\be-?mail\b[ .:]{0,3})?([^\s;:,/()<>@|]{1,64}(?: (?=@(?:gmail|yahoo)\b))?"
    r"(?:@| @ )[^\s;,/()<>@|]{1,255})",
    re.IGNORECASE,
)
_ACCOUNTS = r"(?:ig|instagram|tiktok|fb|facebook|shopee|tokopedia)"
ONLINE = re.compile(
    rf"(?:https?://|www\.)\S{{1,255}}|\b{_ACCOUNTS}\.com/\S{{1,255}}"
    rf"|(?<![\w.])(?:{_ACCOUNTS}\b[ .:]{{0,3}})?@[\w.]{{2,60}}"
    rf"|\b{_ACCOUNTS}\b[ .:/]{{1,3}}(?!{_ACCOUNTS}\b)[\w.]{{2,60}}",
    re.IGNORECASE,
)
"""An account or a site: `IG: @kopi_lintong`, `www.kopi.id`."""
DIGITS = re.compile(r"\+?[0-9][0-9 .()-]{4,}[0-9]")
_PHONE = r"(?:hp|wa|whatsapp|telp|tlp|tel|telepon|handphone|phone|kontak|cp|hub|hubungi)"
_NUMBER = r"(?:nik|ktp|nib|npwp|(?:sp)?p[-. ]?irt)"
CALLED = re.compile(
    rf"(?:\b(?:no\b\.? ?)?{_PHONE}\b[ .:/]*)?(?<![0-9])(?:\+62|62|0)[0-9 .()-]{{7,}}[0-9]",
    re.IGNORECASE,
)
_IN_A_NAME = re.compile(
    rf"(?:\b(?:no(?:mor)?\b[. ]{{0,2}})?(?P<label>{_NUMBER}|{_PHONE})\b"
    rf"(?:/{_PHONE}\b)?[\s.:=/-]{{0,5}})?"
    r"(?P<number>[0-9]{16}(?![0-9])|\+?[0-9](?:[ .()-]{0,3}[0-9]){6,19})[)\].,;]{0,2}",
    re.IGNORECASE,
)
"""A number of seven digits or more with its label."""
_ANY_LABEL = rf"(?:no\b[. ]{{0,2}})?(?:{_NUMBER}|{_PHONE})\b"
LABEL_BEHIND = (
    rf"(?:[,;/(|]\s*|\s[-\u2013]\s*){_ANY_LABEL}[\s.:)/-]{{0,5}}|\s{_ANY_LABEL} ?:[\s.-]{{0,5}}"
)
"""What is left of `Erlina, HP 0821...` without its number."""
_OF_A_NIK, _OF_A_NIB = 16, 13
_AROUND = " \n,;:/|-\u2013([="
_KINDS = {"nik": "nik", "ktp": "nik", "nib": "nib", "npwp": "npwp"}
_LABELLED = re.compile(
    rf"\b({_NUMBER})\b(?:(?!{_NUMBER}|halal|bpom)[^0-9\n;,|]){{0,12}}([0-9][0-9 .-]{{5,24}}[0-9])",
    re.IGNORECASE,
)
_UNLABELLED = re.compile(r"(?<![0-9])(?!0?8|\+|62 ?8)([0-9](?:[ .-]?[0-9]){6,})(?![0-9])")
"""A number that is no telephone number."""
_LETTERS = re.compile("[A-Za-z]")
_OF_A_LICENCE = re.compile(
    r"[ (:.]{0,4}(?:\b(?:no|nomor)\b[. :]{0,3})?"
    r"(?:\bID[A-Z]{0,2}[0-9]{6,30}|[0-9](?:[ .-]?[0-9]){11,30})\)?",
    re.IGNORECASE,
)
"""The number of a certificate. `SNI 01-2891-1992` has none."""
_BRACKETS = re.compile(r"([^(]+)\(([^)]+)\)?")
_NAME_BEHIND = re.compile(r"[A-Z][A-Za-z']+(?: [A-Z][A-Za-z']+)*\)")
_EDGES = re.compile(r"[\n/;]|(?<=\s)[-\u2013|](?=\s)")


def before(pattern: re.Pattern[str]) -> Parts:
    def parted(cell: str) -> tuple[str, str]:
        match = pattern.search(cell)
        if match is None:
            return cell, ""
        rest = f"{cell[: match.start()]} {cell[match.end() :]}"
        return rest.strip(_AROUND_A_PART), match[match.lastindex or 0]

    return parted


_BRAND = r"(?:merek|merk|brand)(?: dagang)?\b"
labelled_brand = before(
    re.compile(
        rf"(?:\s*[,;/(|\n]\s*{_BRAND}[\s:.]*|\s{_BRAND}(?:\s*:\s*|\s*(?=[\"\u201c])))"
        r"[\"\u201c]?([^\"\u201d)\n]+)[\"\u201d)]*",
        re.IGNORECASE,
    )
)
"""`UD Maju, merek "Jaya"`: the name, and the brand without its label."""
_LABEL_OF_A_BRAND = re.compile(rf"^{_BRAND}[\s:.]+(?!terdaftar|sudah|belum)", re.IGNORECASE)


def at_an_edge(cell: str) -> tuple[str, str]:
    """`UD Maju / Budi`, two lines, or `UD Maju (Budi)`."""
    parts = [part.strip() for part in _EDGES.split(cell, maxsplit=1)]
    if parts[1:]:
        return parts[0], parts[1].strip(" ()")
    if match := _BRACKETS.fullmatch(cell):
        return match[1].strip(), match[2].strip()
    return cell, ""


def product_and_brand(cell: str) -> Iterable[tuple[str, str]]:
    """`Gula aren (Pelangi)`, but not `Keripik (pedas)`, below `Produk (Merek)`."""
    name, _, behind = cell.rpartition("(")
    is_brand = name and not cell.isupper() and _NAME_BEHIND.fullmatch(behind)
    return [("product", name.strip()), ("brand", behind[:-1])] if is_brand else [("product", cell)]


def name_and_brand(cell: str) -> tuple[str, str]:
    """`UD Maju (merek: Jaya)`, `UD Maju / Jaya`."""
    name, brand = labelled_brand(cell)
    return (name, brand.strip()) if brand else at_an_edge(cell)


def labelled_numbers(cell: str) -> Iterable[tuple[str, str]]:
    """`NIK 1276...; NIB 9122...`: each number under its label."""
    for label, number in _LABELLED.findall(cell):
        yield _field_of(label), number


def name_and_numbers(cell: str) -> tuple[str, list[tuple[str, str]]]:
    """`Sahat, NIK 1272..., HP 0821...`: the name, and each number under its field.

    A number whose kind is unclear stays with the name.
    """
    numbers: list[tuple[str, str]] = []

    def taken(match: re.Match[str]) -> str:
        kind = _kind_of(match["label"], "".join(filter(str.isdigit, match["number"])))
        if kind:
            numbers.append((kind, match["number"]))
        return "\n" if kind else match.group()

    parts = (part.strip(_AROUND) for part in _IN_A_NAME.sub(taken, cell).split("\n"))
    return " ".join(filter(None, parts)), numbers


def are_same(number: str, other: str) -> bool:
    """True for `0812-6000` and `08126000`."""
    return [*filter(str.isdigit, number)] == [*filter(str.isdigit, other)]


def _field_of(label: str) -> str:
    return "pirt" if "irt" in label.lower() else _KINDS.get(label.lower(), "phone")


def _kind_of(label: str | None, digits: str) -> str | None:
    if label:
        return _field_of(label)
    if len(digits) == _OF_A_NIK:
        return "nik"
    if digits.startswith(("08", "628")) or (digits[0] == "0" and len(digits) < _OF_A_NIB):
        return "phone"
    return "nib" if len(digits) == _OF_A_NIB else None


def without_licence_numbers(cell: str) -> str:
    """`Halal (ID1211...) NIB 912...` is `Halal;`."""
    return _OF_A_LICENCE.sub(";", _LABELLED.sub(";", cell))


def nik_or_nib(other: str, cell: str) -> Iterable[tuple[str, str]]:
    """`NIB/NIK`: a number of 16 digits is a NIK, and one of 13 a NIB."""
    parts = [part.strip() for part in re.split(r"[;,/&|\n]", cell)]
    names = [{16: "nik", 13: "nib"}.get(sum(map(str.isdigit, part)), other) for part in parts]
    return zip(names, parts, strict=True) if {*names} - {other} else [(other, cell)]


def lines_of(fields: tuple[str, ...], cell: str) -> Iterable[tuple[str, str]]:
    """A name, and numbers behind their labels: `Erlina, NIK 1273..., HP 0821...`."""
    labelled = dict(labelled_numbers(cell))
    yield from labelled.items()
    rest = _LABELLED.sub("\n", cell)
    if "phone" in fields and (called := CALLED.search(rest) or DIGITS.search(rest)):
        rest = rest.replace(called.group(), "\n")
        yield "phone", called.group()
    numbers = [*LABELLED.intersection(fields)]
    if len(numbers) == 1 and numbers[0] not in labelled:
        rest, number = before(_UNLABELLED)(rest)
        yield numbers[0], number
    named = (field for field in fields if field != "phone" and field not in LABELLED)
    lines = (line.strip(" ,;/|()-:") for line in rest.splitlines())
    yield from zip(named, filter(None, lines), strict=False)


def contacts(cell: str) -> Iterable[tuple[str, str]]:
    """`0812..., rina@gmail.com, IG @rina`: the phone, the e-mail address, the accounts."""
    if not _LETTERS.search(cell):  # nearly all cells
        return (("phone", cell),)
    rest, email = before(EMAIL)(cell)
    online = "; ".join(ONLINE.findall(rest))
    phone = ONLINE.sub(" ", rest).strip(_AROUND_A_PART)
    return ("phone", phone), ("email", email.replace(" ", "")), ("online", online)


PARTED_BY: dict[tuple[str, ...], Parts] = {
    ("address", "phone"): before(CALLED),
    ("capacity", "unit"): lambda cell: (cell, ""),  # `85 kg/minggu` is read as one
    ("product", "hs"): before(DIGITS),
    ("business_name", "brand"): name_and_brand,
}
"""How a cell of two fields is parted, where it is not at an edge."""
READ_BY: dict[str, Callable[[str], Iterable[tuple[str, str]]]] = {
    "phone": contacts,
    "brand": lambda cell: [("brand", _LABEL_OF_A_BRAND.sub("", cell, count=1))],
}
READ_TOGETHER: dict[tuple[str, ...], Callable[[str], Iterable[tuple[str, str]]]] = {
    ("phone", "email"): contacts,
    ("owner_name", "phone"): partial(lines_of, ("owner_name", "phone")),
}
