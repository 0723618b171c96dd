"""A CSV file as records. It is never in memory as a whole."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from shared.tables import limits
from shared.tables.encodings import broken_in, encoding_of, on_broken
from shared.tables.records import Record, records_of
from shared.tables.signatures import LONGEST_LINE, is_hurt_all_over, refuse_other_kinds
from shared.tables.unreadable import Unreadable, UnreadableFileError

_HEAD = 4_096
SEPARATORS = (";", ",", "\t", "|")
_PIECE = limits.MEGABYTE
_EXCEL_HINT = re.compile(r'^"?sep=([;,\t|])"?\r?\n', re.IGNORECASE)


class PlainFile:
    """A text file. The kinds are the separators that it may use."""

    are_sheets = False

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if not head:
                raise UnreadableFileError(Unreadable.EMPTY)
            refuse_other_kinds(head)
            file.seek(0)
            self._path, self.encoding = path, encoding_of(file)
        with self._open() as text:
            _refuse_odd_text(text)
        with self._open() as text:
            hint = _EXCEL_HINT.match(text.read(_HEAD))
        self.kinds: tuple[str, ...] = (hint.group(1),) if hint else SEPARATORS
        self._size, self._at = path.stat().st_size, 0

    def close(self) -> None:
        """Do nothing: the file is open only while it is read."""

    @property
    def done(self) -> float:
        """The part of the file that was read, 0 to 1."""
        return min(self._at / self._size, 1.0)

    def rewind(self) -> None:
        self._at = 0

    def records(self, separator: str) -> Iterator[Record]:
        with self._open() as text:
            yield from records_of(self._watched(text), separator)

    def _open(self) -> TextIO:
        errors = on_broken(self.encoding)
        return self._path.open(encoding=self.encoding, errors=errors, newline="")

    def _watched(self, text: TextIO) -> Iterator[str]:
        self._at = 0
        for line in text:
            self._at += len(line)
            yield line


def _refuse_odd_text(text: TextIO) -> None:
    blank, since_end, nuls, broken, characters = True, 0, 0, 0, 0
    try:
        while piece := text.read(_PIECE):
            nuls, characters = nuls + piece.count("\0"), characters + len(piece)
            broken += broken_in(piece)
            blank = blank and not piece.strip()
            end = max(piece.rfind("\r"), piece.rfind("\n"))
            since_end = len(piece) - end if end >= 0 else since_end + len(piece)
            if since_end > LONGEST_LINE:
                raise UnreadableFileError(Unreadable.LONG_LINE, limit=LONGEST_LINE)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(Unreadable.ENCODING) from error
    if is_hurt_all_over(nuls, characters):
        raise UnreadableFileError(Unreadable.BINARY)
    if is_hurt_all_over(broken, characters):
        raise UnreadableFileError(Unreadable.ENCODING)
    if blank:
        raise UnreadableFileError(Unreadable.EMPTY)
