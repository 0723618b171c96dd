"""Scale, period and unit that the lines above and below a table state."""

import re
from collections.abc import Iterable, Mapping

from shared.tables.understanding.amounts import Amount
from shared.tables.understanding.headings import (
    CLEAR,
    LONGEST,
    Heading,
    meaning_of,
    plain,
    words_of,
)
from shared.tables.understanding.vocabulary import Vocabulary

_OF_RUPIAH = re.compile(r"(?:\bdalam\b|\bin\b|\().*\b(?:rp|rupiah|idr)\b")
_LONGEST_STATEMENT = 60
_EACH = re.compile(
    r"(?:\b(?:per|satu|tiap|setiap) |/ ?|\bse)"
    r"(?:bulan|bln|tahun|thn|minggu|mgg|hari|month|year|week|day)\b"
)
"""Matches a period. `per Oktober 2026` is a day."""
_CLAUSES = re.compile("[,;]")
_MONEY = ("yearly_sales", "capital")
_STATED = (*_MONEY, "capacity")
_NAMING = frozenset({*_STATED, "note", "unit"})
_EXPLAINING = frozenset(
    {
        *("adalah", "ialah", "dihitung", "dinyatakan", "ditulis", "disajikan", "nilai", "angka"),
        *("data", "kolom", "semua", "seluruh", "jumlah", "usaha", "umkm", "hasil", "dan", "an"),
        *("all", "figures", "amounts", "are", "and"),
    }
)
_YEAR = re.compile(r"\b20[0-9]{2}\b")
_FIGURE = re.compile("[2-9]")
"""`(Rp 1.000)` is a scale; another figure is of something else."""


def names_period(heading: Heading) -> bool:
    """True for `Produk dan jumlah per bulan`, not for `Produk tahun 2025`."""
    return _EACH.search(plain(heading.shown)) is not None


def stated_amounts(texts: Iterable[str], words: Vocabulary) -> Mapping[str, Amount]:
    """Read the lines around a table: `Omzet per bulan dalam ribuan rupiah`.

    A clause counts if it says nothing else: not `omzet naik 20% per bulan`.
    """
    stated: dict[str, Amount] = {}
    for clause in (part for text in texts if len(text) < LONGEST for part in _CLAUSES.split(text)):
        lower = plain(clause)
        if not _only_states(lower, words):
            continue
        meaning = meaning_of(Heading(clause), words)
        fields = [field for field in _STATED if meaning.scores.get(field, 0) >= CLEAR]
        per_year = meaning.amount.per_year if _EACH.search(lower) else None
        scale = meaning.amount.scale if _OF_RUPIAH.search(lower) else None
        if scale and not fields and len(clause) <= _LONGEST_STATEMENT:
            fields = [*_MONEY]
        for field in fields if scale or per_year else ():
            stated.setdefault(field, Amount(scale if field in _MONEY else None, per_year))
    return stated


def _only_states(clause: str, words: Vocabulary) -> bool:
    """True if all words name an amount, its scale, unit or period, or explain that they do."""
    known = (words.ignored, words.scales, words.periods, words.units, _EXPLAINING)
    telling = [word for word in words_of(clause, words) if not word.isdigit()]
    return not _FIGURE.search(_YEAR.sub("", clause)) and all(
        any(word in group for group in known) or not _NAMING.isdisjoint(words.points.get(word, {}))
        for word in telling
    )
