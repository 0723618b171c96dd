"""The clock. No rule reads the machine's time itself; stores do, for queues and expiry."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol

from shared.contracts.envelope import to_milliseconds


class Clock(Protocol):
    """The source of `now`: aware, UTC, whole milliseconds."""

    moved: asyncio.Event
    """Set when time jumps. Timers clear it and look for due work again."""

    def now(self) -> datetime:
        """The time of the platform."""


class SystemClock:
    """The machine's clock."""

    def __init__(self) -> None:
        self.moved = asyncio.Event()

    def now(self) -> datetime:
        return to_milliseconds(datetime.now(UTC))


class PlatformClock:
    """The machine's clock plus an offset. The platform moves the offset to let a year pass."""

    def __init__(self) -> None:
        self.offset = timedelta(0)
        self.moved = asyncio.Event()

    def now(self) -> datetime:
        return to_milliseconds(datetime.now(UTC) + self.offset)

    def move(self, offset: timedelta) -> None:
        self.offset = offset
        self.moved.set()
