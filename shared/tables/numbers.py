"""Numbers as Indonesians write them: a dot for thousands, a comma for decimals."""

import re

NUMBER = (
    r"[0-9]{1,3}(?:[. ][0-9]{3})+(?:,[0-9]+)?"  # 1.250.000,5
    r"|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"  # 1,250,000.5
    r"|[0-9]+(?:[.,][0-9]+)?"
)
_DECIMAL_DOT = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|0\.[0-9]+|[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})"
)


def marked(number: float) -> str:
    """Write a number with dots for thousands and a comma for decimals."""
    return f"{number:,.10g}".translate(str.maketrans(",.", ".,"))


def number_of(text: str) -> float:
    """Read a number with dots for thousands, a comma for decimals; also `1,250,000.50`."""
    plain = text.replace(" ", "")
    if plain.count(",") > 1 or _DECIMAL_DOT.fullmatch(plain):
        return float(plain.replace(",", ""))
    return float(plain.replace(".", "").replace(",", "."))
