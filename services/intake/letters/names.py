"""Names of businesses and people, as somebody can read them."""

import unicodedata

from services.intake.letters.cells import CellProblemError

# By their category letters or symbols, on paper nothing: fillers of Hangul, Braille without a dot.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_SEEN = frozenset("LNPS")
"""Letters, numbers, punctuation, symbols; not marks, blanks and what steers the text."""


def name(cell: str, missing: str) -> str:
    """On one line; raises CellProblemError where nothing of it can be seen."""
    words = " ".join(cell.split())
    if not words.isascii() and not any(map(_is_seen, words)):
        raise CellProblemError(missing)
    return words


def _is_seen(character: str) -> bool:
    return unicodedata.category(character)[0] in _SEEN and character not in _BLANK
