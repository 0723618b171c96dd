"""Publishes in the background what HTTP requests and timers changed."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import structlog

from shared.plumbing.core.aggregate import Change
from shared.plumbing.core.failures import Retryable
from shared.plumbing.core.published import LOOK_EVERY_SECONDS
from shared.plumbing.core.runner import Runner

log = structlog.get_logger()
WAITING_AT_MOST = 2_000
"""Changes held in memory. The sweep reads the rest from the database."""
PORTION = 500
MOST_LOOKS = 50
"""Looks for what other replicas publish."""


class Relay:
    """Publishes after the answer, so that a person waits for the write only.

    If this process dies or Kafka is away, any replica takes over: its sweep publishes an aggregate
    that was pending at the same version twice in a row. So no clock is needed.
    """

    def __init__(self, runner: Runner[Any], sweep_every: float) -> None:
        self._runner = runner
        self._sweep_every = sweep_every
        self._waiting: asyncio.Queue[Change[Any]] = asyncio.Queue(WAITING_AT_MOST)
        self._seen: dict[str, int] = {}
        self._held: list[Change[Any]] = []
        """Behind what other replicas have yet to publish."""
        self._looks: dict[str, int] = {}
        self._at_work = asyncio.Lock()
        self.away: str | None = None
        """The reason why nothing can be published, or None."""

    def hand_over(self, changes: Sequence[Change[Any]]) -> None:
        """Queue these. Never blocks; the sweep publishes what does not fit."""
        for change in changes:
            if not self._waiting.full():
                self._waiting.put_nowait(change)

    async def run(self) -> None:
        """Publish the queue and sweep, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._drain())
            tasks.create_task(self._sweep())

    async def flush(self) -> None:
        """Publish the queue, at a graceful end."""
        async with self._at_work:
            while self._held or not self._waiting.empty():
                held, self._held = self._held, []
                await self._publish(self._take(held))

    async def sweep(self) -> int:
        """Look at the database once. Returns the number of waiting aggregates."""
        pending = await self._runner.histories.list_pending(PORTION)
        stale = [key for key, version in pending.items() if self._seen.get(key) == version]
        self._seen = pending
        await self._heal(stale)
        return len(pending)

    async def _heal(self, keys: Sequence[str]) -> None:
        """Publish all at once. If that fails, publish each alone.

        An aggregate that fails to publish goes to the end of the queue. Otherwise the failing ones
        would fill the sweep.
        """
        if not keys:
            return
        try:
            await self._runner.heal(keys)
        except Exception as error:
            if len(keys) > 1:
                for key in keys:
                    await self._heal([key])
                return
            await self._runner.histories.put_last(keys[0])
            if isinstance(error, Retryable):  # Kafka or MongoDB may be away: stop here
                raise
            log.exception("relay.bug", aggregate=keys[0])

    async def _drain(self) -> None:
        while True:
            if self._held:
                await asyncio.sleep(LOOK_EVERY_SECONDS)
            else:
                self._held.append(await self._waiting.get())
            async with self._at_work:
                await self._publish_in_turn()

    async def _publish_in_turn(self) -> None:
        """Let other replicas publish first what they wrote first, else it leaves twice.

        One that died, or is slow, is not waited for long.
        """
        ready, self._held = self._runner.published.part(self._take(self._held))
        await self._publish(ready)
        if self._held:
            await self._publish(await self._looked_at(self._held))

    async def _looked_at(self, held: list[Change[Any]]) -> list[Change[Any]]:
        """Look what others have published, and return what need not wait any more."""
        with suppress(Retryable):  # then it may leave twice
            await self._runner.look_again(held)
        ready, waiting = self._runner.published.part(held)
        self._looks = {key: self._looks.get(key, 0) + 1 for key in {each.key for each in waiting}}
        late = [each for each in waiting if self._looks[each.key] > MOST_LOOKS]
        self._held = [each for each in waiting if self._looks[each.key] <= MOST_LOOKS]
        return ready + late

    def _take(self, changes: list[Change[Any]]) -> list[Change[Any]]:
        while len(changes) < PORTION and not self._waiting.empty():
            changes.append(self._waiting.get_nowait())
        return [change for change in changes if not self._runner.published.has(change)]

    async def _publish(self, changes: list[Change[Any]]) -> None:
        try:
            await self._runner.publish(changes)
            self.away = None
        except Retryable as error:
            self.away = str(error)
            log.warning("relay.put-off", changes=len(changes), why=str(error))
        except Exception:  # the sweep tries them again, one by one
            log.exception("relay.bug", changes=len(changes))

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(self._sweep_every)
            try:
                if not await self.sweep():
                    self.away = None
            except Retryable as error:
                self.away = str(error)
                log.warning("relay.put-off", why=str(error))
