"""What two worlds share: tasks that go on step by step, faults, and readers of topics."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from shared.plumbing.core.failures import Retryable
from tests.support.stepping import Steps

MOST_STEPS = 20_000
T = TypeVar("T")


@dataclass
class Group:
    """A consumer group: its readers, and how far they read each topic."""

    committed: dict[str, int]
    owner: dict[str, object] = field(default_factory=dict)


class SteppedWorld(ABC):
    """A seed decides what happens next."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.steps = Steps(rng)
        self.faults = 0
        self._tasks: list[asyncio.Task[None]] = []

    @abstractmethod
    def begin(self) -> None:
        """Start the first processes."""

    @abstractmethod
    def go_on(self) -> bool:
        """Make one move; False if nothing is left to do."""

    async def play(self) -> bool:
        """Return True when nothing is left to do, False if that does not come."""
        try:
            self.begin()
            for _ in range(MOST_STEPS):
                await self.steps.quiet()
                self._raise_errors()
                if not self.go_on():
                    return True
            return False
        finally:
            self.steps.close()
            while others := asyncio.all_tasks() - {asyncio.current_task()}:
                for task in others:
                    task.cancel()
                await asyncio.wait(others)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))

    def _raise_errors(self) -> None:
        for task in self._tasks:
            if task.done():
                task.result()

    def has_fault(self, chance: float) -> bool:
        if self.faults and self.rng.random() < chance:
            self.faults -= 1
            return True
        return False


class SteppedProcess:
    """One replica. It waits for its turn before each step."""

    DATABASE_FAULTS = 0.01

    def __init__(self, stepped: SteppedWorld, group: Group) -> None:
        self._stepped, self._group = stepped, group

    async def pause(self) -> None:
        await self._stepped.steps.wait(self)

    async def database(self) -> None:
        await self.pause()
        if self._stepped.has_fault(self.DATABASE_FAULTS):
            raise Retryable("the database is away")

    async def commit(self, topic: str, end: int) -> bool:
        """Commit; False if another process owns the topic by now."""
        await self.pause()
        if self._group.owner[topic] is not self:
            return False
        self._group.committed[topic] = end
        await self.pause()
        return True

    async def insist(self, attempt: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                return await attempt()
            except Retryable:
                await self.pause()
