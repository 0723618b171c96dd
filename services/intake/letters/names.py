"""Names of businesses and people, as somebody can read them."""

import unicodedata

from services.intake.letters.cells import CellProblemError

# By their category letters or symbols, on paper nothing: fillers of Hangul, Braille without a dot.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_SEEN = frozenset("LNPS")
"""Unicode categories that can be seen: letters, numbers, punctuation, symbols."""


def name(cell: str, missing: str) -> str:
    """On one line; raises CellProblemError where nothing of it can be seen."""
    words = " ".join(cell.split())
    if not words.isascii() and not any(
        unicodedata.category(letter)[0] in _SEEN and letter not in _BLANK for letter in words
    ):
        raise CellProblemError(missing)
    return words
