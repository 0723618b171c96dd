"""Views in memory: what MongoDB does for a projection, one atomic action after another."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from shared.plumbing.core.projection import Counts, Section, Sections, View, ViewChange, ViewKind
from tests.support.engine import Pause, no_pause


@dataclass
class ViewDisk:
    """What survives the processes that write it; states are text, so nothing is shared."""

    views: dict[str, tuple[int, dict[str, tuple[int, int, bytes]]]] = field(default_factory=dict)
    counters: Counter[str] = field(default_factory=Counter)


class MemoryViews:
    """Passes the same suite as MongoViews.

    `pause` is awaited before each atomic action and before each answer: there a test may switch,
    fail or kill. A write is one action, as a transaction is.
    """

    def __init__(
        self, kind: ViewKind, disk: ViewDisk | None = None, pause: Pause = no_pause
    ) -> None:
        self.disk = disk or ViewDisk()
        self._states: dict[str, TypeAdapter[Any]] = {
            name: TypeAdapter(part.state) for name, part in kind.sections.items()
        }
        self._pause = pause

    async def load(self, keys: Collection[str]) -> dict[str, View]:
        loaded = {}
        for key in keys:
            await self._pause()
            if key in self.disk.views:
                loaded[key] = self._view(key)
        await self._pause()
        return loaded

    def _view(self, key: str) -> View:
        version, sections = self.disk.views[key]
        return View(
            version,
            {
                name: Section(at, n, self._state(name).validate_json(state))
                for name, (at, n, state) in sections.items()
            },
        )

    def _state(self, section: str) -> TypeAdapter[Any]:
        return self._states[section.partition("/")[0]]

    async def write(self, changes: Sequence[ViewChange], counts: Counts) -> bool:
        await self._pause()
        if any(self.lost_race(change) for change in changes):
            return False
        self._save(changes)
        self.disk.counters.update(counts)
        await self._pause()
        return True

    def lost_race(self, change: ViewChange) -> bool:
        version, _ = self.disk.views.get(change.key, (0, {}))
        return change.before.version != version

    def _save(self, changes: Sequence[ViewChange]) -> None:
        for change in changes:
            self.disk.views[change.key] = (change.before.version + 1, self._kept(change.sections))

    def _kept(self, sections: Sections) -> dict[str, tuple[int, int, bytes]]:
        return {
            name: (each.version, each.n, self._state(name).dump_json(each.state))
            for name, each in sections.items()
        }

    async def counts(self) -> dict[str, int]:
        return {name: count for name, count in self.disk.counters.items() if count}

    def all(self) -> dict[str, View]:
        return {key: self._view(key) for key in self.disk.views}
