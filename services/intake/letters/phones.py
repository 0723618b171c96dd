"""Phone numbers as districts write them, judged by the `phonenumbers` library."""

import re
from functools import cache
from typing import Any

import phonenumbers

from services.intake.letters import reference
from services.intake.letters.cells import ROUNDED, SEVERAL, CellProblemError

_AS_A_NUMBER = re.compile(r"[0-9]{7,}[.,][0-9]{1,2}")
_PLAIN_MOBILE = re.compile(r"(?:\+?62|0)?(8[0-9]{8,11})", re.ASCII)
# Not the dot: 81361900211.0 is a number as programs write it.
_BETWEEN = str.maketrans("", "", " -()'")
_REMARK = re.compile(r"\([^()0-9]*\)")
# The library reads letters as the keys of a telephone: "08xx-xxxx-1234" would be a number to it.
_MIXED = re.compile(r"[^\W\d_][0-9]|[0-9][^\W\d_]")
_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[+(]?[0-9].*[0-9]")
_LAND_LINE = re.compile(r"61[1-9][0-9]{6,7}|6[2-5][0-9][1-9][0-9]{4,6}")
_FEWEST_DIGITS = 10
_NO_NUMBER = "000000"
"""Typed where a form wants a number."""
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
    if plain := _PLAIN_MOBILE.fullmatch(cell.translate(_BETWEEN)):
        # Nine of ten cells; by the library's own patterns, at a tenth of its time.
        national = plain.group(1)
        general, mobile = _patterns()
        if general.fullmatch(national) and mobile.fullmatch(national):
            return f"+62{national}", False
    if ROUNDED.fullmatch(cell):
        raise CellProblemError("rounded-number")
    numbers = cell.split()
    apart = numbers if min(map(len, numbers), default=0) >= _FEWEST_DIGITS else []
    for part in (cell, *SEVERAL.split(cell), *apart):
        read = _read(part)
        if read and (part is cell or read[1].startswith(_BEGINNINGS)):
            e164, typed = read
            others = _WORDS.findall(cell.replace(typed, "", 1).lower())
            return e164, not reference.words().phone_labels.issuperset(others)
    raise CellProblemError("invalid-phone")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What the library knows of numbers here: all of them, and those of mobile phones."""
    known: Any = phonenumbers.PhoneMetadata.metadata_for_region("ID")
    general, mobile = known.general_desc, known.mobile
    return re.compile(general.national_number_pattern), re.compile(mobile.national_number_pattern)


def _read(text: str) -> tuple[str, str] | None:
    """In E.164 and as it is typed; names before and behind it are passed over."""
    match = _NUMBER.search(_REMARK.sub(" ", text))
    if not match or _MIXED.search(text):
        return None
    typed = match.group()
    # The library drops a lone dot: 81361900211.0, as programs write numbers, would be another one.
    if _LETTERS.search(typed) or _AS_A_NUMBER.fullmatch(typed):
        return None
    try:
        number = phonenumbers.parse(typed, "ID")
    except phonenumbers.NumberParseException:
        return None
    if (
        number.extension
        or typed.endswith(_NO_NUMBER)
        or not (phonenumbers.is_valid_number(number) or _is_land_line(number))
    ):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), typed


def _is_land_line(number: phonenumbers.PhoneNumber) -> bool:
    """Of some codes of Sumatra, such as 0630 (Teluk Dalam), the library knows nothing."""
    return bool(_LAND_LINE.fullmatch(str(number.national_number)))
