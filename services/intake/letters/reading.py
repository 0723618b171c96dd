"""The rows of a table, each cell under the fields of its column."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial

from services.intake.letters import reference
from services.intake.letters.between import is_no_row
from services.intake.letters.decision import Column
from services.intake.letters.records import Broken, Records
from services.intake.letters.row import Conversion, Row
from services.intake.letters.tables import Table
from services.intake.letters.unreadable import Unreadable, UnreadableLetterError

MOST_ROWS = 100_000
_AMOUNTS = ("yearly_sales", "capital", "capacity")
_EMAIL = re.compile(r"[^\s;,/()<>]+@[^\s;,/()<>]+")
_DIGITS = re.compile(r"\+?[0-9][0-9 .()-]{4,}[0-9]")
_PLACE = re.compile(r"\s*(desa|kelurahan|kel|ds|nagori|kecamatan|kec)\b[. ]*", re.IGNORECASE)
_PLACES = {
    **dict.fromkeys(("desa", "kelurahan", "kel", "ds", "nagori"), "village"),
    **dict.fromkeys(("kecamatan", "kec"), "subdistrict"),
}
_PARTS_OF_AN_ADDRESS = re.compile(
    r"[,\n]|(?<!jl\.)(?<!jl)(?<!jln\.)(?<!jln)(?<!jalan)\s+(?=(?:desa|kelurahan|kel|nagori|kecamatan|kec)\b)",
    re.IGNORECASE,
)
"""`Lorong 6 Desa Kuta Tengah`, but not `Jl. Desa 4`."""
_BRACKETS = re.compile(r"([^(]+)\(([^)]+)\)?")
_EDGES = re.compile(r"\n+|\s*/\s*|\s+[-\u2013|]\s+|\s*;\s*")
Parts = Callable[[str], tuple[str, str]]
Reading = Callable[[str], Iterable[tuple[str, str]]]
"""A cell as fields with their values."""


class RowReader:
    """Prepared once for a table, because a letter may have 100,000 rows."""

    def __init__(self, table: Table, columns: Sequence[Column], records: Records) -> None:
        self._table, self._records = table, records
        held = {field for column in columns for field in column.fields}
        self._columns = [
            (c.place, c.fields[0], _way_of_reading(c, held)) for c in columns if c.fields
        ]
        self._conversions = dict(_conversions(columns))
        self._unit = _unit(columns)
        self._repeated = [cells for cells in table.repeated if any(cells)]
        self.passed_over: list[int] = []
        """Lines that are no rows, once the rows are read."""

    def rows(self) -> Iterator[Row]:
        for line, cells in self._records(self._table.kind):
            if line <= self._table.heading_line or not any(cells):
                continue
            if isinstance(cells, Broken):
                yield Row(line, {}, broken=cells.code)
                continue
            row = self._row(line, cells)
            if is_no_row(cells, row.given, self._repeated):
                self.passed_over.append(line)
            else:
                yield row

    def _row(self, line: int, cells: Sequence[str]) -> Row:
        values: dict[str, str] = {}
        further: dict[str, tuple[str, ...]] = {}
        count = len(cells)
        for place, field, read in self._columns:
            cell = cells[place] if place < count else ""
            if not cell:
                continue
            for name, value in read(cell) if read else ((field, cell),):
                if value and values.setdefault(name, value) != value:
                    further[name] = (*further.get(name, ()), value)
        if more := values.pop("further_product", None):
            values["product"] = "; ".join(filter(None, (values.get("product"), more)))
        if self._unit and "capacity" in values:
            values.setdefault("unit", self._unit)
        return Row(line, values, conversions=self._conversions, further=further)


def counted(rows: Iterator[Row]) -> Iterator[Row]:
    """Raise UnreadableLetterError where there is none, or one too many."""
    count = 0
    for row in rows:
        count += 1
        if count > MOST_ROWS:
            raise UnreadableLetterError(Unreadable.TOO_MANY_ROWS, limit=MOST_ROWS)
        yield row
    if not count:
        raise UnreadableLetterError(Unreadable.NO_ROWS)


def _conversions(columns: Sequence[Column]) -> Iterator[tuple[str, Conversion]]:
    for column in columns:
        for field in column.fields:
            if field in _AMOUNTS:
                scale, per_year, _ = column.amount
                yield field, Conversion(scale or 1, per_year, column.heading.shown)


def _unit(columns: Sequence[Column]) -> str | None:
    return next((c.amount.unit for c in columns if "capacity" in c.fields), None)


def _label(column: Column) -> str | None:
    """What a yes below `Sertifikat Halal` stands for."""
    if column.fields != ("certificates",):
        return None
    known = reference.words().certificates
    words = column.heading.shown.lower().replace("/", " ").split()
    return next((known[word] for word in words if word in known), None)


def _way_of_reading(column: Column, held: AbstractSet[str]) -> Reading | None:
    """How a cell is parted into fields; None for nearly all columns, where it is not.

    Places are taken out of an address where no other column holds them.
    """
    if len(column.fields) > 1:
        parted = _PARTED_BY.get(column.fields, _at_an_edge)
        return lambda cell: zip(column.fields, parted(cell), strict=True)
    if column.fields == ("address",) and not held >= {"village", "subdistrict"}:
        return partial(_places_of, held=held)
    if column.fields == ("phone",):
        return _phone_and_email
    label = _label(column)
    return (lambda cell: [("certificates", _labelled(cell, label))]) if label else None


def _labelled(cell: str, label: str) -> str:
    words, answer = reference.words(), cell.strip().lower()
    if answer in words.no or answer in words.empty or answer == "0":
        return ""
    has_name = label.lower() in answer
    return cell if has_name or not (answer in words.yes or cell[0].isdigit()) else label


def _phone_and_email(cell: str) -> Iterable[tuple[str, str]]:
    if "@" not in cell:
        return (("phone", cell),)
    return zip(("phone", "email"), _before(_EMAIL)(cell), strict=True)


def _at_an_edge(cell: str) -> tuple[str, str]:
    """`UD Maju / Budi`, two lines, or `UD Maju (Budi)`."""
    parts = [part.strip() for part in _EDGES.split(cell, maxsplit=1)]
    if parts[1:]:
        return parts[0], parts[1].strip(" ()")
    if match := _BRACKETS.fullmatch(cell):
        return match[1].strip(), match[2].strip()
    return cell, ""


def _places_of(cell: str, held: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """`Jl. Balige 4, Desa Sigumpar, Kec. Silaen`: the address, the village, the kecamatan."""
    places: dict[str, str] = {}
    address = []
    for part in _PARTS_OF_AN_ADDRESS.split(cell):
        match = _PLACE.match(part)
        field = _PLACES[match[1].lower()] if match else ""
        if match and field not in held and field not in places:
            places[field] = part[match.end() :].strip(" .")
        elif part.strip():
            address.append(part.strip())
    yield from places.items()
    yield "address", ", ".join(address)


def _before(pattern: re.Pattern[str]) -> Parts:
    def parted(cell: str) -> tuple[str, str]:
        match = pattern.search(cell)
        if match is None:
            return cell, ""
        return (cell[: match.start()] + cell[match.end() :]).strip(" \n;,/()-:"), match.group()

    return parted


_PARTED_BY: Mapping[tuple[str, ...], Parts] = {
    ("phone", "email"): _before(_EMAIL),
    ("owner_name", "phone"): _before(_DIGITS),
    ("product", "hs"): _before(_DIGITS),
}
