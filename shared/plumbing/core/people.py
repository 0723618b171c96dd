"""People before files: an import pauses while a person waits for an answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

AT_MOST_SECONDS = 0.1
"""The longest pause. So an import always goes on."""


class People:
    """Counts the people who wait."""

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
                async with asyncio.timeout(AT_MOST_SECONDS):
                    await self._nobody.wait()
