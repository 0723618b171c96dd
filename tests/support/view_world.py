"""A small platform that keeps views, in which everything may happen that a seed can think of.

Several processes run the real projection on a store in memory. They crash between any two awaits,
lose partitions and go on as zombies. Meanwhile the views may be built again from zero.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from random import Random
from typing import Any

from shared.plumbing.core.aggregate import Input
from shared.plumbing.core.failures import Retryable
from shared.plumbing.core.projection import Projection
from tests.support.memory_views import MemoryViews, ViewDisk
from tests.support.stepping import Steps
from tests.support.viewing import VIEWING, facts

AGGREGATES = {
    "ballots": [("u1", "ballot/u1"), ("u2", "ballot/u2")],
    "entries": [("u1", "priority-entry/1/u1"), ("u1", "priority-entry/2/u1")],
}
MOST_STEPS = 20_000


@dataclass(frozen=True)
class ViewDesign:
    """Whose protocol is explored; the tests weaken one part at a time."""

    projection: type[Projection] = Projection
    views: type[MemoryViews] = MemoryViews
    commit_first: bool = False
    renames: bool = False
    """The new views take the place of the old ones under the readers of the old ones."""


@dataclass
class Generation:
    """Views with a consumer group of their own."""

    committed: dict[str, int]
    disk: ViewDisk = field(default_factory=ViewDisk)
    owner: "dict[str, ViewProcess]" = field(default_factory=dict)

    def is_level_with(self, other: "Generation") -> bool:
        return all(end >= other.committed[topic] for topic, end in self.committed.items())


class ViewWorld:
    """Two topics of one partition each, and what survives a crash."""

    def __init__(self, rng: Random, design: ViewDesign) -> None:
        self.rng, self.design = rng, design
        self.steps = Steps(rng)
        self.topics = {name: self._log(name) for name in AGGREGATES}
        self.live, self.next = self._generation(), None
        self.crashes, self.moves, self.faults = rng.randint(0, 4), 3, rng.randint(0, 6)
        self.rebuilds = rng.randint(0, 1)
        self.cached = rng.choice([0, 1, 100])
        self.haste = rng.choice([1, 5])
        self.tasks: list[asyncio.Task[None]] = []
        self.processes: list[ViewProcess] = []

    next: Generation | None

    def _generation(self) -> Generation:
        return Generation(dict.fromkeys(AGGREGATES, 0))

    def _log(self, topic: str) -> list[Input]:
        """Events in order for each aggregate, and older ones again in between."""
        log: list[Input] = []
        versions = dict.fromkeys(AGGREGATES[topic], 0)
        for _ in range(self.rng.randint(0, 6)):
            key, aggregate = place = self.rng.choice(AGGREGATES[topic])
            versions[place] += self.rng.choice([1, 1, 2])
            log += facts(f"{aggregate}:{versions[place]}:0", key=key)
            if self.rng.random() < 0.3:
                begin = self.rng.randrange(len(log))
                log += log[begin : begin + 3]
        return log

    async def play(self) -> bool:
        """Until nothing is left to do; False when that does not come."""
        try:
            for topic in AGGREGATES:
                self._assign(self.live, topic, ViewProcess(self, self.live))
            for _ in range(MOST_STEPS):
                await self.steps.quiet()
                self._raise_errors()
                self._promote()
                if not self._go_on():
                    return True
            return False
        finally:
            self.steps.close()
            while others := asyncio.all_tasks() - {asyncio.current_task()}:
                for task in others:
                    task.cancel()
                await asyncio.wait(others)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.append(asyncio.create_task(work))

    def _raise_errors(self) -> None:
        for task in self.tasks:
            if task.done():
                task.result()

    def _go_on(self) -> bool:
        chance = self.rng.random() / self.haste
        if self.crashes and chance < 0.015:
            self._crash(self.rng.choice(self.processes))
        elif self.moves and chance < 0.025:
            self.moves -= 1
            generation = self.rng.choice([each for each in (self.live, self.next) if each])
            topic = self.rng.choice(list(self.topics))
            self._assign(generation, topic, ViewProcess(self, generation))
        elif self.rebuilds and (self.steps.is_idle or chance < 0.05):
            self._rebuild()
        elif self.steps.is_idle:
            return False
        else:
            self.steps.let_one_through()
        return True

    def _rebuild(self) -> None:
        self.rebuilds -= 1
        self.next = self._generation()
        for topic in self.topics:
            self._assign(self.next, topic, ViewProcess(self, self.next))

    def _promote(self) -> None:
        if not self.next or not self.next.is_level_with(self.live):
            return
        if self.design.renames:
            self.live.disk.views, self.live.disk.counters = (
                self.next.disk.views,
                self.next.disk.counters,
            )
            for process in [each for each in self.processes if each.generation is self.next]:
                self.steps.kill(process)
                self.processes.remove(process)
        else:
            self.live = self.next
        self.next = None

    def _assign(self, generation: Generation, topic: str, process: "ViewProcess") -> None:
        generation.owner[topic] = process  # the one before goes on as a zombie until it commits
        self.spawn(process.consume(topic))

    def _crash(self, process: "ViewProcess") -> None:
        self.crashes -= 1
        self.steps.kill(process)
        self.processes.remove(process)
        for topic, owner in process.generation.owner.items():
            if owner is process:
                self._assign(process.generation, topic, ViewProcess(self, process.generation))

    def has_fault(self, chance: float) -> bool:
        if self.faults and self.rng.random() < chance:
            self.faults -= 1
            return True
        return False


class ViewProcess:
    """One replica of one generation."""

    def __init__(self, world: ViewWorld, generation: Generation) -> None:
        self.world, self.generation = world, generation
        views = world.design.views(VIEWING, generation.disk, self._database)
        self.projection = world.design.projection(VIEWING, views, world.cached)
        world.processes.append(self)

    async def _database(self) -> None:
        await self.world.steps.wait(self)
        if self.world.has_fault(0.02):
            raise Retryable("the database is away")

    async def consume(self, topic: str) -> None:
        log, committed = self.world.topics[topic], self.generation.committed
        while (start := committed[topic]) < len(log):
            batch = log[start : start + self.world.rng.randint(1, 3)]
            if self.world.design.commit_first and not await self._commit(topic, start + len(batch)):
                return
            await self._insist(batch)
            if not await self._commit(topic, start + len(batch)):
                return

    async def _commit(self, topic: str, end: int) -> bool:
        await self.world.steps.wait(self)
        if self.generation.owner[topic] is not self:
            return False
        self.generation.committed[topic] = end
        await self.world.steps.wait(self)
        return True

    async def _insist(self, batch: list[Input]) -> None:
        while True:
            try:
                return await self.projection.apply(batch)
            except Retryable:
                await self.world.steps.wait(self)
