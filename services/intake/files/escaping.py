"""Keeps a spreadsheet from calculating what a stranger has written."""

_CALCULATED = ("=", "+", "-", "@", "\t", "\r")


def escaped(text: str) -> str:
    """With an apostrophe before what would be a formula; the reader of letters drops it again."""
    return f"'{text}" if text.startswith(_CALCULATED) else text
