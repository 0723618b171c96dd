"""Timers. Every replica runs them, and the work is applied once."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

import structlog
from structlog.contextvars import bound_contextvars

from shared.plumbing.core.clock import Clock
from shared.plumbing.core.failures import Retryable

log = structlog.get_logger()
Job = Callable[[datetime], Awaitable[int]]
"""Does what is due at this time. Returns how much. Must be safe to repeat."""


class Jobs:
    """Runs every job now and then, and at once when the clock jumps."""

    def __init__(self, clock: Clock, every: float) -> None:
        self._clock, self._every = clock, every
        self._jobs: dict[str, Job] = {}
        self.done_at: dict[str, datetime] = {}
        """The platform time up to which each job is done."""

    def add(self, name: str, job: Job) -> None:
        self._jobs[name] = job

    @property
    def names(self) -> list[str]:
        return list(self._jobs)

    async def run(self) -> None:
        """Run all jobs again and again, until cancelled."""
        while True:
            self._clock.moved.clear()
            for name in self._jobs:
                await self.run_once(name)
            with suppress(TimeoutError):
                # Not wait_for: in Python 3.11 it can lose a cancellation.
                async with asyncio.timeout(self._every):
                    await self._clock.moved.wait()

    async def run_once(self, name: str) -> None:
        now = self._clock.now()
        try:
            with bound_contextvars(actor=f"job/{name}"):
                count = await self._jobs[name](now)
        except Retryable as error:
            log.warning("job.put-off", job=name, why=str(error))
        except Exception:  # a bug in one job must not stop the others
            log.exception("job.bug", job=name)
        else:
            self.done_at[name] = now
            if count:
                log.info("job.done", job=name, count=count)
