"""Names the kind of a file that is no text, by its first bytes."""

from shared.tables.unreadable import Unreadable, UnreadableFileError

_ARCHIVES = (
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"BZh",
)
_IMAGES = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_SIGNATURES = (
    ((b"%PDF",), Unreadable.PDF),
    (_IMAGES, Unreadable.IMAGE),
    ((b"{\\rtf",), Unreadable.RICH_TEXT),
    (_ARCHIVES, Unreadable.ARCHIVE),
)
LONGEST_LINE = 1024 * 1024
"""A million columns, or no table at all."""
_FEWEST_TO_A_HURT = 20


def is_hurt_all_over(hurt: int, characters: int) -> bool:
    """A text that was hurt holds a NUL or two; UTF-16 that nobody marked has one in two."""
    return hurt * _FEWEST_TO_A_HURT > characters


def refuse_other_kinds(content: bytes) -> None:
    """By their first bytes; workbooks and web pages are opened elsewhere."""
    for signatures, kind in _SIGNATURES:
        if content.startswith(signatures):
            raise UnreadableFileError(kind)
