"""What the words of a heading say of the amounts below it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from shared.tables.understanding.vocabulary import Vocabulary

_YEAR = re.compile(r"20[0-9]{2}")
_MOST_PERIODS = 100
"""The largest number of periods: `3 bulan`, `12 bulan`."""


class Amount(NamedTuple):
    """Scale, period and unit of the amounts below a heading. None: not stated."""

    scale: int | None = None
    per_year: float | None = None
    unit: str | None = None


def amount_of(own: Sequence[str], above: Sequence[str], words: Vocabulary) -> tuple[Amount, bool]:
    """Scale, period and unit of a heading, and True if they are unclear."""
    tokens = [*own, *above]
    scales = {words.scales[t] for t in tokens if t in words.scales}
    named = _periods(own, words) or _periods(above, words)
    periods = {period for _, period in named}
    if not periods and any(map(_YEAR.fullmatch, tokens)):
        periods = {1}
    several = any(before.isdigit() and 1 < int(before) < _MOST_PERIODS for before, _ in named)
    units = [t for t in tokens if t in words.units]
    is_unclear = several or len(scales) > 1 or len(periods) > 1
    amount = Amount(
        scales.pop() if len(scales) == 1 else None,
        periods.pop() if len(periods) == 1 else None,
        units[0] if len(units) == 1 else None,
    )
    return amount, is_unclear


def _periods(tokens: Sequence[str], words: Vocabulary) -> list[tuple[str, float]]:
    """Each period with the word before it. In `per Bulan Tahun 2025` the period is the month."""
    return [
        (before, words.periods[token])
        for before, token, behind in zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False)
        if token in words.periods and not _YEAR.fullmatch(behind)
    ]
