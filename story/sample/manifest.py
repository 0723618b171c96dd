"""What must become of every row: written beside the letters, counted against afterwards."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from folder.letters import MANIFEST


class ExpectedOutcome(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DUPLICATE = "duplicate"


class Place(NamedTuple):
    """A row of a letter; lines are counted as a spreadsheet shows them, from 1."""

    letter: str
    line: int


class ExpectedRow(BaseModel):
    """`codes` are the reasons of a refusal, sorted; `same_as` is the first row of the same UMKM."""

    model_config = ConfigDict(frozen=True)

    line: int
    outcome: ExpectedOutcome
    codes: tuple[str, ...] = ()
    same_as: Place | None = None
    waits: bool = False
    """Its product has no clear code: once accepted it waits until a person has chosen one."""


class OfficerAnswer(BaseModel):
    """What an officer says of the columns of a letter if intake asks."""

    model_config = ConfigDict(frozen=True)

    officer: str
    columns: Mapping[str, tuple[str, ...]]
    """By the letter of the column, the fields as intake calls them; none: nobody needs it."""


class ExpectedLetter(BaseModel):
    model_config = ConfigDict(frozen=True)

    file: str
    district: str
    district_name: str
    separator: str = ""
    """Empty in a workbook, as the encoding is."""
    encoding: str = ""
    consent_on: date | None = None
    """The day that a sentence of the letter names for the consent of all owners."""
    answer: OfficerAnswer | None = None
    rows: tuple[ExpectedRow, ...]


class Manifest(BaseModel):
    """The outcomes if letters are read one after the other, in the order of this list."""

    model_config = ConfigDict(frozen=True)

    seed: int
    letters: tuple[ExpectedLetter, ...]

    def expected(self, order: Sequence[str] | None = None) -> Mapping[Place, ExpectedRow]:
        """What becomes of each row if only these letters arrive, in this order.

        Of one UMKM in two letters, the row that comes first is accepted.
        """
        letters = {letter.file: letter for letter in self.letters}
        first: dict[Place, Place] = {}
        rows: dict[Place, ExpectedRow] = {}
        for file in order if order is not None else letters:
            for row in letters[file].rows:
                place = Place(file, row.line)
                rows[place] = _settled(row, place, first)
        return rows

    def counted(self, order: Sequence[str] | None = None) -> Mapping[ExpectedOutcome, int]:
        outcomes = [row.outcome for row in self.expected(order).values()]
        return {outcome: outcomes.count(outcome) for outcome in ExpectedOutcome}

    def count_waiting(self, order: Sequence[str] | None = None) -> int:
        """How many of the accepted rows wait for the code of their product."""
        rows = self.expected(order).values()
        return sum(row.waits and row.outcome is ExpectedOutcome.ACCEPTED for row in rows)


def _settled(row: ExpectedRow, place: Place, first: dict[Place, Place]) -> ExpectedRow:
    if row.outcome is ExpectedOutcome.REFUSED:
        return row
    earlier = first.setdefault(row.same_as or place, place)
    if earlier == place:
        return row.model_copy(update={"outcome": ExpectedOutcome.ACCEPTED, "same_as": None})
    return row.model_copy(update={"outcome": ExpectedOutcome.DUPLICATE, "same_as": earlier})


def read_manifest(folder: Path) -> Manifest:
    return Manifest.model_validate_json((folder / MANIFEST).read_bytes())


def find_manifest(folder: Path) -> Manifest | None:
    """None where there is none; other programs write a `manifest.json` too."""
    try:
        return read_manifest(folder)
    except (OSError, ValidationError):
        return None


def write_manifest(manifest: Manifest, folder: Path) -> None:
    text = "\n".join(_lines(manifest)) + "\n"
    (folder / MANIFEST).write_bytes(text.encode())


def _lines(manifest: Manifest) -> Iterator[str]:
    """One row on one line: a person can search it, and git shows what changed."""
    yield f'{{"seed": {manifest.seed}, "letters": ['
    for number, letter in enumerate(manifest.letters, start=1):
        head = letter.model_dump(mode="json", exclude={"rows"}, exclude_defaults=True)
        yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
        for place, row in enumerate(letter.rows, start=1):
            comma = "," if place < len(letter.rows) else ""
            yield json.dumps(row.model_dump(mode="json", exclude_defaults=True)) + comma
        yield "]}" + ("," if number < len(manifest.letters) else "")
    yield "]}"
