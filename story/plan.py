"""Which story: the letters, who answers when, and the days on which things happen."""

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from story.stage import StoryError

REGIONS = Path(__file__).parent / "data" / "regions.csv"
DISTRICTS, LATE, NEVER = 33, 8, 5
"""Of 33 districts 8 answer after the reminder and 5 never."""

LONGEST_NAME = 200
"""Intake knows a file by no longer name; its end tells the kind."""
KINDS = (".csv", ".xlsx")
ROUND = "2026-1"
ROUND_DAYS, REMINDED_DAYS_BEFORE = 30, 7
REMINDER_DAY = ROUND_DAYS - REMINDED_DAYS_BEFORE
LAPSE_DAYS = 15
"""Time enough for the ballots of the last letters to lapse."""
LIST_DAY = REMINDER_DAY + LAPSE_DAYS


@dataclass(frozen=True, slots=True)
class Letter:
    district: str
    path: Path


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is decided before the story begins."""

    at_once: tuple[Letter, ...]
    after_reminder: tuple[Letter, ...]
    asked: tuple[str, ...]
    capacity: int
    seed: int

    @property
    def sent(self) -> tuple[Letter, ...]:
        """In the order in which they arrive: of a UMKM in two letters the first one counts."""
        return self.at_once + self.after_reminder


def plan_sample(folder: Path, *, capacity: int, seed: int) -> Plan:
    """Some districts answer at once, some after the reminder; some letters stay in the drawer."""
    letters = find_letters(folder)
    count = len(letters)
    late = max(1, count * LATE // DISTRICTS) if count > 1 else 0
    never = max(1, count * NEVER // DISTRICTS) if count > LATE // NEVER + 1 else 0
    drawn = sorted(letters, key=lambda letter: share(seed, "answers", letter.district))
    present = drawn[: count - never]
    return Plan(
        at_once=_by_code(present[: count - never - late]),
        after_reminder=_by_code(present[count - never - late :]),
        asked=tuple(letter.district for letter in letters),
        capacity=capacity,
        seed=seed,
    )


def plan_real(folder: Path, *, capacity: int, seed: int) -> Plan:
    """Real letters are all sent, at once; every district of the province is asked."""
    letters = find_letters(folder)
    return Plan(letters, (), tuple(districts()), capacity, seed)


def find_letters(folder: Path) -> tuple[Letter, ...]:
    """Every CSV file and workbook; its name holds the code of the district, or its name."""
    if not folder.is_dir():
        raise StoryError(f"There is no folder {folder}.")
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in KINDS)
    if not paths:
        raise StoryError(f"There is no letter in {folder}: letters are {' or '.join(KINDS)} files.")
    return _by_code([Letter(district_of(path), path) for path in paths])


def districts() -> dict[str, str]:
    """Names by Kemendagri code."""
    with REGIONS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {row["kode_kemendagri"]: row["nama_pendek"] for row in rows}


def district_of(path: Path) -> str:
    """Whose letter it is, by its name; raises StoryError where the name does not say."""
    stem, plain = path.stem, _plain(path.stem)
    for code in districts():
        if code in stem:
            return code
    # The longest first: "Nias Selatan" is not "Nias".
    for code, name in sorted(districts().items(), key=lambda item: -len(item[1])):
        if _plain(name) in plain:
            return code
    raise StoryError(
        f"Whose letter is {path.name}? Put the code or the name of the district into its name, "
        "such as surat-12.01.csv."
    )


def _plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalpha())


def _by_code(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    return tuple(sorted(letters, key=lambda letter: (letter.district, letter.path.name)))


def share(seed: int, *words: str) -> float:
    """A number from 0 to 1 that looks like chance and is the same each time."""
    digest = hashlib.sha256("|".join((str(seed), *words)).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48
