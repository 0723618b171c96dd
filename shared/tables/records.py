"""Lines of a text become records. A broken line costs no other line."""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from shared.tables.limits import COLUMNS, ROWS
from shared.tables.unreadable import Unreadable, UnreadableFileError

MOST_LINES = 100
"""Most lines of a record. With more, a quotation mark was never closed."""
FEWEST_COLUMNS = 6
"""A table with fewer columns lacks a needed one."""
BLANKS = " \t\r\n\u00a0\u200b\ufeff"
LONGEST_CELL = 4_000
"""Longest cell that patterns may read. Some patterns need minutes for a megabyte."""
# Our own exports put an apostrophe before these, so that no spreadsheet calculates them.
_ESCAPED = ("'=", "'+", "'@", "'-")
# A byte that is no character, as `encodings` keeps it, and what other programs put in its place.
_BROKEN_BYTE = re.compile("[\udc80-\udcff\ufffd]")
_IN_ITS_PLACE = "\ufffd"
T = TypeVar("T")
Record = tuple[int, tuple[str, ...]]
Records = Callable[[str], Iterator[Record]]
"""Reads all records with one separator, or of one sheet."""


class Opened(Protocol):
    """A file whose lines can be read several times."""

    kinds: tuple[str, ...]
    """The sheets, or the possible separators."""
    are_sheets: bool

    @property
    def done(self) -> float:
        """The part of the file that was read since `rewind`, 0 to 1."""

    def rewind(self) -> None:
        """Count `done` from 0 again."""

    def records(self, kind: str, /) -> Iterator[Record]: ...
    def close(self) -> None: ...


class Broken(tuple[str, ...]):
    """A broken line, cut at every separator. Officers see it, but it is never taken."""

    __slots__ = ()
    code = ""
    """The code of the sentence that says why."""


class OpenQuote(Broken):
    """Has a quotation mark that nobody closed."""

    __slots__ = ()
    code = "open-quote"


class Hurt(Broken):
    """Has a NUL byte, so a character is lost."""

    __slots__ = ()
    code = "nul-byte"


class Garbled(Broken):
    """Has an invalid byte, so a character is lost."""

    __slots__ = ()
    code = "broken-bytes"


class HugeCell(Broken):
    """Has a cell that is too long."""

    __slots__ = ()
    code = "too-long"


def records_of(text: Iterable[str], separator: str) -> Iterator[Record]:
    """Number the records as a spreadsheet does: a cell with several lines is in one row.

    If the quotation marks of a record do not match, only its first line is broken, and reading
    goes on at the next line. Otherwise everything up to the next mark would be one cell.
    """
    lines, again, taken = iter(text), deque[str](), list[str]()
    number = columns = 0
    while True:
        # Strict, because else a quote that is never closed is none to the reader.
        reader = csv.reader(
            _kept(lines, again, taken), delimiter=separator, skipinitialspace=True, strict=True
        )
        try:
            for cells in reader:
                if len(taken) > 1 and _are_rows(taken, separator, columns):
                    break
                number, columns = number + 1, len(cells)
                text_of_record = "".join(taken)
                taken.clear()
                yield number, record_of(text_of_record, cells)
            else:
                return
        except csv.Error:
            pass  # told below, as those that close by chance
        number += 1
        first, *behind = taken
        again.extendleft(reversed(behind))
        taken.clear()
        kind = OpenQuote if '"' in first else HugeCell
        yield number, kind(stripped(writable(first).split(separator)))


def record_of(text: str, cells: Sequence[str]) -> tuple[str, ...]:
    """The cells of a record. Broken if its text was damaged or a cell is too long."""
    if "\0" in text:
        return Hurt(stripped([writable(cell) for cell in cells]))
    if not text.isascii() and _BROKEN_BYTE.search(text):
        return Garbled(stripped([writable(cell) for cell in cells]))
    plain = stripped(cells)
    is_huge = len(text) > LONGEST_CELL and max(map(len, plain), default=0) > LONGEST_CELL
    return HugeCell(plain) if is_huge else plain


def writable(text: str) -> str:
    """Replace invalid bytes, so that the text can be written and is still known as broken."""
    return _BROKEN_BYTE.sub(_IN_ITS_PLACE, text)


def _kept(lines: Iterator[str], again: deque[str], taken: list[str]) -> Iterator[str]:
    """Yield the next lines and keep them, in case they are no record."""
    while line := again.popleft() if again else next(lines, ""):
        if len(taken) == MOST_LINES:
            again.appendleft(line)
            raise csv.Error
        taken.append(line)
        yield line


def _are_rows(lines: Sequence[str], separator: str, columns: int) -> bool:
    """True if each line has as many cells as the row before: then a quotation mark joined rows."""
    fewest = max(columns, FEWEST_COLUMNS) - 1
    return all(line.count(separator) >= fewest for line in lines)


def stripped(cells: Sequence[str]) -> tuple[str, ...]:
    """Strip the cells. Raises UnreadableFileError for too many columns."""
    if len(cells) > COLUMNS and sum(map(bool, cells)) > COLUMNS:
        raise UnreadableFileError(Unreadable.TOO_MANY_COLUMNS, found=len(cells), limit=COLUMNS)
    bare = [cell.strip(BLANKS) for cell in cells]
    return tuple(map(_unescaped, bare) if "'" in "".join(bare) else bare)


def _unescaped(cell: str) -> str:
    return cell[1:] if cell.startswith(_ESCAPED) else cell


def bounded(rows: Iterator[T], most: int = ROWS) -> Iterator[T]:
    """Raise UnreadableFileError where there is no row, or one too many."""
    count = 0
    for row in rows:
        count += 1
        if count > most:
            raise UnreadableFileError(Unreadable.TOO_MANY_ROWS, limit=most)
        yield row
    if not count:
        raise UnreadableFileError(Unreadable.NO_ROWS)
