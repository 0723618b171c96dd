"""The phone number of a cell, and whether the cell holds more."""

import re

from services.intake.letters import reference
from services.intake.letters.cells import ROUNDED, SEVERAL, CellProblemError
from shared.province.serving import province
from shared.tables.phones import number_in, plain_mobile

_WORDS = re.compile(r"[^\W_]+")
_DASHED = re.compile(r"\s[-\u2013]\s")
_FEWEST_DIGITS = 10
# How a number begins; the second part of "061-4567890/91" is none.
_BEGINNINGS = ("0", "+", "(0", "62", "8")


def phone(cell: str) -> str:
    """E.164, of Indonesia unless the number names another country; the cell holds one number."""
    number, rest = phones(cell)
    if rest:
        raise CellProblemError("invalid-phone")
    return number


def phones(cell: str) -> tuple[str, bool]:
    """The first valid number in E.164, and whether the cell says more: a second one, a name."""
    if number := plain_mobile(cell):  # nine of ten cells
        return number, False
    if ROUNDED.fullmatch(cell):
        raise CellProblemError("rounded-number")
    numbers = cell.split()
    apart = numbers if min(map(len, numbers), default=0) >= _FEWEST_DIGITS else []
    for part in (cell, *SEVERAL.split(cell), *_DASHED.split(cell), *apart):
        read = number_in(part, province().land_lines)
        if read and (part is cell or read[1].startswith(_BEGINNINGS)):
            e164, typed = read
            others = _WORDS.findall(cell.replace(typed, "", 1).lower())
            return e164, not reference.words().phone_labels.issuperset(others)
    raise CellProblemError("invalid-phone")
