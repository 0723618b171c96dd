"""A filled-in form becomes the bytes of a file, in one of the dialects that offices send."""

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

from story.sample.dice import Dice
from story.sample.tables import District, Form, forms
from story.sample.typing_in import Cells

# Lengths without a common factor, so that the mixes of the 33 letters all differ.
_ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-8", "utf-8-sig", "cp1252", "utf-8")
_SEPARATORS = (";", ",", ";", ";", ",")
_BLANK_LINE_AFTER_PERCENT = 1


class Dialect(NamedTuple):
    form: Form
    separator: str
    encoding: str
    blank_columns: int
    blank_rows: int


class Sheet(NamedTuple):
    """`lines` says for each row of cells that was given where it stands."""

    content: bytes
    lines: tuple[int, ...]


def dialect_of(index: int, dice: Dice) -> Dialect:
    return Dialect(
        form=forms()[index % len(forms())],
        separator=_SEPARATORS[index % len(_SEPARATORS)],
        encoding=_ENCODINGS[index % len(_ENCODINGS)],
        blank_columns=dice.pick((0, 0, 1, 2)),
        blank_rows=dice.pick((0, 0, 1, 4)),
    )


def draw(district: District, dialect: Dialect, rows: Sequence[Cells], dice: Dice) -> Sheet:
    """Titles, headings, rows, and what spreadsheets leave behind: empty lines and columns."""
    columns = dialect.form.columns
    width = len(columns) + dialect.blank_columns
    table = [_title(title, district, dice, width) for title in dialect.form.titles]
    table.append([*columns, *[""] * dialect.blank_columns])
    lines = []
    for number, cells in enumerate(rows, start=1):
        table.append(_row(cells, number, district, dialect))
        lines.append(len(table))
        if dice.chance(_BLANK_LINE_AFTER_PERCENT):
            table.append([""] * width)
    table.extend([""] * width for _ in range(dialect.blank_rows))
    return Sheet(_encoded(table, dialect), tuple(lines))


def _title(title: str, district: District, dice: Dice, width: int) -> list[str]:
    text = title.format(district=district.name.upper(), number=dice.between(100, 999))
    return [text, *[""] * (width - 1)]


def _row(cells: Cells, number: int, district: District, dialect: Dialect) -> list[str]:
    written = {**cells, "number": str(number), "rank": str(number), "district": district.code}
    blanks = [""] * dialect.blank_columns
    return [written[field] for field in dialect.form.columns.values()] + blanks


def _encoded(table: Sequence[Sequence[str]], dialect: Dialect) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=dialect.separator, lineterminator="\r\n").writerows(table)
    return text.getvalue().encode(dialect.encoding)
