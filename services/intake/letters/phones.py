"""Phone numbers as districts write them, judged by the `phonenumbers` library."""

import re
from functools import cache
from typing import Any

import phonenumbers

from services.intake.letters.cells import ROUNDED, CellProblemError

_SEVERAL_PHONES = re.compile(r"[;,/&|\n]|\b(?:atau|dan|or|and)\b", re.IGNORECASE)
# The library reads letters as the keys of a telephone: "08xx-xxxx-1234" would be a number to it.
_PHONE_LABELS = re.compile(r"\b(?:hp|wa|whatsapp|telp|tel|tlp)\b[.:]?", re.IGNORECASE)
_AS_A_NUMBER = re.compile(r"[0-9]{7,}[.,][0-9]{1,2}")
_PLAIN_MOBILE = re.compile(r"(?:\+62|0)?(8[0-9]{8,11})", re.ASCII)
_LETTERS = re.compile(r"[^\W\d_]")


def phone(cell: str) -> str:
    """E.164, of Indonesia unless the number names another country."""
    if plain := _PLAIN_MOBILE.fullmatch(cell):
        # Nine of ten cells; by the library's own patterns, at a tenth of its time.
        national = plain.group(1)
        general, mobile = _patterns()
        if general.fullmatch(national) and mobile.fullmatch(national):
            return f"+62{national}"
    if ROUNDED.fullmatch(cell):
        raise CellProblemError("rounded-number")
    number = _parsed_phone(_PHONE_LABELS.sub("", cell).strip(" '\u2018\u2019()"))
    if number is None:
        several = len(_SEVERAL_PHONES.split(cell)) > 1
        raise CellProblemError("several-phones" if several else "invalid-phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What the library knows of numbers here: all of them, and those of mobile phones."""
    known: Any = phonenumbers.PhoneMetadata.metadata_for_region("ID")
    general, mobile = known.general_desc, known.mobile
    return re.compile(general.national_number_pattern), re.compile(mobile.national_number_pattern)


def _parsed_phone(text: str) -> phonenumbers.PhoneNumber | None:
    # The library drops a lone dot: 81361900211.0, as programs write numbers, would be another one.
    if _LETTERS.search(text) or _AS_A_NUMBER.fullmatch(text):
        return None
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        return None
    is_one = not number.extension and phonenumbers.is_valid_number(number)
    return number if is_one else None
