"""People before files: an import stops for a moment whenever somebody waits for an answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

AT_MOST_SECONDS = 0.1
"""However many people there are, an import goes on."""


class People:
    """Counts who waits."""

    def __init__(self) -> None:
        self._waiting = 0
        self._nobody = asyncio.Event()
        self._nobody.set()

    async def attend(self) -> AsyncIterator[None]:
        """Around the answer to one request; a dependency of its route."""
        self._waiting += 1
        self._nobody.clear()
        try:
            yield
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._nobody.set()

    async def give_way(self) -> None:
        """Return at once if nobody waits."""
        if not self._nobody.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(AT_MOST_SECONDS):
                    await self._nobody.wait()
