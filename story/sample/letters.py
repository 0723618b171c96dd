"""A sample: one letter for each district, and what must become of each of its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from story.sample import tables
from story.sample.dice import Dice
from story.sample.faults import faults_of
from story.sample.manifest import (
    ExpectedLetter,
    ExpectedOutcome,
    ExpectedRow,
    Manifest,
    OfficerAnswer,
    Place,
    write_manifest,
)
from story.sample.sheet import Dialect, dialect_of, draw
from story.sample.tables import Form, SampleDistrict
from story.sample.typing_in import Cells, number_of, type_row, typed_again
from story.sample.umkm import Inventor, Taken, Umkm

DEFAULT_SEED = 2026
_MOST_LETTERS = 33
_BAD, _TWICE, _ELSEWHERE, _OPEN = 3, 2, 1, 3
"""Per cent of the rows: refused, a second time in the letter, known from another district, and
in letters without codes: of a product whose code a person has to choose."""
_FEWEST_ROWS_FOR_MESS = 5


@dataclass(eq=False, slots=True)
class _Entry:
    """A row before it has a line; `first` is the row of the same UMKM that stands before it."""

    umkm: Umkm
    form: Form
    cells: Cells
    codes: tuple[str, ...] = ()
    first: "_Entry | None" = None
    place: Place | None = None

    @property
    def waits(self) -> bool:
        return bool(self.umkm.open_product) and "hs" not in self.form.fields and not self.codes


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
        dialect = dialect_of(index, dice, Dice(seed, f"{district.code} headings"))
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
    """The office that types the letter of one district."""

    def __init__(
        self, district: SampleDistrict, dialect: Dialect, dice: Dice, taken: Taken
    ) -> None:
        self._form = dialect.form
        self._dice = dice
        self._inventor = Inventor(district, dice, taken)

    def fill_in(self, rows: int, index: int, earlier: Sequence[_Entry]) -> list[_Entry]:
        bad = _share(rows, _BAD)
        twice = _share(rows, _TWICE)
        known = [entry for entry in earlier if _is_known_by_number(entry, self._form)]
        elsewhere = _share(rows, _ELSEWHERE) if known else 0
        others = rows - bad - twice - elsewhere - 1
        own = [self._entry(self._inventor.invent_cafe())]
        is_open = 0 if "hs" in self._form.fields else _share(rows, _OPEN)
        own += [self._entry(self._invented(number < is_open)) for number in range(others)]
        entries = [*own, *(self._bad(index * bad + number) for number in range(bad))]
        entries += [self._again(self._dice.pick(known)) for _ in range(elsewhere)]
        entries = self._dice.shuffled(entries)
        for first in self._dice.shuffled(own)[:twice]:
            after = self._dice.between(entries.index(first) + 1, len(entries))
            entries.insert(after, self._again(first))
        return entries

    def _invented(self, is_open: bool) -> Umkm:
        umkm = self._inventor.invent()
        if not is_open:
            return umkm
        return replace(umkm, open_product=self._dice.pick(tables.words().open_products))

    def _entry(self, umkm: Umkm) -> _Entry:
        return _Entry(umkm, self._form, type_row(umkm, self._form, self._dice))

    def _again(self, first: _Entry) -> _Entry:
        entry = self._entry(typed_again(first.umkm, self._form, self._dice))
        entry.first = first
        return entry

    def _bad(self, number: int) -> _Entry:
        entry = self._entry(self._inventor.invent())
        faults = faults_of(self._form)
        entry.codes, _, change = faults[number % len(faults)]
        entry.cells.update(change(entry.umkm, self._form, self._dice))
        return entry


def _recognisable(entries: Iterable[_Entry]) -> list[_Entry]:
    """What another district may name too; a product that waits is nobody else's."""
    return [e for e in entries if not (e.codes or e.first or e.umkm.open_product)]


def _is_known_by_number(entry: _Entry, form: Form) -> bool:
    """Another district's UMKM is known by a number; by name alone it would be a different one."""
    number = number_of(entry.umkm, form)
    return bool(number) and number == number_of(entry.umkm, entry.form)


def _write(
    folder: Path, district: SampleDistrict, dialect: Dialect, entries: Sequence[_Entry], dice: Dice
) -> ExpectedLetter:
    sheet = draw(district, dialect, [entry.cells for entry in entries], dice)
    file = district.file_name(dialect.ending)
    (folder / file).write_bytes(sheet.content)
    expected = []
    for entry, line in zip(entries, sheet.lines, strict=True):
        entry.place = Place(file, line)
        expected.append(_expected(entry, line))
    return ExpectedLetter(
        file=file,
        district=district.code,
        district_name=district.name,
        separator=dialect.separator,
        encoding=dialect.encoding,
        consent_on=dialect.form.consent_on,
        answer=_answer(dialect.form),
        rows=tuple(expected),
    )


def _answer(form: Form) -> OfficerAnswer | None:
    """What the officer of this letter says of its columns if intake asks."""
    if not form.officer:
        return None
    called = [form.called.get(field) for field in form.fields]
    columns = {chr(ord("A") + at): (name,) if name else () for at, name in enumerate(called)}
    return OfficerAnswer(officer=form.officer, columns=columns)


def _expected(entry: _Entry, line: int) -> ExpectedRow:
    if entry.codes:
        return ExpectedRow(
            line=line, outcome=ExpectedOutcome.REFUSED, codes=tuple(sorted(entry.codes))
        )
    first = entry.first and entry.first.place
    outcome = ExpectedOutcome.DUPLICATE if first else ExpectedOutcome.ACCEPTED
    return ExpectedRow(line=line, outcome=outcome, same_as=first, waits=entry.waits)
