"""Finds a NIK, a telephone number or an e-mail address in free text (UU 27/2022)."""

import re

from phonenumbers import Leniency, PhoneNumberMatcher
from pydantic import AfterValidator

from shared.indonesia.niks import NIK

SENTENCE_ID = (
    "Teks ini memuat NIK, nomor telepon atau e-mail, padahal akan dibaca banyak orang; hapus dulu."
)
SENTENCE_EN = (
    "This text holds a NIK, a telephone number or an e-mail address, but many people will read it; "
    "leave that out."
)
_EMAIL = re.compile(r"[^\s@]@[^\s@]+\.[A-Za-z]{2,}")
_SIXTEEN_DIGITS = re.compile(r"(?<![0-9])[1-9](?:[ .-]?[0-9]){15}(?![0-9])")
# Cheap, and true for each number: most texts hold none.
_MANY_DIGITS = re.compile(r"[0-9](?:[^0-9A-Za-z]{0,3}[0-9]){7}")
_BEFORE_A_NUMBER = re.compile(r"(?<=[A-Za-z])(?=[0-9+])")  # `HP0812...`
# An HS code, or a date or the number of a letter: neither is dialled.
_NOT_DIALLED = re.compile(r"/|(?<![0-9])[0-9]{4}\.[0-9]{2}(?![0-9])")


def holds_personal_data(text: str) -> bool:
    if _EMAIL.search(text):
        return True
    return bool(_MANY_DIGITS.search(text)) and (_holds_nik(text) or _holds_phone(text))


def _left_out(text: str) -> str:
    """Raises ValueError if it holds personal data."""
    if holds_personal_data(text):
        raise ValueError(SENTENCE_EN)
    return text


NoPersonalData = AfterValidator(_left_out)
"""For a text of a request that goes into an event."""


def _holds_nik(text: str) -> bool:
    numbers = _SIXTEEN_DIGITS.finditer(text)
    return any(NIK.fullmatch("".join(filter(str.isdigit, each.group()))) for each in numbers)


def _holds_phone(text: str) -> bool:
    numbers = PhoneNumberMatcher(_BEFORE_A_NUMBER.sub(" ", text), "ID", leniency=Leniency.VALID)
    return any(not _NOT_DIALLED.search(each.raw_string) for each in numbers)
