"""Finds the encoding of a text, as the spreadsheet programs of districts write it."""

import codecs
import io
from typing import BinaryIO

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PIECE = 1024 * 1024


def encoding_of(content: BinaryIO) -> str:
    """By most of its bytes that are not ASCII, found without holding all in memory."""
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
    """How bytes that are no character are kept: each as a surrogate, which is in no other text."""
    return "strict" if encoding == "utf-16" else "surrogateescape"


def broken_in(text: str) -> int:
    """How many bytes of it are no characters."""
    return 0 if text.isascii() else len(text) - len(text.encode("utf-8", "ignore").decode())


def decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding; raises UnicodeDecodeError for UTF-16 that is none."""
    encoding = encoding_of(io.BytesIO(content))
    return content.decode(encoding, on_broken(encoding)), encoding
