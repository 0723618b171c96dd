"""Recognises the kind of a cell: a NIK, a phone, a yes, an amount, a name."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import NamedTuple

from shared.tables.understanding.vocabulary import Vocabulary

_LONGEST = 120
"""Most characters of a cell that are read."""
_NIK, _NIB, _KBLI = 16, 13, 5
_LONG, _LARGE, _SMALL = 9, 6, 3
_LONG_SIZE = 5
"""Fewest letters of a clear word for a size, such as `mikro`."""
_NPWP = frozenset({15, 16})
_SEPARATORS = str.maketrans("", "", " .-'\u2019/")
_PHONE = re.compile(r"(?:\+?62|0|8)[0-9]{8,12}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,80}\.[a-z]{2,}")
_DAY = re.compile(
    r"[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:[0-9]{4}|[0-9]{2})(?![0-9])"
    r"|[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}"
    r"|[0-9]{1,2}[ -][a-z]{3,9}[ -][0-9]{2,4}"
)
_FOUR = re.compile(r"(?:19[4-9]|20[0-3])[0-9]")
_MONEY = re.compile(r"(?:rp|idr)|[0-9]\s*(?:juta|jt|rb|ribu|miliar|milyar|m)\b")
_QUANTITY = re.compile(r"[±~ ]{0,2}[0-9][0-9.,]{0,14}\s{0,2}([a-z][a-z0-9]{0,9})?")
_NUMBER = re.compile(r"[0-9][0-9.,]{0,20}")
_DIGIT = re.compile("[0-9]")
_WORD = re.compile(r"[a-z][a-z'-]*")
_PERSONAL = re.compile(r"[a-z.,'\u2019 -]{3,60}")
_HS_TEXT = re.compile(r"(?:hs)?[ .:]{0,2}[0-9]{2}[0-9. ]{2,12}")


_EXPLAINED = re.compile(r"[a-z]{1,12}(?: pernah)? ?[,(:\u2013-] ?[a-z]{3}")
"""`Yes, Malaysia`: more than a yes."""


class Cell(NamedTuple):
    """A cell for the tests below: lower case, digits, words."""

    text: str
    digits: str
    words: tuple[str, ...]
    has_digit: bool


def cell_of(text: str) -> Cell:
    lower = " ".join(_without_accents(text[:_LONGEST]).lower().split())
    digits = lower.translate(_SEPARATORS)
    if not (digits.isascii() and digits.isdigit()):
        digits = ""
    has_digit = bool(digits) or _DIGIT.search(lower) is not None
    return Cell(lower, digits, tuple(_WORD.findall(lower)), has_digit)


def _without_accents(text: str) -> str:
    """Remove accents: `Gulö` is the surname Gulo."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _is_nik(cell: Cell) -> bool:
    day = int(cell.digits[6:8]) if len(cell.digits) == _NIK else 0
    return day % 40 in range(1, 32) and cell.digits[0] != "0"


def _is_moment(cell: Cell) -> bool:
    """True for a day, with or without a time."""
    return bool(_DAY.fullmatch(cell.text) or (":" in cell.text and _DAY.match(cell.text)))


_REGISTERED = re.compile(r"\s*(?!hp|wa|tel|tlp|no|cp)[a-z]{2,}[0-9]")
"""`IDM000487182` is the number of a trademark."""


def _is_phone(cell: Cell) -> bool:
    if _is_moment(cell):  # 05-11-1980 has the digits of a land line
        return False
    first = re.split(r"[/,;&]", cell.text, maxsplit=1)[0]
    if _REGISTERED.match(first):
        return False
    plain = first.translate(str.maketrans("", "", " .-()'\u2019"))
    return bool(_PHONE.match(re.sub(r"^[a-z:.]{1,10}", "", plain))) and len(cell.digits) != _NIB


def _is_yes_or_no(known: Vocabulary, cell: Cell) -> bool:
    first = next((word for word in cell.words if word != "saya"), cell.text)
    return first in _ANSWERS or cell.text in _TICKS or cell.text in known.cells.yes_or_no


_TICKS = frozenset({"1", "0", "v", "x", "\u2713", "\u2714", "\u221a"})
_ANSWERS = frozenset(
    "ya tidak setuju bersedia sudah belum yes no true false ok agree".split()  # noqa: SIM905
)


def _is_person(known: Vocabulary, cell: Cell) -> bool:
    if not _PERSONAL.fullmatch(cell.text):
        return False
    words = known.cells
    return not words.names.isdisjoint(cell.words) and cell.words[0] not in words.legal_forms


def _is_quantity(known: Vocabulary, cell: Cell) -> bool:
    match = _QUANTITY.match(cell.text)
    return bool(match and (match.group(1) or "") in known.units)


def _is_hs(known: Vocabulary, cell: Cell) -> bool:
    if not _HS_TEXT.match(cell.text):
        return False
    digits = "".join(c for c in cell.text.split("(")[0] if c.isdigit())[:6]
    return digits in known.cells.hs_codes or f"0{digits}"[:6] in known.cells.hs_codes


Tests = Mapping[str, Callable[[Cell], bool]]
_OF_DIGITS: Tests = {
    "digit": lambda cell: cell.has_digit,
    "nik": _is_nik,
    "nib": lambda cell: len(cell.digits) == _NIB,
    "npwp": lambda cell: len(cell.digits) in _NPWP,
    "kbli": lambda cell: len(cell.digits) == _KBLI and "." not in cell.text,
    "long_number": lambda cell: len(cell.digits) >= _LONG,
    "phone": _is_phone,
    "day": lambda cell: bool(_DAY.search(cell.text)),
    "year": lambda cell: bool(_FOUR.fullmatch(cell.text)),
    "money": lambda cell: bool(_MONEY.search(cell.text)),
    "large": lambda cell: len(cell.digits) >= _LARGE and bool(_NUMBER.fullmatch(cell.text)),
    "number": lambda cell: bool(_NUMBER.fullmatch(cell.text)),
    "small": lambda cell: 0 < len(cell.digits) <= _SMALL,
}
_OF_WORDS: Tests = {
    "email": lambda cell: "@" in cell.text and bool(_EMAIL.search(cell.text)),
    "short": lambda cell: len(cell.text) <= _SMALL,
    "explained": lambda cell: bool(_EXPLAINED.match(cell.text)),
    "words": lambda cell: sum(map(str.isalpha, cell.text)) * 2 > sum(map(str.isalnum, cell.text)),
}


@cache
def _tests_by(known: Vocabulary) -> tuple[Tests, Tests, Tests]:
    """All tests: for cells with digits, for cells with words, for any cell."""
    cells, units = known.cells, known.units
    sizes = {word for word in cells.sizes if len(word) >= _LONG_SIZE}
    of_digits: Tests = {
        "hs": partial(_is_hs, known),
        "quantity": partial(_is_quantity, known),
    }
    of_words: Tests = {
        "unit": lambda cell: cell.text.split("/")[0].strip(" .") in units,
        "period": lambda cell: cell.text in known.periods,
        "size": lambda cell: cell.text in cells.sizes or not sizes.isdisjoint(cell.words),
        "sex": lambda cell: cell.text in cells.sexes,
        "online": lambda cell: any(mark in cell.text for mark in cells.online),
        "business": lambda cell: not cells.legal_forms.isdisjoint(cell.words),
        "person": partial(_is_person, known),
        "certificate": lambda cell: not cells.certificates.isdisjoint(cell.words),
        "product": lambda cell: not cells.products.isdisjoint(cell.words),
    }
    of_any: Tests = {
        "yes_no": partial(_is_yes_or_no, known),
        "district": lambda cell: cell.text.replace(".", "") in cells.districts,
    }
    return {**_OF_DIGITS, **of_digits}, {**_OF_WORDS, **of_words}, of_any


def kinds_of(cells: Sequence[Cell], known: Vocabulary) -> dict[str, int]:
    """Count the cells of each kind. Only cells with digits are tested for numbers."""
    of_digits, of_words, of_any = _tests_by(known)
    groups = (
        ([cell for cell in cells if cell.has_digit], of_digits),
        ([cell for cell in cells if cell.words], of_words),
        (cells, of_any),
    )
    return {kind: sum(map(test, some)) for some, tests in groups for kind, test in tests.items()}


def holds_phone(text: str) -> bool:
    return _is_phone(cell_of(text))


_DIGITS_OF_DATA = 5


def is_data(text: str) -> bool:
    """True for a cell that is no heading: many digits, or an e-mail address."""
    cell = cell_of(text)
    many = sum(c.isdigit() for c in cell.text) >= _DIGITS_OF_DATA
    return many or bool(_EMAIL.search(cell.text))
