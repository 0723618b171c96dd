"""Which story: the letters, who answers when, and the days on which things happen."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from folder.letters import Aside, FolderContents, Letter, NoFolderError, look_through
from shared.province.settings import chosen_province
from story.platform import StoryError

DISTRICTS, LATE, NEVER = 33, 8, 5
"""Of 33 districts 8 answer after the reminder and 5 never."""

ROUND = "2026-1"
ROUND_DAYS, REMINDED_DAYS_BEFORE = 30, 7
REMINDER_DAY = ROUND_DAYS - REMINDED_DAYS_BEFORE
LAPSE_DAYS = 15
"""Time enough for the ballots of the last letters to lapse."""
LIST_DAY = REMINDER_DAY + LAPSE_DAYS


@dataclass(frozen=True, slots=True)
class StoryPlan:
    """Everything that is decided before the story begins."""

    at_once: tuple[Letter, ...]
    after_reminder: tuple[Letter, ...]
    asked_districts: tuple[str, ...]
    capacity: int
    seed: int
    aside: tuple[Aside, ...] = ()
    """Files of the folder that are no part of the story."""

    @property
    def sent(self) -> tuple[Letter, ...]:
        """In the order in which they arrive: of a UMKM in two letters the first one counts."""
        return self.at_once + self.after_reminder


def plan_sample(folder: Path, *, capacity: int, seed: int) -> StoryPlan:
    """Some districts answer at once, some after the reminder; some letters stay in the drawer."""
    letters = _contents(folder).letters
    count = len(letters)
    late = max(1, count * LATE // DISTRICTS) if count > 1 else 0
    never = max(1, count * NEVER // DISTRICTS) if count > LATE // NEVER + 1 else 0
    drawn = sorted(letters, key=lambda letter: share(seed, "answers", letter.district))
    present = drawn[: count - never]
    return StoryPlan(
        at_once=_by_code(present[: count - never - late]),
        after_reminder=_by_code(present[count - never - late :]),
        asked_districts=tuple(letter.district for letter in letters),
        capacity=capacity,
        seed=seed,
    )


def plan_real(folder: Path, *, capacity: int, seed: int) -> StoryPlan:
    """Real letters are all sent, at once; every district of the province is asked."""
    contents = _contents(folder)
    asked_districts = tuple(chosen_province().names)
    return StoryPlan(contents.letters, (), asked_districts, capacity, seed, contents.aside)


def _contents(folder: Path) -> FolderContents:
    try:
        contents = look_through(folder)
    except NoFolderError as error:
        raise StoryError(str(error)) from error
    if not contents.letters:
        aside = [f"{each.name}: {each.why}" for each in contents.aside]
        raise StoryError("\n".join([f"There is no letter to send in {folder}.", *aside]))
    return contents


def _by_code(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    return tuple(sorted(letters, key=lambda letter: (letter.district, letter.name)))


def share(seed: int, *words: str) -> float:
    """A number from 0 to 1 that looks like chance and is the same each time."""
    digest = hashlib.sha256("|".join((str(seed), *words)).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48
