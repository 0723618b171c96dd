"""A sample: one letter for each district, and what must become of each of its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from story.sample import tables
from story.sample.dice import Dice
from story.sample.manifest import (
    ExpectedLetter,
    ExpectedRow,
    Manifest,
    Outcome,
    Place,
    write_manifest,
)
from story.sample.sheet import Dialect, dialect_of, draw
from story.sample.tables import District
from story.sample.typing_in import FAULTS, Cells, type_row, typed_again
from story.sample.umkm import Inventor, Taken, Umkm

DEFAULT_SEED = 2026
_MOST_LETTERS = 33
_BAD, _TWICE, _ELSEWHERE = 3, 2, 1
"""Per cent of the rows: refused, a second time in the letter, known from another district."""
_FEWEST_ROWS_FOR_MESS = 5


@dataclass(eq=False, slots=True)
class _Entry:
    """A row before it has a line; `first` is the row of the same UMKM that stands before it."""

    umkm: Umkm
    cells: Cells
    codes: tuple[str, ...] = ()
    first: "_Entry | None" = None
    place: Place | None = None


def write_letters(
    folder: Path, *, letters: int = _MOST_LETTERS, rows: int = 100, seed: int = DEFAULT_SEED
) -> Manifest:
    """The same arguments give the same bytes everywhere; files of the same name are replaced."""
    if not 1 <= letters <= _MOST_LETTERS or rows < 1:
        raise ValueError(f"from 1 to {_MOST_LETTERS} letters, of 1 row or more each")
    folder.mkdir(parents=True, exist_ok=True)
    taken = Taken()
    earlier: list[_Entry] = []
    written = []
    for index, district in enumerate(tables.districts()[:letters]):
        dice = Dice(seed, district.code)
        dialect = dialect_of(index, dice)
        entries = _Office(district, dialect, dice, taken).fill_in(rows, index, earlier)
        written.append(_write(folder, district, dialect, entries, dice))
        earlier.extend(_recognisable(entries))
    manifest = Manifest(seed=seed, letters=tuple(written))
    write_manifest(manifest, folder)
    return manifest


def _share(rows: int, percent: int) -> int:
    """Rounded up, so that a small letter has every kind of mess too."""
    return -(-rows * percent // 100) if rows >= _FEWEST_ROWS_FOR_MESS else 0


class _Office:
    """Whoever types the letter of one district."""

    def __init__(self, district: District, dialect: Dialect, dice: Dice, taken: Taken) -> None:
        self._form = dialect.form
        self._dice = dice
        self._inventor = Inventor(district, dice, taken)

    def fill_in(self, rows: int, index: int, earlier: Sequence[_Entry]) -> list[_Entry]:
        bad = _share(rows, _BAD)
        twice = _share(rows, _TWICE)
        elsewhere = _share(rows, _ELSEWHERE) if earlier else 0
        others = rows - bad - twice - elsewhere - 1
        own = [self._entry(self._inventor.invent_cafe())]
        own += [self._entry(self._inventor.invent()) for _ in range(others)]
        entries = [*own, *(self._bad(index * bad + number) for number in range(bad))]
        entries += [self._again(self._dice.pick(earlier)) for _ in range(elsewhere)]
        entries = self._dice.shuffled(entries)
        for first in self._dice.shuffled(own)[:twice]:
            after = self._dice.between(entries.index(first) + 1, len(entries))
            entries.insert(after, self._again(first))
        return entries

    def _entry(self, umkm: Umkm) -> _Entry:
        return _Entry(umkm, type_row(umkm, self._form, self._dice))

    def _again(self, first: _Entry) -> _Entry:
        entry = self._entry(typed_again(first.umkm, self._dice))
        entry.first = first
        return entry

    def _bad(self, number: int) -> _Entry:
        entry = self._entry(self._inventor.invent())
        entry.codes, fault = FAULTS[number % len(FAULTS)]
        entry.cells.update(fault(entry.umkm, self._dice))
        return entry


def _recognisable(entries: Iterable[_Entry]) -> list[_Entry]:
    """Another district's UMKM is known by a number; by name alone it would be a different one."""
    return [e for e in entries if not (e.codes or e.first) and (e.umkm.nib or e.umkm.nik)]


def _write(
    folder: Path, district: District, dialect: Dialect, entries: Sequence[_Entry], dice: Dice
) -> ExpectedLetter:
    sheet = draw(district, dialect, [entry.cells for entry in entries], dice)
    (folder / district.file_name).write_bytes(sheet.content)
    expected = []
    for entry, line in zip(entries, sheet.lines, strict=True):
        entry.place = Place(district.file_name, line)
        expected.append(_expected(entry, line))
    return ExpectedLetter(
        file=district.file_name,
        district=district.code,
        district_name=district.name,
        separator=dialect.separator,
        encoding=dialect.encoding,
        rows=tuple(expected),
    )


def _expected(entry: _Entry, line: int) -> ExpectedRow:
    if entry.codes:
        return ExpectedRow(line=line, outcome=Outcome.REFUSED, codes=tuple(sorted(entry.codes)))
    if entry.first:
        return ExpectedRow(line=line, outcome=Outcome.DUPLICATE, same_as=entry.first.place)
    return ExpectedRow(line=line, outcome=Outcome.ACCEPTED)
