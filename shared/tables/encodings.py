"""Finds the encoding of a text file: UTF-8, UTF-16 or Windows-1252."""

import codecs
import io
from typing import BinaryIO

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PIECE = 1024 * 1024


def encoding_of(content: BinaryIO) -> str:
    """The encoding of most bytes that are not ASCII. Reads piece by piece."""
    head = content.read(len(codecs.BOM_UTF8))
    if head.startswith(UTF16):
        return "utf-16"  # Excel's "Unicode text"; whether it is, is found out where it is read
    if head == codecs.BOM_UTF8:
        return "utf-8-sig"
    content.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")(on_broken("utf-8"))
    whole = broken = 0
    piece = head
    while piece:
        piece = content.read(_PIECE)
        text = decoder.decode(piece, final=not piece)
        broken += broken_in(text)
        whole += len(text.encode("utf-8", "ignore")) - len(text.encode("ascii", "ignore"))
    # What is Windows-1252 is hardly ever UTF-8 by chance. A statistical guess took it for cp1250.
    return "utf-8" if whole >= broken else "cp1252"


def on_broken(encoding: str) -> str:
    """The error handler that keeps an invalid byte as a surrogate. Valid text has none."""
    return "strict" if encoding == "utf-16" else "surrogateescape"


def broken_in(text: str) -> int:
    """The number of invalid bytes in a decoded text."""
    return 0 if text.isascii() else len(text) - len(text.encode("utf-8", "ignore").decode())


def decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding. Raises UnicodeDecodeError for broken UTF-16."""
    encoding = encoding_of(io.BytesIO(content))
    return content.decode(encoding, on_broken(encoding)), encoding
