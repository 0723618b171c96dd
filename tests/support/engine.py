"""Histories in memory: what MongoDB does for the runner, one atomic action after another."""

import itertools
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from shared.plumbing.core.aggregate import Change, HistoryEntry, Kind, Outgoing, Snapshot

S = TypeVar("S")
Pause = Callable[[], Awaitable[None]]


@cache
def _adapter(state: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(state)


async def no_pause() -> None:
    """Go on at once."""


@dataclass
class Document:
    """One aggregate at rest; the state is text, so that nothing is shared with its readers."""

    version: int
    acknowledged: int
    state: bytes
    history: list[HistoryEntry]
    pending: int | None = None
    """A higher number has waited less long."""

    def find(self, versions: Collection[int]) -> dict[int, HistoryEntry]:
        return {entry.version: entry for entry in self.history if entry.version in versions}


@dataclass
class Disk:
    """What survives the processes that write it, and what they share."""

    documents: dict[str, Document] = field(default_factory=dict)
    archived: dict[str, dict[str, HistoryEntry]] = field(default_factory=dict)
    ticks: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def archive_of(self, key: str) -> list[HistoryEntry]:
        return sorted(self.archived.get(key, {}).values(), key=lambda entry: entry.version)

    def history(self, key: str) -> list[HistoryEntry]:
        """All entries of an aggregate, archived ones first."""
        inside = self.documents[key].history
        return [e for e in self.archive_of(key) if e.version < inside[0].version] + inside


class MemoryHistories(Generic[S]):
    """Passes the same suite as MongoHistories.

    `pause` is awaited before each atomic action and before each answer: there a test may switch,
    fail or kill. A portion of several documents is one action for each, as it is in MongoDB.
    """

    def __init__(self, kind: Kind[S], disk: Disk | None = None, pause: Pause = no_pause) -> None:
        self.disk = disk or Disk()
        self.loads = 0
        state: Any = kind.state
        self._state: TypeAdapter[S] = _adapter(state)
        self._pause = pause

    async def load(self, keys: Collection[str]) -> dict[str, Snapshot[S]]:
        self.loads += 1
        snapshots = {}
        for key in keys:
            await self._pause()
            if document := self.disk.documents.get(key):
                snapshots[key] = self._snapshot(document)
        await self._pause()
        return snapshots

    def _snapshot(self, document: Document) -> Snapshot[S]:
        return Snapshot(
            document.version,
            document.acknowledged,
            self._state.validate_json(document.state),
            {entry.cause: entry.version for entry in document.history},
            document.pending is not None,
            frozenset(entry.version for entry in document.history if entry.refused),
        )

    async def write(self, changes: Sequence[Change[S]]) -> set[str]:
        lost = set()
        for change in changes:
            await self._pause()
            held = self.disk.documents.get(change.key)
            if self._lost_race(change, held):
                lost.add(change.key)
            else:
                self._save(change, held)
        await self._pause()
        return lost

    def _lost_race(self, change: Change[S], held: Document | None) -> bool:
        return change.before.version != (held.version if held else 0)

    def _save(self, change: Change[S], held: Document | None) -> None:
        history = [*(held.history if held else []), *change.entries]
        pending = held.pending if held else None
        if change.pending and pending is None:
            pending = next(self.disk.ticks)
        self.disk.documents[change.key] = Document(
            change.version,
            max(change.acknowledged, held.acknowledged if held else 0),
            self._state.dump_json(change.state),
            history[-change.kept :] if change.archive_to else history,
            pending,
        )

    async def recall(self, wanted: Mapping[str, Collection[int]]) -> dict[str, list[HistoryEntry]]:
        entries: dict[str, list[HistoryEntry]] = {}
        for key, versions in wanted.items():
            await self._pause()
            document = self.disk.documents.get(key)
            inside = document.find(versions) if document else {}
            if missing := set(versions) - inside.keys():
                await self._pause()
                inside |= {e.version: e for e in self.disk.archive_of(key) if e.version in missing}
            entries[key] = [inside[version] for version in sorted(versions)]
        await self._pause()
        return entries

    async def find_archived(
        self, causes: Mapping[str, Collection[str]]
    ) -> dict[str, dict[str, int]]:
        await self._pause()
        in_archive: dict[str, dict[str, int]] = {}
        for key, some in causes.items():
            archived = self.disk.archived.get(key, {})
            if known := {cause: archived[cause].version for cause in some if cause in archived}:
                in_archive[key] = known
        await self._pause()
        return in_archive

    async def archive(self, up_to: Mapping[str, int]) -> None:
        for key, last in up_to.items():
            await self._pause()
            document = self.disk.documents.get(key)
            leaving = [e for e in document.history if e.version <= last] if document else []
            for entry in leaving:
                await self._pause()
                self.disk.archived.setdefault(key, {}).setdefault(entry.cause, entry)
        await self._pause()

    async def clear_pending(self, published: Mapping[str, int]) -> None:
        for key, version in published.items():
            await self._pause()
            if document := self.disk.documents.get(key):
                document.acknowledged = max(document.acknowledged, version)
            await self._pause()
            document = self.disk.documents.get(key)
            if document and document.version == version:
                document.pending = None
        await self._pause()

    async def read_acknowledged(self, keys: Collection[str]) -> dict[str, int]:
        await self._pause()
        read = {k: self.disk.documents[k].acknowledged for k in keys if k in self.disk.documents}
        await self._pause()
        return read

    async def list_pending(self, limit: int) -> dict[str, int]:
        await self._pause()
        waiting = sorted(
            (document.pending, key, document.version)
            for key, document in self.disk.documents.items()
            if document.pending is not None
        )
        await self._pause()
        return {key: version for _, key, version in waiting[:limit]}

    async def put_last(self, key: str) -> None:
        await self._pause()
        document = self.disk.documents.get(key)
        if document and document.pending is not None:
            document.pending = next(self.disk.ticks)
        await self._pause()

    async def count_pending(self) -> int:
        return len(await self.list_pending(len(self.disk.documents)))

    async def replay(self) -> AsyncIterator[list[Outgoing]]:
        for key in list(self.disk.documents):
            for entry in self.disk.history(key):
                await self._pause()
                yield list(entry.events)
