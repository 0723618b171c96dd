"""Quantities beside the names of goods: `Kopra 9 ton`, `3 ton kopra`, `Terasi : 1.500 bks`."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

_OF_A_PACKAGE = frozenset({"g", "gr", "gram", "ml", "ons", "cc"})
"""`Kopi bubuk 250 gr` is the name of a package. `Kopi bubuk 250 kg` is a quantity."""
_BEFORE_A_SIZE = r"(?<![\w.,/@-])(?<!@ )(?<!isi )(?<!kemasan )(?<!ukuran )"
_NUMBER = "[0-9](?:[0-9.,]{0,13}[0-9])?"
_FIGURE = rf"{_NUMBER}(?:(?: ?(?:[-\u2013]|s/?d) ?|/){_NUMBER})?(?: ?(?:ribu|rb))?"
_ABOUT = r"(?:(?:\u00b1|~|\+/-|sekitar\b|kurang lebih\b) ?)?"
_BETWEEN = r"(?:[;,/&+|\n]|\b(?:dan|and|serta)\b)"


class Goods(NamedTuple):
    """What a cell says of products."""

    names: str
    """The cell without quantities. A quantity between two products becomes a semicolon."""
    quantities: tuple[str, ...] = ()
    are_timed: bool = False
    """True if each quantity names its period."""


def goods_in(cell: str, pattern: re.Pattern[str]) -> Goods:
    """Part quantities from the names of products. Sizes of packages stay with the names."""
    matches = list(pattern.finditer(cell))
    quantities = tuple(" ".join(_typed(match).split()) for match in matches)
    are_timed = all(match["period"] for match in matches)
    return Goods(pattern.sub(_in_its_place, cell), quantities, are_timed)


def _typed(match: re.Match[str]) -> str:
    return match["quantity"] or match["enclosed"] or match["alone"]


def _in_its_place(match: re.Match[str]) -> str:
    return ";" if match["before"] or match["behind"] else " "


@lru_cache
def quantities_of(units: AbstractSet[str], periods: Sequence[str]) -> re.Pattern[str]:
    """The pattern of quantities in these units."""
    named = "|".join(sorted(units - _OF_A_PACKAGE, key=len, reverse=True))
    period = rf"(?: ?/ ?| per | ?se)(?:{'|'.join(periods)})\b"
    of_goods = rf"(?:(?:{named})\b|[a-z]{{1,10}}(?={period}))(?P<period>{period})?"
    other = rf"{_FIGURE} ?(?!(?:{'|'.join(_OF_A_PACKAGE)})\b)[a-z]{{1,10}}"
    return re.compile(
        rf"(?P<before>{_BETWEEN})?[ :=(\[\u2013-]{{0,6}}{_BEFORE_A_SIZE}"
        rf"(?P<quantity>{_ABOUT}{_FIGURE} ?{of_goods})[ )\].]{{0,6}}(?P<behind>{_BETWEEN})?"
        rf"|\((?P<enclosed>{other})\)|(?:\A|(?<=[\n;]))\s{{0,6}}(?P<alone>{other})\s{{0,6}}(?=\Z|[\n;])",
        re.IGNORECASE,
    )
