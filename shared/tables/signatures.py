"""Recognises files that are no text by their first bytes."""

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
"""A longer line is no table."""
_FEWEST_TO_A_HURT = 20


def is_hurt_all_over(hurt: int, characters: int) -> bool:
    """True for a file that is no text. A damaged text has few faults; unmarked UTF-16 has many."""
    return hurt * _FEWEST_TO_A_HURT > characters


def refuse_other_kinds(content: bytes) -> None:
    """Raises UnreadableFileError for PDF, images, rich text and archives."""
    for signatures, kind in _SIGNATURES:
        if content.startswith(signatures):
            raise UnreadableFileError(kind)
