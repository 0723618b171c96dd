"""A replica that stops at one exact write, before or after it, as if it had been killed there."""

from collections.abc import Sequence
from typing import Any

from shared.plumbing.run.service import Service


class PowerLostError(Exception):
    """Nobody expects it, so nothing is tidied up; who asked gets no answer that says anything."""


class Countdown:
    """Counts the writes of lists, entries and register together; none is left: the power goes."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.after_the_write = False

    def begin(self, writes: int, *, after_the_write: bool) -> None:
        self.left, self.after_the_write = writes, after_the_write

    def is_over(self) -> bool:
        """Once; then the power is back, as for a replica that was started again."""
        if self.left is None:
            return False
        over, self.left = not self.left, self.left - 1 if self.left else None
        return over


class Socket:
    """The real histories, until the power goes."""

    def __init__(self, real: Any, countdown: Countdown) -> None:
        self._real, self._countdown = real, countdown

    async def write(self, changes: Sequence[Any]) -> Any:
        over = self._countdown.is_over()
        if over and not self._countdown.after_the_write:
            raise PowerLostError
        written = await self._real.write(changes)
        if over:
            raise PowerLostError
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def plug_in(service: Service, countdown: Countdown) -> None:
    """Before the service is opened."""
    for desk in service.desks:
        if desk.runner.kind.name.startswith("priority-"):
            desk.runner.histories = Socket(desk.runner.histories, countdown)
