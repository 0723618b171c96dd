"""Pages of the public events, from any cursor; waits for what is not there yet."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from aiokafka import ConsumerRecord
from aiokafka.errors import KafkaError, OffsetOutOfRangeError

from shared.plumbing.core import metrics
from shared.plumbing.core.failures import Retryable
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.feed.cursors import Extent, Offsets, settle
from shared.plumbing.feed.horizon import Horizon
from shared.plumbing.feed.readers import Readers
from shared.plumbing.feed.selection import Selection

LOOKS_EVERY_SECONDS = 0.2
MOST_BYTES = 1024 * 1024
"""A page ends with the event that reaches this."""
READS_FOR_SECONDS = 2.0
"""A selection that hardly fits anything answers with an empty page, and where to go on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a poller asks for; neither `after` nor `since`: from the beginning."""

    selection: Selection = field(default_factory=Selection)
    after: Offsets | None = None
    since: datetime | None = None
    limit: int = 500
    wait: float = 0.0


@dataclass(slots=True)
class Page:
    """Events as they are on Kafka, to the byte."""

    selection: Selection
    limit: int
    next: Offsets = field(default_factory=dict)
    caught_up: bool = True
    events: list[bytes] = field(default_factory=list)
    size: int = 0
    until: float = field(default_factory=lambda: time.monotonic() + READS_FOR_SECONDS)

    def has_room(self) -> bool:
        return (
            len(self.events) < self.limit
            and self.size < MOST_BYTES
            and time.monotonic() < self.until
        )

    def take(self, record: ConsumerRecord) -> None:
        raw: bytes = record.value or b""
        try:
            fact = orjson.loads(raw)
        except orjson.JSONDecodeError:  # it would spoil the page for everybody
            return
        if isinstance(fact, dict) and self.selection.has(fact):
            self.events.append(raw)
            self.size += len(raw)


Gone = Callable[[], Awaitable[bool]]


async def stays() -> bool:
    return False


class Feed:
    """Reads the public topics for many pollers; `run` keeps it open."""

    def __init__(self, settings: ServiceSettings, readers: int = 4, pollers: int = 200) -> None:
        bootstrap = settings.kafka_bootstrap
        self._horizon = Horizon(bootstrap, settings.metadata_max_age_ms / 1000)
        self._readers = Readers(bootstrap, readers)
        self._places = pollers
        self._open = False

    async def run(self) -> None:
        """Until cancelled."""
        self._open = True
        try:
            await asyncio.Event().wait()
        finally:
            self._open = False
            await self._readers.close()
            await self._horizon.close()

    async def page(self, asked: Asked, gone: Gone = stays) -> Page:
        """Answer at once if there is something, else wait; `gone`: nobody waits any more.

        Raises Invalid for a foreign cursor, OutdatedCursor, and Retryable.
        """
        asked.selection.chosen()
        async with self._place():
            try:
                return await self._page(asked, gone)
            except OffsetOutOfRangeError as error:  # deleted while we read: asked again, it is 410
                raise Retryable("what was to be read is being deleted") from error
            except (KafkaError, TimeoutError) as error:
                raise Retryable(f"Kafka is away: {error!r}") from error

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        if not self._open:
            raise Retryable("the feed is not open")
        if not self._places:
            raise Retryable("too many poll at this moment")
        self._places -= 1
        metrics.POLLERS.inc()
        try:
            yield
        finally:
            self._places += 1
            metrics.POLLERS.dec()

    async def _page(self, asked: Asked, gone: Gone) -> Page:
        extent = await self._horizon.look()
        at = await self._start(asked, extent)
        deadline = time.monotonic() + asked.wait
        while True:
            page = await self._read(at, extent, asked)
            metrics.FED.inc(len(page.events))
            if page.events or not page.caught_up:
                return page
            at = page.next
            while settle(at, extent) == ends(extent):
                if time.monotonic() >= deadline or await gone():
                    return page
                await asyncio.sleep(LOOKS_EVERY_SECONDS)
                extent = await self._horizon.look(LOOKS_EVERY_SECONDS)
            at = settle(at, extent)

    async def _start(self, asked: Asked, extent: Extent) -> Offsets:
        if asked.since:
            return await self._horizon.at(asked.since, extent)
        return settle(asked.after or {}, extent)

    async def _read(self, at: Offsets, extent: Extent, asked: Asked) -> Page:
        """What was not selected counts as read."""
        topics = set(asked.selection.chosen().values())
        page = Page(asked.selection, asked.limit)
        until = {tp: end if tp.topic in topics else at[tp] for tp, (_, end) in extent.items()}
        page.next = at
        if at != until:
            async with self._readers.lend(at) as reader:
                page.next = await reader.read(at, until, page)
        page.caught_up = all(page.next[tp] >= end for tp, end in until.items())
        page.next = {
            tp: page.next[tp] if tp.topic in topics else end for tp, end in ends(extent).items()
        }
        return page


def ends(extent: Extent) -> Offsets:
    return {tp: end for tp, (_, end) in extent.items()}
