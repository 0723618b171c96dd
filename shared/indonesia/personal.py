"""Finds a NIK, a telephone number or an e-mail address in free text (UU 27/2022)."""

import re
from itertools import islice

import phonenumbers
from pydantic import AfterValidator

from shared.indonesia.niks import NIK

SENTENCE = (
    "This text holds a NIK, a telephone number or an e-mail address, but many people will read it; "
    "leave that out."
)
_EMAIL = re.compile(r"[^\s@]@[^\s@]+\.[A-Za-z]{2,}")
_SIXTEEN_DIGITS = re.compile(r"(?<![0-9])[1-9](?:[ .-]?[0-9]){15}(?![0-9])")
# Cheap, and true for each number: most texts hold none.
_MANY_DIGITS = re.compile(r"[0-9](?:[^0-9A-Za-z]{0,3}[0-9]){7}")
# Not the library's search in a text: one of 2,000 characters can take it 0.1 s.
_LIKE_A_PHONE = re.compile(
    r"(?<![0-9])(?:\+[1-9]|62|\(?0)[0-9](?:[ .()-]{0,2}[0-9]){6,13}(?![0-9])"
)
_MOBILE = re.compile(r"(?:62|0)8[1-9][0-9]{7,10}")
_MOST_LOOKED_AT = 5
# An HS code is not dialled.
_NOT_DIALLED = re.compile(r"(?<![0-9])[0-9]{4}\.[0-9]{2}(?![0-9])")


def holds_personal_data(text: str) -> bool:
    if "@" in text and _EMAIL.search(text):
        return True
    return bool(_MANY_DIGITS.search(text)) and (_holds_nik(text) or _holds_phone(text))


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
    """True if a number of the text can be dialled. Only the first ones are looked at."""
    numbers = (each.group() for each in _LIKE_A_PHONE.finditer(text))
    return any(map(_can_be_dialled, islice(numbers, _MOST_LOOKED_AT)))


def _can_be_dialled(typed: str) -> bool:
    if _NOT_DIALLED.search(typed):
        return False
    digits = "".join(filter(str.isdigit, typed))
    if _MOBILE.fullmatch(digits):
        return True
    try:
        number = phonenumbers.parse(typed, "ID")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)
