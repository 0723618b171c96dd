"""Spellings of headings, sheets and columns, for comparing and for showing."""

import re
import unicodedata

_APOSTROPHES = re.compile("['`\u2018\u2019\u02bc\u02bb\u00b4]")
_NOT_A_WORD = re.compile(r"[\W_]+")
_TELLING_LETTERS = 3
_NAME_CHARACTERS = 80
# By their category letters or symbols, on paper nothing: fillers of Hangul, Braille without a dot.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_SEEN = frozenset("LNPS")
"""Unicode categories of visible characters: letters, numbers, punctuation, symbols."""


def normalised(text: str) -> str:
    """For comparing: lower case, no accents, no punctuation, single spaces.

    If almost nothing is left (C++, an emoji), the typed text stays.
    """
    plain = _plain(text)
    return plain if len(plain) >= _TELLING_LETTERS else " ".join(text.casefold().split())


def one_word(name: str) -> str:
    """`Siborong-Borong` and `Siborongborong` are one name."""
    return normalised(name).replace(" ", "")


def _plain(text: str) -> str:
    if text.isascii():  # nine of ten, at a fifth of the time
        words = text.lower().split()
        if "".join(words).isalnum():
            return " ".join(words)
        return _NOT_A_WORD.sub(" ", _APOSTROPHES.sub("", text.lower())).strip()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _NOT_A_WORD.sub(" ", _APOSTROPHES.sub("", plain)).strip()


def is_visible(text: str) -> bool:
    """True if the text has a visible character. Plain ASCII counts as visible."""
    return text.isascii() or any(
        unicodedata.category(letter)[0] in _SEEN and letter not in _BLANK for letter in text
    )


def letter_of(place: int) -> str:
    """The letter of a column: `A` for the first, `AA` after `Z`."""
    before, last = divmod(place, 26)
    return (letter_of(before - 1) if before else "") + chr(ord("A") + last)


def printable(name: str) -> str:
    """The name of a sheet or a heading, safe inside a sentence."""
    words = " ".join(name.split())[:_NAME_CHARACTERS]
    return "".join(c for c in words if c.isprintable()).strip() or "?" * bool(name)
