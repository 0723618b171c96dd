"""Which code of the programme a product may have, by its words; what is not clear stays open."""

import re
from collections.abc import Mapping
from itertools import takewhile
from typing import NamedTuple

from rapidfuzz.distance import OSA

from services.intake.letters import reference
from shared.province.serving import kept_for_each_province, province
from shared.tables.spelling import normalised

MOST = 5
_LIST = re.compile(r"[;,/&+\n]|\b(?:dan|and|serta)\b", re.IGNORECASE)
_FEWEST_LETTERS, _MANY_LETTERS = 4, 8
_LAST_RAW_CHAPTER, _COCOA = "14", "18"
_REMEMBERED = 5_000
_BEFORE_BRANDS = frozenset({"cap", "merek", "merk", "brand"})


class Proposal(NamedTuple):
    """HS6 codes, the likeliest first; a clear one stands alone."""

    codes: tuple[str, ...]
    is_clear: bool = False


class _Wording(NamedTuple):
    """Phrases as sets of words, in the order in which a letter may write them: any."""

    clear: tuple[frozenset[str], ...]
    maybe: tuple[frozenset[str], ...]
    allowed: frozenset[str]


class _Fit(NamedTuple):
    code: str
    words: int
    """Of the product, that its phrases hold."""
    is_explained: bool


def is_crop(proposal: Proposal) -> bool:
    """True if one possible code is raw produce of a field or of the sea."""
    return any(map(_is_raw, proposal.codes))


@kept_for_each_province(_REMEMBERED)
def propose(product: str, business_type: str = "", kbli: str = "") -> Proposal:
    """The one clear code of a product, else at most five that may fit.

    The type of business makes a product clearer (`Kopi`, of a business in `kopi bubuk`), and a
    crop doubtful (`Jahe`, of a business in drinks). KBLI only orders.
    """
    words, of_type = _words(product), _words(business_type)
    fits = _fits(words)
    explained = [fit for fit in fits if fit.is_explained]
    if not explained and of_type:
        explained = [fit for fit in _fits(words | of_type) if fit.is_explained and fit.words > 1]
    if (
        len(explained) == 1
        and not _contradicts(of_type, explained[0], words)
        and _begins_with(explained[0].code, product, business_type)
    ):
        return Proposal((explained[0].code,), is_clear=True)
    first = reference.commodity_words().kbli.get(kbli, ())
    fits = sorted(fits or _fits(of_type), key=lambda fit: (fit.code not in first, -fit.words))
    return Proposal(tuple([fit.code for fit in fits] or first)[:MOST])


def _begins_with(code: str, product: str, business_type: str) -> bool:
    """Of a list the first part alone must be clear: its parts may be different products."""
    first, *others = _LIST.split(product, maxsplit=1)
    return not others or propose(first, business_type) == Proposal((code,), is_clear=True)


def _contradicts(of_type: frozenset[str], fit: _Fit, words: frozenset[str]) -> bool:
    """True for a crop if the type of the business names something else."""
    if fit.words > 1 or not _is_raw(fit.code):
        return False
    return not of_type <= words | _wordings()[fit.code].allowed


def _fits(words: frozenset[str]) -> list[_Fit]:
    """Every code that has a phrase among the words."""
    fits = []
    for code in {code for word in words for code in _codes_by_word().get(word, ())}:
        wording = _wordings()[code]
        covered = frozenset[str]().union(*(phrase for phrase in wording.clear if phrase <= words))
        weak = max((len(phrase) for phrase in wording.maybe if phrase <= words), default=0)
        if covered or weak:
            fits.append(_Fit(code, len(covered) or weak, _explains(code, covered, words)))
    return sorted(fits)


def _explains(code: str, covered: frozenset[str], words: frozenset[str]) -> bool:
    rest = words - covered - _wordings()[code].allowed
    if len(covered) == 1 and _is_raw(code):
        return not rest
    made = reference.commodity_words().made
    return bool(covered) and all(word in made or word[0].isdigit() for word in rest)


def _is_raw(code: str) -> bool:
    return code[:2] <= _LAST_RAW_CHAPTER or code[:2] == _COCOA


@kept_for_each_province()
def _wordings() -> Mapping[str, _Wording]:
    table = reference.commodity_words()
    return {
        code: _Wording(
            tuple(frozenset(phrase.split()) for phrase in wording.get("clear", ())),
            tuple(frozenset(phrase.split()) for phrase in wording.get("maybe", ())),
            table.plain | province().origins | frozenset(wording.get("with", ())),
        )
        for code, wording in table.commodities.items()
    }


@kept_for_each_province()
def _codes_by_word() -> Mapping[str, frozenset[str]]:
    codes: dict[str, set[str]] = {}
    for code, wording in _wordings().items():
        for phrase in wording.clear + wording.maybe:
            for word in phrase:
                codes.setdefault(word, set()).add(code)
    return {word: frozenset(of_word) for word, of_word in codes.items()}


def _words(text: str) -> frozenset[str]:
    """In the spelling of the table, with what is misspelled put right."""
    table = reference.commodity_words()
    named = list(takewhile(lambda token: token not in _BEFORE_BRANDS, normalised(text).split()))
    corrected = f" {' '.join(map(_corrected, named))} "
    for pair, word in table.joined.items():
        corrected = corrected.replace(f" {pair} ", f" {word} ")
    return frozenset(
        part for word in corrected.split() for part in table.same.get(word, word).split()
    )


@kept_for_each_province(_REMEMBERED)
def _corrected(token: str) -> str:
    """The one known word that begins alike and is a slip of the finger away, else as typed."""
    known = _vocabulary()
    if token in known or len(token) < _FEWEST_LETTERS:
        return token
    slips = 2 if len(token) >= _MANY_LETTERS else 1
    near = {
        word: OSA.distance(token, word, score_cutoff=slips)
        for word in known
        if word[0] == token[0] and len(word) >= _FEWEST_LETTERS
    }
    least = min(near.values(), default=slips + 1)
    nearest = [word for word, distance in near.items() if distance == least <= slips]
    return nearest[0] if len(nearest) == 1 else token


@kept_for_each_province()
def _vocabulary() -> frozenset[str]:
    table = reference.commodity_words()
    pairs = (word for pair in table.joined for word in pair.split())
    of_codes = (word for wording in _wordings().values() for word in wording.allowed)
    return frozenset(
        (*_codes_by_word(), *of_codes, *table.same, *pairs, *table.made, *table.others)
    )
