"""A small platform in which everything may happen that a seed can think of.

Several processes run the real runner, publisher and relay on engines in memory. They crash between
any two awaits, lose partitions and go on as zombies, and the engines fail them now and then.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from random import Random
from typing import Any, TypeVar

from shared.plumbing.core.aggregate import Change, Input
from shared.plumbing.core.failures import Retryable
from shared.plumbing.core.relay import Relay
from shared.plumbing.core.settings import ServiceSettings
from tests.support.counting import COUNTING, Counted, TickingClock, Wish, a_message
from tests.support.design import Design
from tests.support.engine import Disk
from tests.support.memory_kafka import Fate, MemoryBroker, MemoryProducer
from tests.support.stepping import Steps

WISHES = (Wish.COUNT, Wish.COUNT, Wish.COUNT_ON_TWO_TOPICS, Wish.REFUSE, Wish.REFUSE_IN_SILENCE)
MOST_STEPS = 20_000
NEVER = 10.0**8
T = TypeVar("T")
SETTINGS = ServiceSettings()


class World:
    """Two topics of one partition each, an HTTP door, and what survives a crash."""

    def __init__(self, rng: Random, design: Design) -> None:
        self.rng, self.design = rng, design
        self.steps = Steps(rng)
        self.disk, self.broker, self.clock = Disk(), MemoryBroker(), TickingClock()
        self.broker.fate = self._fate
        self.broker.reachable = lambda: not self.has_fault(0.1)
        self.keys = rng.choice([["u1"], ["u1", "u2"]])
        self.inputs = {topic: self._messages(topic) for topic in "ab"}
        self.committed = dict.fromkeys(self.inputs, 0)
        self.requests = [self._message(f"http{n}") for n in range(rng.randint(0, 5))]
        self.answered: set[str] = set()
        self.faults, self.crashes, self.moves = rng.randint(0, 8), rng.randint(0, 4), 3
        self.room = rng.choice([1, 1_000, 100_000])
        self.cached = rng.choice([0, 1, 100])
        self.haste = rng.choice([1, 5])
        self.tasks: list[asyncio.Task[None]] = []
        self.processes: list[Process] = []
        self.owner: dict[str, Process] = {}

    def _messages(self, topic: str) -> list[Input]:
        messages = [self._message(f"{topic}{n}") for n in range(self.rng.choice([0, 1, 2, 5]))]
        again = (
            self.rng.choices(messages, k=self.rng.randint(0, 2)) if messages else []
        )  # as in a replay
        return messages + again

    def _message(self, label: str) -> Input:
        return a_message(label, self.rng.choice(self.keys), self.rng.choice(WISHES))

    def has_fault(self, chance: float) -> bool:
        if self.faults and self.rng.random() < chance:
            self.faults -= 1
            return True
        return False

    def _fate(self) -> Fate:
        if self.has_fault(0.15):
            return self.rng.choice([Fate.LOST, Fate.UNANSWERED, Fate.LATE])
        return Fate.ACKNOWLEDGED

    async def play(self) -> bool:
        """Until nothing is left to do; False when that does not come."""
        try:
            for topic in self.inputs:
                self._assign(topic, Process(self))
            for _ in range(MOST_STEPS):
                await self.steps.quiet()
                self._raise_errors()
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
        elif self.moves and chance < 0.02:
            self.moves -= 1
            self._assign(self.rng.choice(list(self.inputs)), Process(self))
        elif self.requests and (self.steps.is_idle or 0.02 < chance < 0.05):
            self.rng.choice(self.processes).ask(self.requests.pop())
        elif self.steps.is_idle or 0.05 < chance < 0.055:
            return self._sweep() or not self.steps.is_idle
        else:
            self.steps.let_one_through()
        return True

    def _sweep(self) -> bool:
        pending = any(d.pending is not None for d in self.disk.documents.values())
        if not self.design.relay or not pending:
            return False
        self.spawn(self.rng.choice(self.processes).sweep())
        return True

    def _assign(self, topic: str, process: "Process") -> None:
        self.owner[topic] = process  # the one before goes on as a zombie until it commits
        self.spawn(process.consume(topic))

    def _crash(self, process: "Process") -> None:
        self.crashes -= 1
        self.steps.kill(process)
        self.processes.remove(process)
        self.requests += [m for m in process.requests if m.cause not in self.answered]
        successor = self.rng.choice(self.processes) if self.processes else Process(self)
        for topic, owner in self.owner.items():
            if owner is process:
                self._assign(topic, successor)


class Process:
    """One replica: real runner, publisher and relay, as a service puts them together."""

    def __init__(self, world: World) -> None:
        self.world, self.requests = world, list[Input]()
        design = world.design
        histories = design.histories(COUNTING, world.disk, self._database)
        publisher = design.publisher(SETTINGS, self._producer)
        self.runner = design.runner(COUNTING, histories, publisher, world.clock, world.cached)
        self.relay = Relay(self.runner, sweep_every=NEVER)
        if design.relay:
            world.spawn(self.relay.run())
        world.processes.append(self)

    def _producer(self, _settings: ServiceSettings) -> MemoryProducer:
        return MemoryProducer(self.world.broker, self._pause, self._network, self.world.room)

    async def _pause(self) -> None:
        await self.world.steps.wait(self)

    async def _database(self) -> None:
        await self._pause()
        if self.world.has_fault(0.01):
            raise Retryable("the database is away")

    async def _network(self) -> None:
        """What is under way may arrive after its sender died, or not."""
        await self.world.steps.wait(self.world.rng.choice([self, self.world]))

    async def consume(self, topic: str) -> None:
        world = self.world
        while (start := world.committed[topic]) < len(world.inputs[topic]):
            batch = world.inputs[topic][start : start + world.rng.randint(1, 3)]
            changes: list[Change[Counted]] = []
            if world.design.commit_first:
                changes = await self._insist(partial(self.runner.save, batch, pending=False))
            else:
                await self._insist(partial(self.runner.apply, batch))
            if not await self._commit(topic, start + len(batch)):
                return
            await self._insist(partial(self.runner.publish, changes))

    async def _commit(self, topic: str, end: int) -> bool:
        await self._pause()
        if self.world.owner[topic] is not self:
            return False
        self.world.committed[topic] = end
        await self._pause()
        return True

    async def _insist(self, attempt: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                return await attempt()
            except Retryable:
                await self._pause()

    def ask(self, message: Input) -> None:
        self.requests.append(message)
        self.world.spawn(self._request(message))

    async def _request(self, message: Input) -> None:
        changes = await self._insist(partial(self.runner.save, [message], pending=True))
        self.world.answered.add(message.cause)
        self.relay.hand_over(changes)
        if self.world.rng.random() < 0.1:  # the person presses the button again
            self.world.requests.append(message)

    async def sweep(self) -> None:
        try:
            await self.relay.sweep()
        except Retryable:
            await self._pause()
