"""A scheduler that decides, from a seed, which await on an engine goes on next."""

import asyncio
from random import Random
from typing import Any


class Steps:
    """Every await on an engine waits here; one at a time is let through."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._loop: Any = asyncio.get_running_loop()
        self._waiting: list[tuple[object, asyncio.Future[None]]] = []
        self._dead: set[object] = set()
        self._never: list[asyncio.Future[None]] = []  # kept, lest their tasks vanish aloud
        self._closed = False

    async def wait(self, owner: object) -> None:
        """Wait for one's turn; who is dead waits for ever."""
        if self._closed:
            raise asyncio.CancelledError
        turn = self._loop.create_future()
        if owner in self._dead:
            self._never.append(turn)
        else:
            self._waiting.append((owner, turn))
        await turn

    def kill(self, owner: object) -> None:
        """Nothing of this owner goes on, wherever it is."""
        self._dead.add(owner)
        self._never += [turn for waiter, turn in self._waiting if waiter is owner]
        self._waiting = [each for each in self._waiting if each[0] is not owner]

    def close(self) -> None:
        """From now on, who would wait is cancelled instead."""
        self._closed = True

    def let_one_through(self) -> None:
        at = self._rng.randrange(len(self._waiting))
        self._waiting[at], self._waiting[-1] = self._waiting[-1], self._waiting[at]
        _, turn = self._waiting.pop()
        if not turn.done():
            turn.set_result(None)

    @property
    def is_idle(self) -> bool:
        return not self._waiting

    async def quiet(self) -> None:
        """Let everybody run until nobody can go on without a turn."""
        while self._loop._ready:  # noqa: ASYNC110 - no event tells that a loop is idle
            await asyncio.sleep(0)
