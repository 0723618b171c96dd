"""The few readers that all pollers share."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.subscriptions.model.cursors import Offsets
from services.subscriptions.store.reader import FeedReader
from shared.plumbing.core.failures import Retryable
from shared.plumbing.core.kafka_server import KafkaServer

WAITS_SECONDS = 20


class Readers:
    """Opened when first needed; one is lent to one poller, for one page."""

    def __init__(self, kafka: KafkaServer, count: int) -> None:
        self._kafka = kafka
        self._free = asyncio.Semaphore(count)
        self._idle: list[FeedReader] = []

    @asynccontextmanager
    async def lend(self, start: Offsets) -> AsyncIterator[FeedReader]:
        """Prefer the one that stopped nearest: it has fetched ahead."""
        try:
            # Not wait_for: in Python 3.11 it can lose a cancellation.
            async with asyncio.timeout(WAITS_SECONDS):
                await self._free.acquire()
        except TimeoutError as error:
            raise Retryable("too many read at this moment") from error
        try:
            reader = await self._find(start)
            try:
                yield reader
            except BaseException:
                await reader.close()  # nobody knows where it stands
                raise
            self._idle.append(reader)
        finally:
            self._free.release()

    async def close(self) -> None:
        while self._idle:
            await self._idle.pop().close()

    async def _find(self, start: Offsets) -> FeedReader:
        if self._idle:
            best = max(self._idle, key=lambda reader: len(reader.stands.items() & start.items()))
            self._idle.remove(best)
            return best
        reader = FeedReader(self._kafka)
        await reader.start()
        return reader
