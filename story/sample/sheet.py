"""A filled-in form becomes a page: titles, headings, rows, and what stands below them."""

from collections.abc import Sequence
from typing import NamedTuple

from shared.province.settings import chosen_province
from story.sample import encoding
from story.sample.dice import Dice
from story.sample.headings import SampleHeading, draw_headings
from story.sample.tables import Form, SampleDistrict, single_forms, usual_forms
from story.sample.typing_in import Cells

# Lengths without a common factor, so that the mixes of the 33 letters all differ.
_ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-8", "utf-8-sig", "cp1252", "utf-8")
_SEPARATORS = (";", ",", ";", ";", ",")
_WORKBOOKS = (False, False, False, True)
_BLANK_LINE_AFTER_PERCENT = 1
_LONGEST_SIGNATURE = 45
"""What is longer is a note, and begins at the left."""
_UNSIGNED = frozenset({"business", "owner", "phone", "product"})
"""A signature below one of these could be taken for a row."""


class Dialect(NamedTuple):
    form: Form
    headings: tuple[SampleHeading, ...]
    separator: str
    """Empty in a workbook, as its encoding is."""
    encoding: str
    blank_columns: int
    blank_rows: int

    @property
    def ending(self) -> str:
        return "csv" if self.separator else "xlsx"


class SampleSheet(NamedTuple):
    """`lines` says for each row of cells that was given where it stands."""

    content: bytes
    lines: tuple[int, ...]


def dialect_of(index: int, dice: Dice, of_headings: Dice) -> Dialect:
    forms = usual_forms()
    form = single_forms().get(index) or forms[index % len(forms)]
    is_workbook = _WORKBOOKS[index % len(_WORKBOOKS)]
    return Dialect(
        form=form,
        headings=draw_headings(form, of_headings),
        separator="" if is_workbook else _SEPARATORS[index % len(_SEPARATORS)],
        encoding="" if is_workbook else _ENCODINGS[index % len(_ENCODINGS)],
        blank_columns=dice.pick((0, 0, 1, 2)),
        blank_rows=dice.pick((0, 0, 1, 4)),
    )


def draw(
    district: SampleDistrict, dialect: Dialect, rows: Sequence[Cells], dice: Dice
) -> SampleSheet:
    """Put the rows on a page and the page into a file."""
    page = _Page(district, dialect, dice)
    page.begin()
    lines = [page.add_row(cells, number) for number, cells in enumerate(rows, start=1)]
    page.end(len(rows))
    if dialect.separator:
        content = encoding.as_text(page.table, dialect.separator, dialect.encoding)
    else:
        content = encoding.as_workbook(page.table, dialect.form.fields, page.first, page.spans)
    return SampleSheet(content, tuple(lines))


class _Page:
    """Grows line by line, as an office types it."""

    def __init__(self, district: SampleDistrict, dialect: Dialect, dice: Dice) -> None:
        self._district, self._dialect, self._dice = district, dialect, dice
        self._form = dialect.form
        self._width = len(dialect.form.fields) + dialect.blank_columns
        self._workers = 0
        self.table: list[list[str]] = []
        self.first = 0
        """The line of the first row, from 0."""
        self.spans: list[tuple[int, int, int, int]] = []
        """Merged cells: their first and last line and column, from 0."""

    def begin(self) -> None:
        for title in self._form.titles:
            self._add({0: self._filled_in(title)})
        self._add_headings()
        if self._form.numbered:
            numbers = range(1, len(self._form.fields) + 1)
            self._add({place - 1: f"({place})" for place in numbers})
        self.first = len(self.table)

    def add_row(self, cells: Cells, number: int) -> int:
        """Return its line, as a spreadsheet counts."""
        if self._form.again and number > 1 and number % self._form.again == 1:
            self._add_headings()
        place = {"number": str(number), "rank": str(number), "district": self._district.code}
        written = {**cells, **place}
        self._workers += int(cells["employees"].split()[0])
        self._add({at: written[field] for at, field in enumerate(self._form.fields)})
        line = len(self.table)
        if self._dice.chance(_BLANK_LINE_AFTER_PERCENT):
            self._add({})
        return line

    def end(self, rows: int) -> None:
        if self._form.total:
            self._add({0: f"JUMLAH: {rows} UMKM"} | self._sums())
        signed = [at for at, f in enumerate(self._form.fields) if f not in _UNSIGNED][-1]
        for text in self._form.below:
            self._add({0 if len(text) > _LONGEST_SIGNATURE else signed: self._filled_in(text)})
        for _ in range(self._dialect.blank_rows):
            self._add({})

    def _sums(self) -> dict[int, str]:
        """Of the columns that are counted."""
        return {
            at: str(self._workers) for at, f in enumerate(self._form.fields) if f == "employees"
        }

    def _add_headings(self) -> None:
        headings, line = self._dialect.headings, len(self.table)
        if not any(heading.above for heading in headings):
            self._add({at: heading.text for at, heading in enumerate(headings)})
            return
        above = [heading.above or heading.text for heading in headings]
        begins = [at for at, text in enumerate(above) if not at or text != above[at - 1]]
        self._add({at: above[at] for at in begins})
        self._add({at: heading.text for at, heading in enumerate(headings) if heading.above})
        for at, after in zip(begins, [*begins[1:], len(headings)], strict=True):
            last_line = line if headings[at].above else line + 1
            self.spans.append((line, at, last_line, after - 1))

    def _filled_in(self, text: str) -> str:
        return text.format(
            province=chosen_province().name,
            district=self._district.name.upper(),
            capital=self._district.capital,
            number=self._dice.between(100, 999),
        )

    def _add(self, cells: dict[int, str]) -> None:
        self.table.append([cells.get(at, "") for at in range(self._width)])
