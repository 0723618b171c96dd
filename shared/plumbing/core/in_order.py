"""Works on several portions of a file at once, and yields results in the order of the file."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from collections.abc import Set as AbstractSet
from typing import Any, Generic, TypeVar

T = TypeVar("T")
AT_ONCE = 3
"""The rules decide on one portion while others are written and published."""


class InOrder(Generic[T]):
    """Portions that share an aggregate never run at once, so the first row counts."""

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
