"""Which dead letters of a topic are dealt with: a committed offset with a note."""

from collections.abc import Iterable
from dataclasses import dataclass

NOTE_AT_MOST = 4096
"""Kafka's limit for the text beside a committed offset."""


@dataclass(frozen=True, slots=True)
class Dealt:
    """All positions below `below` are dealt with, and those in `beyond`."""

    below: int = 0
    beyond: frozenset[int] = frozenset()

    def __contains__(self, position: int) -> bool:
        return position < self.below or position in self.beyond

    def with_(self, positions: Iterable[int]) -> "Dealt":
        below, beyond = self.below, self.beyond | set(positions)
        while below in beyond:
            below += 1
        return Dealt(below, frozenset(each for each in beyond if each >= below))

    def starting_at(self, first: int) -> "Dealt":
        """Skip what the topic does not hold any more."""
        return Dealt(max(self.below, first), self.beyond).with_(())

    def open_before(self, end: int) -> int:
        """The number of open ones."""
        return end - self.below - len(self.beyond)

    def note(self) -> str:
        """Positions as text, such as `7 9-12`. Raises ValueError if that is too long."""
        runs: list[list[int]] = []
        for position in sorted(self.beyond):
            if runs and runs[-1][1] == position - 1:
                runs[-1][1] = position
            else:
                runs.append([position, position])
        text = " ".join(f"{a}-{b}" if a < b else f"{a}" for a, b in runs)
        if len(text) > NOTE_AT_MOST:
            raise ValueError("Too many gaps: deal with the oldest dead letters first.")
        return text

    @classmethod
    def read(cls, offset: int, note: str) -> "Dealt":
        """Read the committed offset and note. An unreadable note counts as empty."""
        beyond: set[int] = set()
        try:
            for run in note.split():
                first, _, last = run.partition("-")
                beyond |= set(range(int(first), int(last or first) + 1))
        except ValueError:
            beyond = set()
        return cls(max(offset, 0)).with_(beyond)
