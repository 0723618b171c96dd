"""Finds the known words behind a joined, misspelt, spaced or shortened word."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from shared.tables.understanding.vocabulary import Vocabulary

_FEWEST_SPACED = 3
_GAPS = re.compile(" {2,}")
_ALONE = re.compile(r"(?:\b[A-Za-z]\b[ .]?){3,}")
_ALIKE = 84
_VOWELS = re.compile("[aeiou]")
_SHORTEST_SKELETON = 3
_FEWEST_LETTERS = 5
_REMEMBERED = 4_000


@lru_cache(_REMEMBERED)
def known_parts(word: str, words: Vocabulary) -> tuple[str, ...]:
    """The word itself, or its two known parts, or the known word that is meant."""
    known = words.words
    if word in known or not word.isalpha():
        return (word,)
    if parts := _parts_of(word, known):
        return parts
    if meant := _by_skeleton(words).get(word):
        return (meant,)
    if len(word) >= _FEWEST_LETTERS:
        near = sorted(w for w in known if w[0] == word[0] and len(w) >= _FEWEST_LETTERS - 1)
        match = process.extractOne(word, near, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if match:
            return (match[0],)
    return (word,)


def _parts_of(word: str, known: AbstractSet[str]) -> tuple[str, ...]:
    """Split known words that were written as one: `namausaha`, `PENJUALANPERBULAN`."""
    for end in range(len(word) - 2, 1, -1):
        if word[:end] in known:
            rest = word[end:]
            parts = (rest,) if rest in known else _parts_of(rest, known)
            if parts:
                return (word[:end], *parts)
    return ()


@cache
def _by_skeleton(words: Vocabulary) -> Mapping[str, str]:
    """Find words without vowels after the first letter: `pmlk` is pemilik, `almt` is alamat."""
    meant: dict[str, set[str]] = {}
    for word in words.points:
        short = word[:1] + _VOWELS.sub("", word[1:])
        if _SHORTEST_SKELETON <= len(short) < len(word):
            meant.setdefault(short, set()).add(word)
    return {short: group.pop() for short, group in meant.items() if len(group) == 1}


def unspaced(text: str) -> str:
    """Join spaced letters: `P E M I L I K  ( H P )`. Two blanks separate words."""
    if any(len(mark) > 1 for mark in text.split()) or len(text.split()) < _FEWEST_SPACED:
        return text
    return " ".join(word.replace(" ", "") for word in _GAPS.split(text))


def joined(text: str) -> str:
    """Join `N I B` to one word. Two blanks separate the words of `N A M A  U S A H A`."""
    return _ALONE.sub(lambda run: re.sub(r"(?<=\S)[ .](?=\S)", "", run.group()), text)
