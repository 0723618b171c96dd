"""Names the kind of a file that is no text, by its first bytes."""

import codecs
import re

from shared.tables.unreadable import Unreadable, UnreadableFileError

_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"BZh",
)
_IMAGES = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_SIGNATURES = (
    ((b"%PDF",), Unreadable.PDF),
    ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), Unreadable.OLD_WORKBOOK),
    (_IMAGES, Unreadable.IMAGE),
    ((b"{\\rtf",), Unreadable.RICH_TEXT),
    (_ARCHIVES, Unreadable.ARCHIVE),
)
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
# Many programs export a page of HTML and call it .xls.
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype|html|\?xml|table|head|meta)\b", re.IGNORECASE)
LONGEST_LINE = 1024 * 1024
"""A million columns, or no table at all."""
_FEWEST_TO_A_HURT = 20


def is_hurt_all_over(hurt: int, characters: int) -> bool:
    """A text that was hurt holds a NUL or two; UTF-16 that nobody marked has one in two."""
    return hurt * _FEWEST_TO_A_HURT > characters


def refuse_other_kinds(content: bytes) -> None:
    """By their first bytes; some say in a sentence of their own what to do."""
    for signatures, kind in _SIGNATURES:
        if content.startswith(signatures):
            is_workbook = content.startswith(b"PK") and b"xl/" in content
            # Excel wraps a workbook with a password into the old kind of file.
            has_password = _PASSWORD in content
            refined = Unreadable.WORKBOOK if is_workbook else kind
            raise UnreadableFileError(Unreadable.PASSWORD if has_password else refined)
    if _WEB_PAGE.match(content.removeprefix(codecs.BOM_UTF8)[:200]):
        raise UnreadableFileError(Unreadable.WEB_PAGE)
