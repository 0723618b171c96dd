"""Scale, period and unit that the lines above a table state."""

import re
from collections.abc import Iterable, Mapping

from shared.tables.understanding.amounts import Amount
from shared.tables.understanding.headings import CLEAR, LONGEST, Heading, meaning_of, plain
from shared.tables.understanding.vocabulary import Vocabulary

_OF_RUPIAH = re.compile(r"(?:\bdalam\b|\bin\b|\().*\b(?:rp|rupiah|idr)\b")
_LONGEST_STATEMENT = 60
_EACH = re.compile(
    r"(?:\bper |/ ?|\bse)(?:bulan|bln|tahun|thn|minggu|mgg|hari|month|year|week|day)\b"
)
"""Matches a period. `per Oktober 2026` is a day."""
_CLAUSES = re.compile("[,;]")
_MONEY = ("yearly_sales", "capital")
_STATED = (*_MONEY, "capacity")


def names_period(heading: Heading) -> bool:
    """True for `Produk dan jumlah per bulan`, not for `Produk tahun 2025`."""
    return _EACH.search(plain(heading.shown)) is not None


def stated_amounts(texts: Iterable[str], words: Vocabulary) -> Mapping[str, Amount]:
    """Read the lines above a table: `Omzet per bulan dalam ribuan rupiah`."""
    stated: dict[str, Amount] = {}
    for clause in (part for text in texts if len(text) < LONGEST for part in _CLAUSES.split(text)):
        lower = plain(clause)
        meaning = meaning_of(Heading(clause), words)
        fields = [field for field in _STATED if meaning.scores.get(field, 0) >= CLEAR]
        per_year = meaning.amount.per_year if _EACH.search(lower) else None
        scale = meaning.amount.scale if _OF_RUPIAH.search(lower) else None
        if scale and not fields and len(clause) <= _LONGEST_STATEMENT:
            fields = [*_MONEY]
        for field in fields if scale or per_year else ():
            stated.setdefault(field, Amount(scale if field in _MONEY else None, per_year))
    return stated
