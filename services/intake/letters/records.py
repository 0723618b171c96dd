"""Lines of a text become records; what is broken in one of them loses no other."""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

from services.intake.letters.unreadable import Unreadable, UnreadableLetterError

MOST_LINES = 100
"""Of one record: where a cell seems to be longer, its quote was never closed."""
FEWEST_COLUMNS = 6
"""Without so many a table lacks a needed column."""
BLANKS = " \t\r\n\u00a0\u200b\ufeff"
_MOST_COLUMNS = 1_000
# Our own exports put an apostrophe before these, so that no spreadsheet calculates them.
_ESCAPED = re.compile("'[=+@\\-]")
Record = tuple[int, tuple[str, ...]]
Records = Callable[[str], Iterator[Record]]
"""From the first line on, as one kind of table: with one separator, or of one sheet."""


class Broken(tuple[str, ...]):
    """A line that is no record, parted at every separator: shown to officers, never taken."""

    __slots__ = ()
    code = ""
    """Of the sentence that says why."""


class OpenQuote(Broken):
    """Nobody knows where its cells end."""

    __slots__ = ()
    code = "open-quote"


class Hurt(Broken):
    """It holds a NUL, which nobody types: what stood there is lost."""

    __slots__ = ()
    code = "nul-byte"


class HugeCell(Broken):
    """More than anybody types into a cell."""

    __slots__ = ()
    code = "too-long"


def records_of(text: Iterable[str], separator: str) -> Iterator[Record]:
    """Count as a spreadsheet does, where a cell of several lines is one row.

    Where the quotes of a record do not match, its first line is broken, and the next one is a
    record again: else all up to the next quote would be one cell.
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
                is_hurt = "\0" in "".join(taken)
                taken.clear()
                yield number, Hurt(stripped(cells)) if is_hurt else stripped(cells)
            else:
                return
        except csv.Error:
            pass  # told below, as those that close by chance
        number += 1
        first, *behind = taken
        again.extendleft(reversed(behind))
        taken.clear()
        kind = OpenQuote if '"' in first else HugeCell
        yield number, kind(stripped(first.split(separator)))


def _kept(lines: Iterator[str], again: deque[str], taken: list[str]) -> Iterator[str]:
    """The next lines, which are kept until they are known to be a record."""
    while line := again.popleft() if again else next(lines, ""):
        if len(taken) == MOST_LINES:
            again.appendleft(line)
            raise csv.Error
        taken.append(line)
        yield line


def _are_rows(lines: Sequence[str], separator: str, columns: int) -> bool:
    """Whether each line has as many cells as the row before: a quote of one closed in another."""
    fewest = max(columns, FEWEST_COLUMNS) - 1
    return all(line.count(separator) >= fewest for line in lines)


def stripped(cells: Sequence[str]) -> tuple[str, ...]:
    """Without blanks around them; raises UnreadableLetterError for too many columns."""
    if len(cells) > _MOST_COLUMNS and sum(map(bool, cells)) > _MOST_COLUMNS:
        found = len(cells)
        raise UnreadableLetterError(Unreadable.TOO_MANY_COLUMNS, found=found, limit=_MOST_COLUMNS)
    return tuple([_unescaped(cell.strip(BLANKS)) for cell in cells])


def _unescaped(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _ESCAPED.match(cell) else cell
