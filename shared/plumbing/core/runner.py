"""The one way to change state: load, decide, save, publish. See docs/architecture.md.

One document holds one aggregate, and one atomic write saves it. The document holds the state and
the history. The history serves as audit trail, inbox (causes) and outbox (events).
"""

import asyncio
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from typing import Generic, TypeVar

from shared.plumbing.core import metrics
from shared.plumbing.core.aggregate import (
    Change,
    Input,
    Kind,
    Snapshot,
    by_key,
    portions_of,
    refusals_of_reuse,
)
from shared.plumbing.core.clock import Clock
from shared.plumbing.core.deciding import apply_one
from shared.plumbing.core.failures import LostRace
from shared.plumbing.core.ports import Histories, Publisher
from shared.plumbing.core.published import LOOK_EVERY_SECONDS, PublishedMarks
from shared.plumbing.core.recent import Recent

S = TypeVar("S")
RACES = 20
"""Tries against other writers before a batch is put off."""


class Runner(Generic[S]):
    """Applies messages to the aggregates of one kind.

    Safe under redelivery, several replicas, and a kill between any two awaits:
    `tests/model/test_runner.py` explores this.
    """

    PORTION = 250
    """MongoDB writes one portion of a batch while the rules decide on the next."""
    KEPT = 64
    """Newest entries that stay in the document. More entries make each write dearer."""
    SLACK = 32
    """Entries that leave the document at once."""
    LOOK_EVERY_SECONDS, LOOKS = LOOK_EVERY_SECONDS, 25
    """When and how often a batch looks whether relays published what they had underway."""

    def __init__(
        self,
        kind: Kind[S],
        histories: Histories[S],
        publisher: Publisher,
        clock: Clock,
        cached: int = 0,
    ) -> None:
        self.kind = kind
        self.histories = histories
        self._publisher = publisher
        self._clock = clock
        self._cached = bool(cached)
        self._cache: Recent[Snapshot[S]] = Recent(cached)
        self.published = PublishedMarks(max(5 * cached, 1000))

    async def apply(
        self, messages: Sequence[Input], presumed_new: AbstractSet[str] = frozenset()
    ) -> list[Change[S]]:
        """Save and publish. Commit the Kafka offset only after this returns.

        Raises Retryable when MongoDB or Kafka is away: then apply the same messages again.
        """
        portions = portions_of(messages, self.PORTION)
        applying = (self._apply_portion(portion, presumed_new) for portion in portions)
        done = await asyncio.gather(*applying, return_exceptions=True)
        for failure in done:
            if isinstance(failure, BaseException):
                raise failure
        return [change for changes in done if isinstance(changes, list) for change in changes]

    async def _apply_portion(
        self, messages: Sequence[Input], presumed_new: AbstractSet[str]
    ) -> list[Change[S]]:
        saved = left = await self.save(messages, pending=False, presumed_new=presumed_new)
        for _ in range(self.LOOKS):
            ready, left = self.published.part(left)
            await self.publish(ready)
            if not left:
                return saved
            await asyncio.sleep(self.LOOK_EVERY_SECONDS)
            await self.look_again(left)
        await self.publish(left)
        return saved

    async def save(
        self,
        messages: Sequence[Input],
        *,
        pending: bool,
        presumed_new: AbstractSet[str] = frozenset(),
    ) -> list[Change[S]]:
        """Decide and write. The relay publishes what is saved as `pending`.

        Aggregates that are `presumed_new` are not loaded. If one exists, its write loses and the
        next try loads it.
        """
        todo = by_key(messages)
        saved: list[Change[S]] = []
        for _ in range(RACES):
            now = self._clock.now()
            snapshots = await self._load(todo, presumed_new)
            changes = [self._decide(k, snapshots[k], todo[k], now, pending) for k in todo]
            lost = await self._write(changes)
            # Nothing was written, so the guard could not check these: load them.
            lost |= {c.key for c in changes if c.turned_away and c.key in presumed_new}
            metrics.count_changes(self.kind.name, changes, lost)
            saved += [change for change in changes if change.key not in lost]
            todo = {key: again for key, again in todo.items() if key in lost}
            if not todo:
                await self._recall(saved)
                return saved + await self._refuse_reuse(messages, saved, pending)
            presumed_new = frozenset()
        raise LostRace(f"{len(todo)} aggregates of kind {self.kind.name} kept changing")

    async def _refuse_reuse(
        self, messages: Sequence[Input], saved: list[Change[S]], pending: bool
    ) -> list[Change[S]]:
        """Answer on the topic of a sender that its cause was used for another request."""
        refusals = [
            message
            for message in refusals_of_reuse(messages, saved)
            if message.refused and self.kind.refusal(message.command, message.refused)
        ]
        return await self.save(refusals, pending=pending) if refusals else []

    async def foretell(self, messages: Sequence[Input]) -> list[Change[S]]:
        """Decide, and write nothing."""
        todo, now, pending = by_key(messages), self._clock.now(), False
        snapshots = await self._load(todo, frozenset())
        changes = [self._decide(k, snapshots[k], todo[k], now, pending) for k in todo]
        await self._recall([change for change in changes if change.repeated])
        return changes

    async def publish(self, changes: Sequence[Change[S]]) -> None:
        """Publish these changes. Older entries that may be unpublished come first."""
        await self._publisher.publish(self.published.behind(changes))
        self.published.note(changes)
        done = self.published.to_clear(changes)
        if done:
            await self.histories.clear_pending(done)
        for key, version in done.items():
            snapshot = self._cache.get(key)
            if snapshot and snapshot.version == version:
                snapshot.pending, snapshot.acknowledged = False, version

    async def look_again(self, changes: Sequence[Change[S]]) -> None:
        """Read what other replicas have published meanwhile."""
        ends = await self.histories.read_acknowledged({change.key for change in changes})
        for change in changes:
            change.acknowledged = max(change.acknowledged, ends.get(change.key, 0))

    async def heal(self, keys: Sequence[str]) -> None:
        """Publish what a dead process left pending, and clear the mark."""
        snapshots = await self.histories.load(keys)
        changes = [Change(key, snapshot, snapshot.state) for key, snapshot in snapshots.items()]
        for change in changes:
            change.acknowledged = self.published.floor(change)
        await self._recall(changes)
        await self.publish(changes)

    def forget(self) -> None:
        """Drop the cached states, because other replicas may own these aggregates now."""
        self._cache.clear()

    async def _load(
        self, todo: dict[str, list[Input]], presumed_new: AbstractSet[str]
    ) -> dict[str, Snapshot[S]]:
        loaded = {key: snapshot for key in todo if (snapshot := self._cache.get(key)) is not None}
        missing = [key for key in todo if key not in loaded and key not in presumed_new]
        if missing:
            loaded |= await self.histories.load(missing)
        loaded |= {k: Snapshot(0, 0, self.kind.initial(k)) for k in todo if k not in loaded}
        return await self._with_archived_causes(todo, loaded)

    async def _with_archived_causes(
        self, todo: dict[str, list[Input]], loaded: dict[str, Snapshot[S]]
    ) -> dict[str, Snapshot[S]]:
        """Look up causes in the archive, so that an old message is not applied twice."""
        unsure = {
            key: [m.cause for m in messages if m.cause not in loaded[key].causes]
            for key, messages in todo.items()
            if loaded[key].archived
        }
        if any(unsure.values()):
            archived = await self.histories.find_archived(unsure)
            for key, versions in archived.items():
                loaded[key] = replace(loaded[key], looked_up=versions)
        return loaded

    def _decide(
        self, key: str, before: Snapshot[S], messages: list[Input], now: datetime, pending: bool
    ) -> Change[S]:
        change = Change(key, before, before.state, pending)
        fresh = set()
        for message in messages:
            if (version := before.version_of(message.cause)) is not None:
                change.repeated.add(version)
            elif message.cause not in fresh:
                fresh.add(message.cause)
                apply_one(self.kind, change, message, now)
        change.acknowledged = self.published.floor(change)
        surplus = len(before.causes) + len(change.entries) - self.KEPT
        if surplus > self.SLACK:
            change.archive_to = min(before.archived + surplus, change.acknowledged)
        return change

    async def _write(self, changes: list[Change[S]]) -> set[str]:
        writing = [change for change in changes if change.entries]
        leaving = {c.key: c.archive_to for c in writing if c.archive_to > c.before.archived}
        if leaving:
            await self.histories.archive(leaving)
        if not writing:
            return set()
        try:
            lost = await self.histories.write(writing)
        except BaseException:
            for change in writing:  # the outcome is unknown: do not trust the cache
                self._cache.drop(change.key)
            raise
        for change in writing:
            if change.key in lost:
                self._cache.drop(change.key)
            elif self._cached:
                self._cache.put(change.key, change.after())
        return lost

    async def _recall(self, changes: Sequence[Change[S]]) -> None:
        """Load the entries to publish again: repeated ones, and ones that may be unpublished."""
        wanted = {
            change.key: change.repeated
            | set(range(change.acknowledged + 1, change.before.version + 1))
            for change in changes
            if change.repeated or change.acknowledged < change.before.version
        }
        if wanted:
            entries = await self.histories.recall(wanted)
            for change in changes:
                change.recalled = entries.get(change.key, [])
