"""Time, as a service: nobody else asks the machine what time it is."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol

from shared.contracts.envelope import to_milliseconds


class Clock(Protocol):
    """Where `now` comes from: aware, UTC, whole milliseconds."""

    moved: asyncio.Event
    """Set when time jumped; who waits for due dates clears it and looks again."""

    def now(self) -> datetime:
        """What time it is on the platform."""


class SystemClock:
    """The machine's clock."""

    def __init__(self) -> None:
        self.moved = asyncio.Event()

    def now(self) -> datetime:
        return to_milliseconds(datetime.now(UTC))


class PlatformClock:
    """The machine's clock plus an offset that the platform may move, so that a year can pass."""

    def __init__(self) -> None:
        self.offset = timedelta(0)
        self.moved = asyncio.Event()

    def now(self) -> datetime:
        return to_milliseconds(datetime.now(UTC) + self.offset)

    def move(self, offset: timedelta) -> None:
        self.offset = offset
        self.moved.set()
