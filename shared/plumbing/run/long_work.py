"""Long work beside short requests: several portions at once, and a pause while people wait."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Coroutine
from collections.abc import Set as AbstractSet
from contextlib import suppress
from typing import Any, Generic, TypeVar

T = TypeVar("T")
AT_ONCE = 3
"""The rules decide on one portion while others are written and published."""
LONGEST_PAUSE_SECONDS = 0.1
"""After this, long work goes on in any case."""


class InOrder(Generic[T]):
    """Works on several portions at once, and gives their results in order.

    Begin a portion only when `must_wait` is False. Then two with a common key never run at once.
    """

    def __init__(self) -> None:
        self._begun: deque[tuple[AbstractSet[str], asyncio.Task[T]]] = deque()

    async def aclose(self) -> None:
        for _, task in self._begun:
            task.cancel()
        await asyncio.gather(*(task for _, task in self._begun), return_exceptions=True)

    def must_wait(self, keys: AbstractSet[str]) -> bool:
        is_full = len(self._begun) >= AT_ONCE
        return is_full or any(not busy.isdisjoint(keys) for busy, _ in self._begun)

    def begin(self, keys: AbstractSet[str], work: Coroutine[Any, Any, T]) -> None:
        self._begun.append((keys, asyncio.create_task(work)))

    @property
    def is_empty(self) -> bool:
        return not self._begun

    async def next(self) -> T:
        """Give the result of the oldest portion."""
        result = await self._begun[0][1]
        self._begun.popleft()
        return result


class People:
    """Counts the people who wait for an answer, so that long work can pause for them."""

    def __init__(self) -> None:
        self._waiting = 0
        self._nobody = asyncio.Event()
        self._nobody.set()

    async def attend(self) -> AsyncIterator[None]:
        """A dependency of a route: counts one person while the request runs."""
        self._waiting += 1
        self._nobody.clear()
        try:
            yield
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._nobody.set()

    async def give_way(self) -> None:
        """Pause while people wait. Returns at once if nobody waits."""
        if not self._nobody.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_PAUSE_SECONDS):
                    await self._nobody.wait()
