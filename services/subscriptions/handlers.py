"""Pages of the public events, from any cursor; waits for what is not there yet."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiokafka.errors import KafkaError, OffsetOutOfRangeError

from services.subscriptions.model.cursors import Extent, Offsets
from services.subscriptions.model.pages import Page, PageRequest
from services.subscriptions.rules import ends, locate
from services.subscriptions.store.horizon import Horizon
from services.subscriptions.store.reader import Sheet
from services.subscriptions.store.readers import Readers
from shared.plumbing.core import metrics
from shared.plumbing.core.failures import Retryable, in_short

LOOKS_EVERY_SECONDS = 0.2
Gone = Callable[[], Awaitable[bool]]


async def stays() -> bool:
    return False


class Feed:
    """Reads the public topics for many pollers."""

    def __init__(self, horizon: Horizon, readers: Readers, pollers: int) -> None:
        self._horizon = horizon
        self._readers = readers
        # Who waits keeps a place for long, so readers that do not wait have places of their own.
        self._places = {True: pollers, False: pollers}
        self._open = False

    async def run(self) -> None:
        """Keep the feed open, until cancelled."""
        self._open = True
        try:
            await asyncio.Event().wait()
        finally:
            self._open = False
            await self._readers.close()
            await self._horizon.close()

    async def page(self, request: PageRequest, gone: Gone = stays) -> Page:
        """Answer at once if there is an event, else wait. `gone` tells whether the poller has left.

        Raises Invalid for a foreign cursor or type, OutdatedCursor, and Retryable.
        """
        topics = request.selection.topics()
        async with self._place(is_waiting=request.wait > 0):
            try:
                return await self._page(request, topics, gone)
            except OffsetOutOfRangeError as error:  # deleted while we read; the next try gets 410
                raise Retryable("what was to be read is being deleted") from error
            except (KafkaError, TimeoutError) as error:
                raise Retryable(f"Kafka is away: {in_short(error)}") from error

    @asynccontextmanager
    async def _place(self, *, is_waiting: bool) -> AsyncIterator[None]:
        if not self._open:
            raise Retryable("the feed is not open")
        if not self._places[is_waiting]:
            raise Retryable("too many readers at this moment")
        self._places[is_waiting] -= 1
        metrics.POLLERS.inc()
        try:
            yield
        finally:
            self._places[is_waiting] += 1
            metrics.POLLERS.dec()

    async def _page(self, request: PageRequest, topics: frozenset[str], gone: Gone) -> Page:
        extent = await self._horizon.look()
        at = await self._start(request, extent)
        deadline = time.monotonic() + request.wait
        while True:
            page = await self._read(at, extent, topics, Sheet(request.selection, request.limit))
            metrics.FED.inc(len(page.events))
            if page.events or not page.caught_up:
                return page
            at = page.next
            while locate(at, extent) == ends(extent):
                if time.monotonic() >= deadline or await gone():
                    return page
                await asyncio.sleep(LOOKS_EVERY_SECONDS)
                extent = await self._horizon.look(LOOKS_EVERY_SECONDS)
            at = locate(at, extent)

    async def _start(self, request: PageRequest, extent: Extent) -> Offsets:
        if request.since:
            return await self._horizon.at(request.since, extent)
        return locate(request.after or {}, extent)

    async def _read(
        self, at: Offsets, extent: Extent, topics: frozenset[str], sheet: Sheet
    ) -> Page:
        """Read one page. A topic that was not chosen counts as read."""
        until = {tp: end if tp.topic in topics else at[tp] for tp, (_, end) in extent.items()}
        reached = at
        if at != until:
            async with self._readers.lend(at) as reader:
                reached = await reader.read(at, until, sheet)
        caught_up = all(reached[tp] >= end for tp, end in until.items())
        after = {tp: reached[tp] if tp.topic in topics else end for tp, end in ends(extent).items()}
        return Page(sheet.events, after, caught_up)
