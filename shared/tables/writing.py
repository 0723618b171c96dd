"""Writes foreign text as CSV. No spreadsheet program calculates it."""

import csv
import io
from collections.abc import Iterable

BOM = "\ufeff"  # without it Excel reads the names of Nias in another encoding
# Excel in East Asia calculates after a full-width sign too.
_CALCULATED = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def escaped(text: str) -> str:
    """Put an apostrophe before text like a formula. Our reader drops it again."""
    return f"'{text}" if text.startswith(_CALCULATED) else text


def record(cells: Iterable[str]) -> str:
    """One line of CSV with semicolons, as Excel in Indonesia expects."""
    return records([cells])


def records(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([escaped(cell) for cell in row] for row in rows)
    return text.getvalue()
