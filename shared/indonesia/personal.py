"""Finds a NIK, a telephone number or an e-mail address in free text (UU 27/2022)."""

import re
from unicodedata import normalize

import phonenumbers
from pydantic import AfterValidator

from shared.indonesia.niks import NIK

SENTENCE = (
    "This text holds a NIK, a telephone number or an e-mail address, but many people will read it; "
    "leave that out."
)
_EMAIL = re.compile(
    r"""[^\s@](?:@[ ]?|[ ]@[ ])[^\s@]+\.[A-Za-z]{2}
    | \w[ ]?[(\[](?:at|[ ]at[ ])[)\]][ ]?\w
    | \w[ ]at[ ]\w+[ ](?:dot|titik)[ ][a-z]{2}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MARKS_OF_EMAIL = ("@", " at ", "at)", "at]")  # cheap, and most texts have none
_LICENCE = re.compile(r"\b(?:NIB|P-?IRT)\b[^0-9]{0,12}[0-9]{13,17}(?![0-9])", re.IGNORECASE)
_SIXTEEN_DIGITS = re.compile(r"(?<![0-9])[1-9](?:[ .-]?[0-9]){15}(?![0-9])")
# Cheap, and true for each number: most texts hold none.
_MANY_DIGITS = re.compile(r"[0-9](?:[^0-9A-Za-z]{0,3}[0-9]){7}")
# Not the library's search in a text: one of 2,000 characters can take it 0.1 s.
_LIKE_A_PHONE = re.compile(
    r"(?<![0-9])(?:\+[1-9]|(?<![a-f])62|0)(?:[ .()\[\]\u2010-\u2014-]{0,3}[0-9]){7,14}(?![0-9])"
)
_MOBILE = re.compile(r"(?:62|0)8[1-9][0-9]{7,10}")
_MOST_LOOKED_AT = 5
# An HS code is not dialled.
_NOT_DIALLED = re.compile(r"(?<![0-9])[0-9]{4}\.[0-9]{2}(?![0-9])")


def holds_personal_data(text: str) -> bool:
    text = text if text.isascii() else normalize("NFKC", text)
    low = text.lower()
    if any(mark in low for mark in _MARKS_OF_EMAIL) and _EMAIL.search(text):
        return True
    if not _MANY_DIGITS.search(text):
        return False
    text = _LICENCE.sub("", text)
    return _holds_nik(text) or _holds_phone(text)


def _left_out(text: str) -> str:
    """Raises ValueError if it holds personal data."""
    if holds_personal_data(text):
        raise ValueError(SENTENCE)
    return text


NoPersonalData = AfterValidator(_left_out)
"""For a text of a request that goes into an event."""


def _holds_nik(text: str) -> bool:
    numbers = _SIXTEEN_DIGITS.finditer(text)
    return any(NIK.fullmatch("".join(filter(str.isdigit, each.group()))) for each in numbers)


def _holds_phone(text: str) -> bool:
    """True if a number of the text can be dialled. The library is asked about the first ones."""
    typed = [each.group() for each in _LIKE_A_PHONE.finditer(text)]
    typed = [each for each in typed if not _NOT_DIALLED.search(each)]
    if any(_MOBILE.fullmatch("".join(filter(str.isdigit, each))) for each in typed):
        return True
    return any(map(_can_be_dialled, typed[:_MOST_LOOKED_AT]))


def _can_be_dialled(typed: str) -> bool:
    try:
        number = phonenumbers.parse(typed, "ID")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)
