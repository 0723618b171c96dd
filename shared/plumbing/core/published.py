"""Remembers what this process has published, so that it leaves once."""

from collections.abc import Sequence
from typing import TypeVar

from shared.plumbing.core.aggregate import Change, Outgoing
from shared.plumbing.core.recent import Recent

S = TypeVar("S")
LOOK_EVERY_SECONDS = 0.02
"""How often to look for what other replicas, or a relay, publish."""


class PublishedMarks:
    """By aggregate, the version up to which this process has published its events itself."""

    def __init__(self, most: int) -> None:
        self._marks: Recent[int] = Recent(most)

    def note(self, changes: Sequence[Change[S]]) -> None:
        for change in changes:
            self._marks.put(change.key, max(self._of(change), change.version))

    def has(self, change: Change[S]) -> bool:
        """True if this process published all of the change."""
        return self._of(change) >= change.version

    def floor(self, change: Change[S]) -> int:
        """All events up to this version are on their topics for certain."""
        known = min(self._of(change), change.before.version)
        return max(change.before.acknowledged, change.acknowledged, known)

    def behind(self, changes: Sequence[Change[S]]) -> list[Outgoing]:
        """The events of these changes that this process has not published."""
        events: list[Outgoing] = []
        ends: dict[str, int] = {}
        for change in changes:  # there may be several of one aggregate
            end = max(ends.get(change.key, 0), self._of(change))
            events += change.outgoing(end)
            ends[change.key] = max(end, change.version)
        return events

    @staticmethod
    def to_clear(changes: Sequence[Change[S]]) -> dict[str, int]:
        """The published versions of aggregates that carry a pending mark."""
        done: dict[str, int] = {}
        for change in changes:  # there may be several of one aggregate, in any order
            if change.pending or change.before.pending:
                done[change.key] = max(change.version, done.get(change.key, 0))
        return done

    def part(self, changes: Sequence[Change[S]]) -> tuple[list[Change[S]], list[Change[S]]]:
        """Part changes that can be published from those behind what others have yet to publish.

        This process publishes what it wrote itself, and some relay what is pending. For other
        entries it is no use to wait.
        """
        if not any(change.recalled for change in changes):  # as in nearly every batch
            return list(changes), []
        ready: list[Change[S]] = []
        waiting: list[Change[S]] = []
        ends: dict[str, int] = {}
        for change in sorted(changes, key=lambda each: each.version):
            end = max(ends.get(change.key, 0), self.floor(change))
            if end < change.before.version and _is_underway(change):
                waiting.append(change)
            else:
                ready.append(change)
                ends[change.key] = change.version
        return ready, waiting

    def _of(self, change: Change[S]) -> int:
        return self._marks.get(change.key) or 0


def _is_underway(change: Change[S]) -> bool:
    """Something else publishes the older entries. A message that came again is published here."""
    return not change.repeated and (change.before.pending or change.before.is_own)
