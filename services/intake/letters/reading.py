"""The rows of a table, each cell under the fields of its column."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial

from services.intake.letters import reference
from services.intake.letters.amounts import amount_of, conversions_of
from services.intake.letters.consents import objection, objects
from services.intake.letters.products import is_further_product, with_product
from services.intake.letters.row import Row
from services.intake.letters.vocabulary import vocabulary
from shared.tables import parting
from shared.tables.addresses import SOUGHT, TablePlaces
from shared.tables.cells import as_above
from shared.tables.certificates import certificates_below, licences
from shared.tables.places_above import PlacesAbove
from shared.tables.records import Broken, Record, Records
from shared.tables.spelling import printable
from shared.tables.understanding.between import is_no_row
from shared.tables.understanding.counting import counted_apart
from shared.tables.understanding.decision import Column
from shared.tables.understanding.headings import meaning_of, words_in
from shared.tables.understanding.proposed import Refusals
from shared.tables.understanding.stated import stated_amounts
from shared.tables.understanding.tables import Table

_AS = {"further_product": "product"}
_REMEMBERED = 1_000  # places repeat all the way down a letter
_ADDED = {
    "further_employees": ("employees", "+"),
    "capacity_period": ("unit", "/"),
}
_NEVER_REPEATED = frozenset({"business_name", "nik", "nib", "npwp", "pirt", "phone", "email"})
"""A mark of repetition below them is none: two businesses do not share these."""
Reading = Callable[[str], Iterable[tuple[str, str]]]
"""A cell as fields with their values."""


class RowReader:
    """Prepared once for a table, because a letter may have 100,000 rows."""

    def __init__(
        self, table: Table, columns: Sequence[Column], records: Records, district: str = ""
    ) -> None:
        """`district` is the one that sends the letter."""
        self._table, self._records = table, records
        held = {field for column in columns for field in column.fields}
        known = reference.known_places(district)
        places = TablePlaces(SOUGHT - held, known)
        apart = list(counted_apart(columns, reference.words().people))
        self._headings = _headings(apart)
        self._columns = [
            (
                c.place,
                _AS.get(c.fields[0], c.fields[0]),
                _way_of_reading(c, places.within(table.cells_of(c.place))),
            )
            for c in apart
            if c.fields
        ]
        self._has_added = any(field in _ADDED for _, field, _ in self._columns)
        stated = stated_amounts((*table.before, *table.below), vocabulary())
        self._conversions = dict(conversions_of(columns, stated))
        self._unit = next((amount_of(c).unit for c in columns if "capacity" in c.fields), None)
        self._same = reference.words().same_as_above
        self._may_repeat = {place for place, f, _ in self._columns if f not in _NEVER_REPEATED}
        self._places = PlacesAbove(known, table, columns)
        self._above: Sequence[str] = ()
        self._refusals = Refusals(table, columns, vocabulary())
        self._repeated = [cells for cells in table.repeated if any(cells)]
        self.passed_over: list[int] = []
        """Lines that are no rows, once the rows are read."""

    def rows(self) -> Iterator[Row]:
        above, last = Row(0, {}), 0
        try:
            for line, cells in self._lines():
                row = self._row(line, cells)
                if line == last + 1 and is_further_product(row, above):
                    above, last = with_product(above, row), line
                elif not row.broken and is_no_row(cells, row.cells, self._repeated):
                    self.passed_over.append(line)
                    self._refusals.pass_over(cells)
                    self._places.read_title(" ".join(filter(None, cells)))
                else:
                    if last:
                        yield above
                    above, last = self._judged(row, cells), line
        except Exception:  # the row before the damage is sound
            if last:
                yield above
            raise
        if last:
            yield above

    def _judged(self, row: Row, cells: Sequence[str]) -> Row:
        """A row that the letter does not propose is none."""
        why = "" if row.broken else self._refusals.refusal(cells)
        return row._replace(broken="not-proposed", cells={**row.cells, "": why}) if why else row

    def _lines(self) -> Iterator[Record]:
        for line, cells in self._records(self._table.kind):
            if self._table.until is not None and line > self._table.until:
                return
            if line > self._table.heading_line and any(cells):
                yield line, cells

    def _row(self, line: int, cells: Sequence[str]) -> Row:
        if isinstance(cells, Broken):
            return Row(line, {}, broken=cells.code)
        if not self._same.isdisjoint(cells):
            cells = as_above(cells, self._above, self._same, self._may_repeat)
        self._above = cells
        values: dict[str, str] = {}
        further: dict[str, tuple[str, ...]] = {}
        count = len(cells)
        for place, field, read in self._columns:
            if place >= count or not (cell := cells[place]):
                continue
            if read is None and field not in values:  # nine of ten cells
                values[field] = cell
                continue
            for name, value in read(cell) if read else ((field, cell),):
                self._headings.setdefault(name, self._headings[field])
                if value and values.setdefault(name, value) != value:
                    further[name] = (*further.get(name, ()), value)
        if self._has_added:
            _add(values)
        if self._unit and "capacity" in values:
            values.setdefault("unit", self._unit)
        named = self._places.added_to(values)
        return Row(line, named, None, self._conversions, self._headings, further)


def _add(values: dict[str, str]) -> None:
    for name, (field, between) in _ADDED.items():
        if more := values.pop(name, ""):
            values[field] = between.join(filter(None, (values.get(field), more)))


def _headings(columns: Sequence[Column]) -> dict[str, str]:
    """The office's own headings by field; several columns may hold one field."""
    named: dict[str, str] = {}
    for column in columns:
        for field in column.fields:
            shown = printable(column.heading.shown)
            name = _AS.get(field, field)
            named[name] = " / ".join(filter(None, (named.get(name), shown)))
    return {"consent": named["consent_on"], **named} if "consent_on" in named else named


def _label(column: Column) -> str | None:
    """What a yes, or a number, below `Sertifikat Halal` stands for."""
    known, words = reference.words().certificates, words_in(column.heading.shown, vocabulary())
    named = {known[word] for word in words if word in known}
    return named.pop() if len(named) == 1 else None


def _way_of_reading(column: Column, places: TablePlaces) -> Reading | None:
    """How a cell is parted into fields; None for nearly all columns, where it is not."""
    if len(column.fields) > 1 or _is_nik_or_nib(column):
        return _way_of_parting(column, places)
    [field] = column.fields
    if field == "consent" and objects(column.heading):
        return lambda cell: [(field, objection(cell))]
    if field in {"village", "subdistrict"}:
        return lru_cache(_REMEMBERED)(lambda cell: tuple(places.below(field, cell)))
    if field == "product" and "brand" in meaning_of(column.heading, vocabulary()).scores:
        return parting.product_and_brand
    if field in {"certificates", "licences"}:
        is_label = field == "certificates"
        read = partial(certificates_below, _label(column)) if is_label else licences
        return partial(read, reference.words())
    is_address = field == "address" and places.sought
    return _way_of_an_address(column, places) if is_address else parting.READ_BY.get(field)


def _way_of_an_address(column: Column, places: TablePlaces) -> Reading:
    named = words_in(column.heading.shown, vocabulary())
    is_of_hamlets = named and reference.words().hamlets.issuperset(named)
    return places.of_hamlets if is_of_hamlets else places.of


def _is_nik_or_nib(column: Column) -> bool:
    """Whether the column is only of these, and its fields or its heading name both."""
    both, named = {"nik", "nib"}, meaning_of(column.heading, vocabulary()).parts
    return both.issuperset(column.fields) and both.issubset({*column.fields, *named})


def _way_of_parting(column: Column, places: TablePlaces) -> Reading:
    fields = column.fields
    if _is_nik_or_nib(column):
        return partial(parting.nik_or_nib, fields[0])
    if "address" in fields and SOUGHT.issuperset({*fields} - {"address"}):
        return partial(places.of, further=frozenset(fields))
    if not parting.LABELLED.isdisjoint(fields):
        return partial(parting.lines_of, fields)
    several = partial(places.parted, fields[: parting.PAIR])
    return parting.READ_TOGETHER.get(fields, several)
