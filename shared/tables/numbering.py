"""Numbers for the lines of a file with several tables, and the way back to a sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from shared.tables.understanding.tables import Table

LINES_APART = 10_000_000
"""Line 3 of the second table is 10,000,003: unique, increasing, and longer than any sheet."""


def place_of(line: int, sheets: Sequence[str]) -> tuple[str | None, int]:
    """The sheet of a line and the line on it; no sheet where the file has one table."""
    number, on_sheet = divmod(line, LINES_APART)
    return (sheets[number] if number < len(sheets) else None), on_sheet


def by_table(
    remarks: Mapping[int, str], tables: Iterable[Table]
) -> Iterator[tuple[Table, dict[int, str]]]:
    """The first table of each sheet with the remarks on its lines, as the sheet counts them."""
    shares: dict[int, dict[int, str]] = {}
    for line, sentence in remarks.items():
        number, on_sheet = divmod(line, LINES_APART)
        shares.setdefault(number, {})[on_sheet] = sentence
    first: dict[str, Table] = {}
    of_sheet: dict[str, dict[int, str]] = {}
    for number, table in enumerate(tables):
        first.setdefault(table.kind, table)
        of_sheet.setdefault(table.kind, {}).update(shares.get(number, {}))
    for kind, table in first.items():
        yield table, of_sheet[kind]
