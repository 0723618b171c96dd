"""A small platform in which everything may happen that a seed can think of.

Several processes run the real runner, publisher and relay on engines in memory. They crash between
any two awaits, lose partitions and go on as zombies, and the engines fail them now and then.
"""

from functools import partial
from random import Random

from shared.plumbing.core.aggregate import Change, Input
from shared.plumbing.core.failures import Retryable
from shared.plumbing.core.relay import Relay
from shared.plumbing.core.settings import ServiceSettings
from tests.support.counting import COUNTING, Counted, TickingClock, Wish, a_message
from tests.support.design import Design
from tests.support.engine import Disk
from tests.support.memory_kafka import Fate, MemoryBroker, MemoryProducer
from tests.support.stepped_world import Group, SteppedProcess, SteppedWorld

WISHES = (Wish.COUNT, Wish.COUNT, Wish.COUNT_ON_TWO_TOPICS, Wish.REFUSE, Wish.REFUSE_IN_SILENCE)
NEVER = 10.0**8
SETTINGS = ServiceSettings()


class World(SteppedWorld):
    """Two topics of one partition each, an HTTP door, and what survives a crash."""

    def __init__(self, rng: Random, design: Design) -> None:
        super().__init__(rng)
        self.design = design
        self.disk, self.broker, self.clock = Disk(), MemoryBroker(), TickingClock()
        self.broker.fate = self._fate
        self.broker.reachable = lambda: not self.has_fault(0.1)
        self.keys = rng.choice([["u1"], ["u1", "u2"]])
        self.inputs = {topic: self._messages(topic) for topic in "ab"}
        self.group = Group(dict.fromkeys(self.inputs, 0))
        self.requests = [self._message(f"http{n}") for n in range(rng.randint(0, 5))]
        self.answered: set[str] = set()
        self.faults, self.crashes, self.moves = rng.randint(0, 8), rng.randint(0, 4), 3
        self.room = rng.choice([1, 1_000, 100_000])
        self.cached = rng.choice([0, 1, 100])
        self.haste = rng.choice([1, 5])
        self.processes: list[Process] = []

    def _messages(self, topic: str) -> list[Input]:
        messages = [self._message(f"{topic}{n}") for n in range(self.rng.choice([0, 1, 2, 5]))]
        again = (
            self.rng.choices(messages, k=self.rng.randint(0, 2)) if messages else []
        )  # as in a replay
        return messages + again

    def _message(self, label: str) -> Input:
        return a_message(label, self.rng.choice(self.keys), self.rng.choice(WISHES))

    def _fate(self) -> Fate:
        if self.has_fault(0.15):
            return self.rng.choice([Fate.LOST, Fate.UNANSWERED, Fate.LATE])
        return Fate.ACKNOWLEDGED

    def begin(self) -> None:
        for topic in self.inputs:
            self._assign(topic, Process(self))

    def go_on(self) -> bool:
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
        self.group.owner[topic] = process  # the one before goes on as a zombie until it commits
        self.spawn(process.consume(topic))

    def _crash(self, process: "Process") -> None:
        self.crashes -= 1
        self.steps.kill(process)
        self.processes.remove(process)
        self.requests += [m for m in process.requests if m.cause not in self.answered]
        successor = self.rng.choice(self.processes) if self.processes else Process(self)
        for topic, owner in self.group.owner.items():
            if owner is process:
                self._assign(topic, successor)


class Process(SteppedProcess):
    """One replica: real runner, publisher and relay, as a service puts them together."""

    def __init__(self, world: World) -> None:
        super().__init__(world, world.group)
        self.world, self.requests = world, list[Input]()
        design = world.design
        histories = design.histories(COUNTING, world.disk, self.database)
        publisher = design.publisher(SETTINGS, self._producer)
        self.runner = design.runner(COUNTING, histories, publisher, world.clock, world.cached)
        self.relay = Relay(self.runner, sweep_every=NEVER)
        if design.relay:
            world.spawn(self.relay.run())
        world.processes.append(self)

    def _producer(self, _settings: ServiceSettings) -> MemoryProducer:
        return MemoryProducer(self.world.broker, self.pause, self._network, self.world.room)

    async def _network(self) -> None:
        """What is under way may arrive after its sender died, or not."""
        await self.world.steps.wait(self.world.rng.choice([self, self.world]))

    async def consume(self, topic: str) -> None:
        world = self.world
        while (start := world.group.committed[topic]) < len(world.inputs[topic]):
            batch = world.inputs[topic][start : start + world.rng.randint(1, 3)]
            changes: list[Change[Counted]] = []
            if world.design.commit_first:
                changes = await self.insist(partial(self.runner.save, batch, pending=False))
            else:
                await self.insist(partial(self.runner.apply, batch))
            if not await self.commit(topic, start + len(batch)):
                return
            await self.insist(partial(self.runner.publish, changes))

    def ask(self, message: Input) -> None:
        self.requests.append(message)
        self.world.spawn(self._request(message))

    async def _request(self, message: Input) -> None:
        changes = await self.insist(partial(self.runner.save, [message], pending=True))
        self.world.answered.add(message.cause)
        self.relay.hand_over(changes)
        if self.world.rng.random() < 0.1:  # the person presses the button again
            self.world.requests.append(message)

    async def sweep(self) -> None:
        try:
            await self.relay.sweep()
        except Retryable:
            await self.pause()
