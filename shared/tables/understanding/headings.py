"""The meaning of a heading: the fields of its words, unit, scale and period."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from shared.tables.understanding.amounts import Amount, amount_of
from shared.tables.understanding.spellings import joined, known_parts, unspaced
from shared.tables.understanding.vocabulary import Vocabulary

CLEAR = 3.0
"""Points from which a heading names a field. Below, the cells decide."""
_ALONE = 2.0
"""Points from which one word is a part: `Usaha & Pemilik`."""
LONGEST = 300
"""Most characters of a heading that are read. A longer one is a question with its explanation."""
_ASIDE = 0.4
"""The weight of words in brackets, or in the heading above."""
_STRANGER = -0.4
"""Points for each unknown word."""
_MOST_STRANGERS = 4
_MOST_WORDS = 6
"""Most words of a heading with several names. A longer one is a question."""
_REMEMBERED = 4_000
_HYPHEN = re.compile(r"(?<=[a-z])-\s+(?=[a-z])")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_LETTERS = re.compile(r"[A-Za-z]+")
_SPLIT = re.compile(r"[/&,;+|\n\u2013]|\s-\s|\b(?:dan|atau|and|or)\b")
_DOTTED = re.compile(r"(?<=\b[a-z])\.(?=[a-z]\b)")
"""The dot inside of `T.K.`"""
_BRACKETS = re.compile(r"[(\[{]([^)\]}]*)[)\]}]?")
_WORD = re.compile(r"m[23](?![0-9])|[a-z]+(?:-irt)?|[0-9]+|#(?![a-z])")
_ZEROS = re.compile(r"(?<![0-9.])1?[., ]?000([., ]000)?(?![0-9.,])")
"""`(Rp. 000)`, `(Rp 1.000)`, `(Rp. 000.000)`."""


class Heading(NamedTuple):
    """The heading of one column. `above` also spans its neighbours."""

    text: str
    above: str = ""

    @property
    def shown(self) -> str:
        """The heading as people read it."""
        joined = " / ".join(part for part in (self.above, self.text) if part)
        return " ".join(joined.split())


class Meaning(NamedTuple):
    """The points of each field. Fields that the programme skips begin with `-`."""

    scores: Mapping[str, float]
    parts: tuple[str, ...]
    """The field of each part of a short heading, if it is clear."""
    amount: Amount
    has_stranger: bool = False
    """True if a word is unknown. It may be a unit or a period."""
    is_unclear: bool = False
    """True for several scales or periods, or a number of periods."""


_FROM_ABOVE = ("-someone_else", "-supply")
"""Kinds that a heading above decides: `Telepon` below `Pendamping`, `Jumlah` below `Bahan Baku`."""


_PLACES = (("village",), ("subdistrict",))
_DECISIVE = 20
"""Fewest points of a phrase that decides over all other words."""


@lru_cache(_REMEMBERED)
def meaning_of(heading: Heading, words: Vocabulary) -> Meaning:
    """The meaning of a heading, from its words only."""
    own, aside = _in_and_outside_brackets(heading.text, words)
    parts = [part for text in _SPLIT.split(own) if (part := tuple(words_of(text, words)))]
    beside = [word for text in aside for word in words_of(text, words)]
    over, over_aside = _in_and_outside_brackets(heading.above, words)
    above = list(words_of(over, words))
    named_by = [word for part in parts for word in part]
    scores = _scores(named_by, words)
    if not scores and len(named_by) > 1 and words.units.issuperset(named_by):
        scores = {"unit": CLEAR}  # `kg/buah/bks`
    if not scores and beside:
        parts, scores, beside = [tuple(beside)], _scores(beside, words), []
    if _is_of_above(scores, _scores(above, words)) and _only_counts(named_by, words):
        scores = _scores(above, words)  # `juta Rp/bln` below `Omzet`, `L | P` below `Tenaga Kerja`
    scores = _scores_of_people(named_by, words) or scores
    if "consent" in _scores(above, words) and words.ignored.issuperset(named_by):
        scores, above = _scores(above, words), []  # `Ya | Tidak` below `Persetujuan`
    for name, strength in _scores([*beside, *above], words, named_by if above else ()).items():
        if not name.startswith("-"):
            scores[name] = scores.get(name, 0) + strength * _ASIDE
    of_above = _scores(above, words)
    scores |= {name: of_above[name] for name in _FROM_ABOVE if name in of_above}
    scores |= _across_brackets(named_by, beside, words)
    over_all = [word for text in (over, *over_aside) for word in words_of(text, words)]
    everything = [*(word for part in parts for word in part), *beside, *over_all]
    is_short = sum(word not in words.ignored for word in everything) <= _MOST_WORDS
    named = _named(parts, beside, words) if is_short else ()
    places = _fields_of(
        [tuple(words_of(t, words)) for text in aside for t in _SPLIT.split(text)], words
    )
    if is_short and "address" in scores and (places in words.together or places in _PLACES):
        named = places  # `Alamat (Desa / Kecamatan)` and `Alamat (Kec.)` hold no street
        scores[places[0]] = scores["address"] + CLEAR
    if place := _place_of_an_address(named_by, scores, words):
        named = (place,)
        scores[place] += CLEAR
    parted = [word for part in parts for word in (*part, "/")]
    amount, is_unclear = amount_of([*parted, *beside], over_all, words)
    if zeros := _ZEROS.search(plain(f"{heading.above} {heading.text}"[:LONGEST])):
        amount = amount._replace(scale=1_000_000 if zeros[1] else 1_000)
    own_words = (word for part in (*parts, beside) for word in part)
    has_stranger = any(_is_strange(word, words) for word in own_words)
    return Meaning(scores, named, amount, has_stranger, is_unclear)


def _across_brackets(
    own: Sequence[str], beside: Sequence[str], words: Vocabulary
) -> Mapping[str, float]:
    """Phrases with words on both sides: `Setuju (Dinas)`, `Merek (dalam proses)`."""
    apart, joined = (_scores(own, words), _scores(beside, words)), _scores([*own, *beside], words)
    points = {
        name: total - sum(part.get(name, 0) for part in apart) for name, total in joined.items()
    }
    return {name: joined[name] for name, more in points.items() if beside and more >= _DECISIVE}


def _is_of_above(own: Mapping[str, float], above: Mapping[str, float]) -> bool:
    """True where the own words name nothing, or `Keluarga` stands below `Tenaga Kerja`."""
    return bool(above) and (max(own.values(), default=0.0) < CLEAR or _counts_people(above))


def _scores_of_people(named_by: Sequence[str], words: Vocabulary) -> dict[str, float]:
    """Points of `Tenaga kerja keluarga`; nothing for a heading that names no part of people."""
    others = [word for word in named_by if word not in words.cells.parts_of_people]
    scores = _scores(others, words) if len(others) < len(named_by) else {}
    return scores if _counts_people(scores) else {}


def _counts_people(scores: Mapping[str, float]) -> bool:
    return scores.get("employees", 0.0) >= CLEAR


def _only_counts(named_by: Sequence[str], words: Vocabulary) -> bool:
    """Nothing but units, periods, scales, letters and sexes, and not `Ada | Tidak`."""
    telling = [word for word in named_by if word not in words.ignored]
    counting = (words.scales, words.periods, words.units, words.cells.parts_of_people)
    return bool(telling) and all(
        len(word) == 1 or any(word in known for known in counting) for word in telling
    )


def _place_of_an_address(
    named_by: Sequence[str], scores: Mapping[str, float], words: Vocabulary
) -> str | None:
    """`Alamat Desa` is a village. `Alamat lengkap (jalan, desa, kecamatan)` is an address."""
    telling = [word for word in named_by if word not in words.ignored]
    named = {"address", "village", "subdistrict"} & scores.keys()
    if len(telling) != len(named) or len(named) != len(("address", "place")):
        return None
    return next(iter(named - {"address"})) if "address" in named else None


def _named(
    parts: Sequence[Sequence[str]], beside: Sequence[str], words: Vocabulary
) -> tuple[str, ...]:
    """The fields of the parts. `Nama Usaha / Pemilik` and `UMKM (pemilik)` name two."""
    pair = _fields_of([*parts, beside], words)
    return pair if pair in words.together else _fields_of(parts, words, _ALONE)


def words_in(heading: str, words: Vocabulary) -> list[str]:
    """All words of a typed heading."""
    return list(words_of(plain(_CAMEL.sub(" ", heading[:LONGEST])), words))


def words_of(text: str, known: Vocabulary) -> Iterator[str]:
    """The words of a text. Known words get the spelling of the vocabulary."""
    for word in _tokens(text):
        if word in known.until_here:
            return
        yield from known_parts(word, known)


def _in_and_outside_brackets(text: str, known: Vocabulary) -> tuple[str, list[str]]:
    def camel_parted(word: re.Match[str]) -> str:
        """Split `NamaUsaha` into two words. `WhatsApp` stays one."""
        is_one = word.group().lower() in known.words
        return word.group() if is_one else _CAMEL.sub(" ", word.group())

    text = plain(joined(_LETTERS.sub(camel_parted, unspaced(text[:LONGEST]))))
    return _BRACKETS.sub(" ", text), _BRACKETS.findall(text)


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    letters = _HYPHEN.sub("", letters)
    return letters.replace("_", " ").replace("p-irt", "pirt").replace("e-mail", "email")


def _tokens(text: str) -> list[str]:
    text = _DOTTED.sub("", text)
    return _WORD.findall(text.replace("no.", "no ").replace("p.irt", "pirt"))


def _scores(
    tokens: Sequence[str], words: Vocabulary, own: Sequence[str] | None = None
) -> dict[str, float]:
    """Points by field. `own` are the heading's words, if the tokens stand above it."""
    scores: dict[str, float] = {}
    present = dict.fromkeys(tokens)  # in their order: the first of equals wins, in any process
    whole = dict.fromkeys([*tokens, *(own or ())])
    for token in whole:
        is_named = token in present and token not in words.ignored
        for name, strength in words.points.get(token, {}).items() if is_named else ():
            scores[name] = scores.get(name, 0) + strength
        for needed, name, strength in words.phrases.get(token, ()):
            if needed <= whole.keys() and needed & present.keys():
                scores[name] = scores.get(name, 0) + strength
    unknown = sum(_is_strange(t, words) for t in present) if own is None else 0
    less = _STRANGER * min(unknown, _MOST_STRANGERS)
    return {name: strength + less for name, strength in scores.items() if strength > 0}


def _is_strange(word: str, words: Vocabulary) -> bool:
    """True for an unknown word. Single letters, as in `Y/T`, are no words."""
    return len(word) > 1 and word.isalpha() and word not in words.words


def _fields_of(
    parts: Sequence[Sequence[str]], words: Vocabulary, alone: float = CLEAR
) -> tuple[str, ...]:
    """The fields of the parts. Each part must name its field clearly."""
    named: list[str] = []
    for part in parts:
        scores = _scores(part, words)
        best = max(scores, key=lambda name: scores[name], default="")
        least = alone if len(part) == 1 and best in words.required else CLEAR
        if best and scores[best] >= least and best not in named:
            named.append(best)
    return tuple(named)
