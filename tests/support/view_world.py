"""A small platform that keeps views, in which everything may happen that a seed can think of.

Several processes run the real projection on a store in memory. They crash between any two awaits,
lose partitions and go on as zombies. Meanwhile the views may be built again from zero.
"""

from dataclasses import dataclass, field
from functools import partial
from random import Random

from shared.plumbing.core.aggregate import Input
from shared.plumbing.core.projection import Projection
from tests.support.memory_views import MemoryViews, ViewDisk
from tests.support.stepped_world import Group, SteppedProcess, SteppedWorld
from tests.support.viewing import VIEWING, facts

AGGREGATES = {
    "ballots": [("u1", "ballot/u1"), ("u2", "ballot/u2")],
    "entries": [("u1", "priority-entry/1/u1"), ("u1", "priority-entry/2/u1")],
}


@dataclass(frozen=True)
class ViewDesign:
    """Whose protocol is explored; the tests weaken one part at a time."""

    projection: type[Projection] = Projection
    views: type[MemoryViews] = MemoryViews
    commit_first: bool = False
    renames: bool = False
    """The new views take the place of the old ones under the readers of the old ones."""


@dataclass
class Generation(Group):
    """Views with a consumer group of their own."""

    disk: ViewDisk = field(default_factory=ViewDisk)

    def is_level_with(self, other: "Generation") -> bool:
        return all(end >= other.committed[topic] for topic, end in self.committed.items())


class ViewWorld(SteppedWorld):
    """Two topics of one partition each, and what survives a crash."""

    def __init__(self, rng: Random, design: ViewDesign) -> None:
        super().__init__(rng)
        self.design = design
        self.topics = {name: self._log(name) for name in AGGREGATES}
        self.live, self.next = self._generation(), None
        self.crashes, self.moves, self.faults = rng.randint(0, 4), 3, rng.randint(0, 6)
        self.rebuilds = rng.randint(0, 1)
        self.cached = rng.choice([0, 1, 100])
        self.haste = rng.choice([1, 5])
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

    def begin(self) -> None:
        for topic in AGGREGATES:
            self._assign(self.live, topic, ViewProcess(self, self.live))

    def go_on(self) -> bool:
        self._promote()
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


class ViewProcess(SteppedProcess):
    """One replica of one generation."""

    DATABASE_FAULTS = 0.02

    def __init__(self, world: ViewWorld, generation: Generation) -> None:
        super().__init__(world, generation)
        self.world, self.generation = world, generation
        views = world.design.views(VIEWING, generation.disk, self.database)
        self.projection = world.design.projection(VIEWING, views, world.cached)
        world.processes.append(self)

    async def consume(self, topic: str) -> None:
        log, committed = self.world.topics[topic], self.generation.committed
        while (start := committed[topic]) < len(log):
            batch = log[start : start + self.world.rng.randint(1, 3)]
            if self.world.design.commit_first and not await self.commit(topic, start + len(batch)):
                return
            await self.insist(partial(self.projection.apply, batch))
            if not await self.commit(topic, start + len(batch)):
                return
