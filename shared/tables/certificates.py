"""The certificates and licences that a cell names."""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Protocol

from shared.tables.parting import labelled_numbers, without_licence_numbers

_BETWEEN = re.compile(r"[;,/\n+&|]|\b(?:dan|and)\b", re.IGNORECASE)
_WORDS = re.compile(r"[\w-]+")
_FEWEST_DIGITS = 10
"""A number with fewer is none yet: `NIB 812`. One with a few too few is wrong."""
_LONGEST_PLAIN = 13
_FOOD_LICENCES = frozenset({"pirt", "p-irt"})
_NUMBERS_ONLY = frozenset({"nib", "npwp"})
Fields = Iterable[tuple[str, str]]


class CertificateCells(Protocol):
    """The words of such cells, in lower case."""

    @property
    def certificates(self) -> Mapping[str, str]: ...
    @property
    def yes(self) -> AbstractSet[str]: ...
    @property
    def no(self) -> AbstractSet[str]: ...
    @property
    def empty(self) -> AbstractSet[str]: ...
    @property
    def absent(self) -> AbstractSet[str]: ...
    @property
    def negations(self) -> AbstractSet[str]: ...


def certificates_in(cell: str, known: CertificateCells) -> tuple[str, ...]:
    """`Halal (ID1211...); P-IRT, organik`: each once, as it was written."""
    if len(cell) > _LONGEST_PLAIN:
        cell = without_licence_numbers(cell)
    if all(_is_known(word, known) for word in cell.lower().split()):
        cell = ";".join(cell.split())
    names = (" ".join(part.split()).strip(" -:.") for part in _BETWEEN.split(cell))
    return tuple(dict.fromkeys(filter(_names_a_certificate, names)))


def certificates_below(label: str | None, known: CertificateCells, cell: str) -> Fields:
    """Below a heading of certificates. Whole numbers, as in `NIB 9122...`, go to their fields."""
    named = [("certificates", "" if _says_no(cell, known) else _labelled(cell, label, known))]
    if len(cell) <= _LONGEST_PLAIN:  # nearly all cells
        return named
    numbers = labelled_numbers(cell)
    return [*named, *(n for n in numbers if sum(map(str.isdigit, n[1])) >= _FEWEST_DIGITS)]


def licences(known: CertificateCells, cell: str) -> Fields:
    """Numbers behind their labels, and the certificates that are known."""
    yield from labelled_numbers(cell)
    names = certificates_in(cell, known)
    yield "certificates", "; ".join(name for name in names if _is_held(name, known))


def _is_known(word: str, known: CertificateCells) -> bool:
    return word in known.certificates or word in _FOOD_LICENCES


def _names_a_certificate(text: str) -> bool:
    """Not a count, and not the label of a number."""
    return any(map(str.isalpha, text)) and text.lower() not in _NUMBERS_ONLY


def _is_held(name: str, known: CertificateCells) -> bool:
    """Not `PIRT proses`."""
    words = _WORDS.findall(name.lower())
    is_denied = not (known.absent | known.negations).isdisjoint(words)
    return any(_is_known(word, known) for word in words) and not is_denied


def _labelled(cell: str, label: str | None, known: CertificateCells) -> str:
    """A yes says what its heading names, if it names anything; a name says more, a mark less."""
    words = cell.lower().replace(",", " ").split()
    is_yes = cell.lower() in known.yes
    if label and not any(_is_known(word, known) for word in words):
        return label if is_yes or len(cell) > 1 else ""  # `SKP` has marks from A to C
    return "" if is_yes else cell


def _says_no(cell: str, known: CertificateCells) -> bool:
    """Also what is not there yet: `belum`, `0`, `-`."""
    answer = cell.strip(" .-").lower()
    first = answer.split(maxsplit=1)[0] if answer else ""
    is_none = answer in known.no or answer in known.empty
    return not answer or is_none or first in known.negations or first in known.absent
