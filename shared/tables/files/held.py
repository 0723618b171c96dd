"""A workbook or a web page whose sheets are in memory."""

from collections.abc import Iterator, Mapping, Sequence

from shared.tables import limits
from shared.tables.records import Record, record_of
from shared.tables.unreadable import Unreadable, UnreadableFileError

Rows = list[tuple[int, Sequence[str]]]
"""Line numbers with cells. A missing line is blank."""


class Held:
    """Sheets in memory. The kinds are the names of the visible sheets."""

    are_sheets = True

    def __init__(self, sheets: Mapping[str, Rows]) -> None:
        if len(sheets) > limits.SHEETS:
            raise UnreadableFileError(
                Unreadable.TOO_MANY_SHEETS, found=len(sheets), limit=limits.SHEETS
            )
        self._sheets = sheets
        self.kinds = tuple(sheets)
        self._expected, self._read = sum(map(len, sheets.values())), 0

    def close(self) -> None:
        """Do nothing: the file was closed after loading."""

    @property
    def done(self) -> float:
        return min(self._read / self._expected, 1.0) if self._expected else 0.0

    def rewind(self) -> None:
        self._read = 0

    def records(self, sheet: str) -> Iterator[Record]:
        before = 0
        for line, cells in self._sheets[sheet]:
            yield from ((blank, ()) for blank in range(before + 1, line))
            self._read, before = self._read + 1, line
            yield line, record_of("".join(cells), cells)
