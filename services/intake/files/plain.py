"""A CSV file as records, streamed: its encoding is found without holding it in memory."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from services.intake.files import limits
from services.intake.letters.reading import (
    SEPARATORS,
    find_table,
    hinted_separator,
)
from services.intake.letters.records import Record, records_of
from services.intake.letters.sheets import Sheets
from services.intake.letters.text import LONGEST_LINE, is_binary, refuse_other_kinds
from services.intake.letters.unreadable import Unreadable, UnreadableLetterError
from shared.plumbing.encodings import UTF16, likely_encodings

_HEAD = 4_096
_PIECE = limits.MEGABYTE
_END_OF_LINE = re.compile(r"[\r\n]")


class PlainFile:
    """The kinds are the separators that the file may use."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if not head:
            raise UnreadableLetterError(Unreadable.EMPTY)
        refuse_other_kinds(head)
        self._path, self.encoding = path, _encoding(path, head)
        _refuse_odd_text(path, self.encoding)
        with self._open() as text:
            hint = hinted_separator(text.read(_HEAD))
        self.kinds = (hint,) if hint else SEPARATORS
        self._size, self._at = path.stat().st_size, 0

    def close(self) -> None:
        """Hold nothing: the file is open only while it is read."""

    @property
    def done(self) -> float:
        """How much of the file was read, 0 to 1."""
        return min(self._at / self._size, 1.0)

    def find_tables(self) -> Sheets:
        """One: the separators are readings of the same lines."""
        return Sheets((find_table(self.records, self.kinds),), ())

    def records(self, separator: str) -> Iterator[Record]:
        with self._open() as text:
            yield from records_of(self._watched(text), separator)

    def _open(self) -> TextIO:
        return self._path.open(encoding=self.encoding, newline="")

    def _watched(self, text: TextIO) -> Iterator[str]:
        self._at = 0
        for line in text:
            self._at += len(line)
            yield line


def _encoding(path: Path, head: bytes) -> str:
    if head.startswith(UTF16):
        return "utf-16"  # whether it is, is found out where the text is looked at
    for name in likely_encodings(head):
        if _decodes(path, name):
            return name
    holds_nul = b"\0" in head
    raise UnreadableLetterError(Unreadable.BINARY if holds_nul else Unreadable.ENCODING)


def _decodes(path: Path, name: str) -> bool:
    try:
        with path.open(encoding=name, newline="") as text:
            while text.read(_PIECE):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _refuse_odd_text(path: Path, encoding: str) -> None:
    blank, since_end, nuls, characters = True, 0, 0, 0
    with path.open(encoding=encoding, newline="") as text:
        try:
            while piece := text.read(_PIECE):
                nuls, characters = nuls + piece.count("\0"), characters + len(piece)
                blank = blank and not piece.strip()
                ends = [found.start() for found in _END_OF_LINE.finditer(piece)]
                since_end = len(piece) - ends[-1] if ends else since_end + len(piece)
                if since_end > LONGEST_LINE:
                    raise UnreadableLetterError(Unreadable.LONG_LINE, limit=LONGEST_LINE)
        except UnicodeDecodeError as error:
            raise UnreadableLetterError(Unreadable.ENCODING) from error
    if is_binary(nuls, characters):
        raise UnreadableLetterError(Unreadable.BINARY)
    if blank:
        raise UnreadableLetterError(Unreadable.EMPTY)
