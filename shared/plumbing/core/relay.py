"""Publishes what was saved without an offset: answers to HTTP and to timers."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog

from shared.plumbing.core.aggregate import Change
from shared.plumbing.core.failures import Retryable
from shared.plumbing.core.runner import Runner

log = structlog.get_logger()
WAITING_AT_MOST = 2_000
"""Changes held in memory; more are found again in the database by the sweep."""
PORTION = 500


class Relay:
    """Publishes in the background, so that a person's answer waits for the write alone.

    What this process cannot publish (it died, Kafka was away) is swept up by any replica:
    an aggregate that two sweeps in a row find pending at the same version. No clock is asked.
    """

    def __init__(self, runner: Runner[Any], sweep_every: float) -> None:
        self._runner = runner
        self._sweep_every = sweep_every
        self._waiting: asyncio.Queue[Change[Any]] = asyncio.Queue(WAITING_AT_MOST)
        self._seen: dict[str, int] = {}
        self.away: str | None = None
        """Why nothing can be published, if so."""

    def hand_over(self, changes: Sequence[Change[Any]]) -> None:
        """Publish these soon; never blocks, and forgets what does not fit."""
        for change in changes:
            if not self._waiting.full():
                self._waiting.put_nowait(change)

    async def run(self) -> None:
        """Until cancelled: publish what is handed over, and sweep now and then."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._drain())
            tasks.create_task(self._sweep())

    async def flush(self) -> None:
        """Publish what waits in memory; for a graceful end."""
        while not self._waiting.empty():
            await self._publish(self._take([self._waiting.get_nowait()]))

    async def sweep(self) -> int:
        """One look at the database; returns how many aggregates wait."""
        pending = await self._runner.histories.list_pending(PORTION)
        stale = [key for key, version in pending.items() if self._seen.get(key) == version]
        self._seen = pending
        await self._heal(stale)
        return len(pending)

    async def _heal(self, keys: Sequence[str]) -> None:
        """All at once; if that fails, each alone, and whichever fails again waits behind others.

        Else those that fail each time, once there are enough of them, would be all that is seen.
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
            if isinstance(error, Retryable):  # the world may be away: no use in trying the others
                raise
            log.exception("relay.bug", aggregate=keys[0])

    async def _drain(self) -> None:
        while True:
            await self._publish(self._take([await self._waiting.get()]))

    def _take(self, changes: list[Change[Any]]) -> list[Change[Any]]:
        while len(changes) < PORTION and not self._waiting.empty():
            changes.append(self._waiting.get_nowait())
        return [change for change in changes if not self._runner.is_published(change)]

    async def _publish(self, changes: list[Change[Any]]) -> None:
        try:
            await self._runner.publish(changes)
            self.away = None
        except Retryable as error:
            self.away = str(error)
            log.warning("relay.put-off", changes=len(changes), why=str(error))
        except Exception:  # the sweep finds them again, one by one if need be
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
