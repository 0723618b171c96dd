"""Bytes to text, by what spreadsheets write here: one ladder for whoever reads a letter."""

import codecs

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def likely_encodings(head: bytes) -> tuple[str, ...]:
    """In the order in which to try them; the first bytes suffice."""
    if head.startswith(UTF16):
        return ("utf-16",)  # Excel's "Unicode text"
    # A statistical guess took Windows-1252 for cp1250.
    return ("utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8", "cp1252")


def decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding; raises UnicodeDecodeError where none fits."""
    *first, last = likely_encodings(content)
    for encoding in first:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return content.decode(last), last
