"""One consumer without a group; it reads from any place that it gets."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from heapq import heapify, heappop, heapreplace

import orjson
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from services.subscriptions.model.cursors import Offsets
from services.subscriptions.model.selection import Selection, public_topics
from shared.plumbing.core.failures import Retryable
from shared.plumbing.core.kafka_server import KafkaServer

PORTION = 100
"""Records decoded at once; others have their turn in between."""
ANSWERS_WITHIN_SECONDS = 10
MOST_BYTES = 1024 * 1024
"""A page ends with the event that reaches this."""
READS_FOR_SECONDS = 2.0
"""If few events match, the poller gets an empty page that says where to go on."""
Head = tuple[int, int, TopicPartition]
"""When the next record of a partition was written, and the rank of its topic."""


class Sheet:
    """Collects the events of one page, until it is full or time is up."""

    def __init__(self, selection: Selection, limit: int) -> None:
        self._selection, self._limit = selection, limit
        self._bytes_left, self._until = MOST_BYTES, time.monotonic() + READS_FOR_SECONDS
        self.events: list[bytes] = []

    def has_room(self) -> bool:
        is_full = len(self.events) >= self._limit or self._bytes_left <= 0
        return not is_full and time.monotonic() < self._until

    def take(self, record: ConsumerRecord) -> None:
        raw: bytes = record.value or b""
        try:
            fact = orjson.loads(raw)
        except orjson.JSONDecodeError:  # it would spoil the page for everybody
            return
        if isinstance(fact, dict) and self._selection.has(fact):
            self.events.append(raw)
            self._bytes_left -= len(raw)


class FeedReader:
    """Merges partitions by the time of writing; within a partition the order is Kafka's."""

    def __init__(self, kafka: KafkaServer) -> None:
        self._consumer = AIOKafkaConsumer(
            **kafka.client(),
            client_id="sentra-feed",
            enable_auto_commit=False,
            auto_offset_reset="none",  # what is gone is an error, never passed over
            fetch_max_wait_ms=100,
            max_partition_fetch_bytes=262_144,
        )
        self._ranks = {topic: rank for rank, topic in enumerate(public_topics())}
        self.stands: Offsets = {}
        """Of each partition: the next record that no page has."""
        self._heads: dict[TopicPartition, deque[ConsumerRecord]] = {}

    async def start(self) -> None:
        try:
            await self._consumer.start()
        except BaseException:
            await self._consumer.stop()
            raise

    async def close(self) -> None:
        await self._consumer.stop()

    async def read(self, start: Offsets, ends: Offsets, sheet: Sheet) -> Offsets:
        """Read from `start` until `ends`, or until the sheet is full; returns how far."""
        self._turn_to(start)
        behind = [tp for tp in start if start[tp] < ends[tp]]
        self._consumer.resume(*behind)
        try:
            async with asyncio.timeout(ANSWERS_WITHIN_SECONDS):
                await self._merge(behind, ends, sheet)
        except TimeoutError as error:
            raise Retryable("Kafka does not answer") from error
        finally:
            self._consumer.pause(*behind)  # what is not asked for is not fetched
        return dict(self.stands)

    def _turn_to(self, start: Offsets) -> None:
        """Seek only if the last page stopped elsewhere. Going on keeps what was fetched ahead."""
        if self.stands.keys() != start.keys():
            self._consumer.assign(list(start))
            self._consumer.pause(*start)
            self.stands, self._heads = {}, {tp: deque() for tp in start}
        for tp, offset in start.items():
            if self.stands.get(tp) != offset:
                self._heads[tp].clear()
                self._consumer.seek(tp, offset)
                self.stands[tp] = offset

    async def _merge(self, behind: Sequence[TopicPartition], ends: Offsets, sheet: Sheet) -> None:
        await self._fill(behind, ends)
        heap = [self._head(tp) for tp in behind if self._goes_on(tp, ends)]
        heapify(heap)
        while heap and sheet.has_room():
            tp = heap[0][2]
            record = self._heads[tp].popleft()
            self.stands[tp] = record.offset + 1
            sheet.take(record)
            if not self._heads[tp]:
                await self._fill([tp], ends)
            if self._goes_on(tp, ends):
                heapreplace(heap, self._head(tp))
            else:
                heappop(heap)

    def _head(self, tp: TopicPartition) -> Head:
        return self._heads[tp][0].timestamp, self._ranks[tp.topic], tp

    def _goes_on(self, tp: TopicPartition, ends: Offsets) -> bool:
        return bool(self._heads[tp]) and self._heads[tp][0].offset < ends[tp]

    async def _fill(self, wanted: Sequence[TopicPartition], ends: Offsets) -> None:
        """Wait until each has a next record, or is known to have none before its end."""
        dry = [tp for tp in wanted if not self._heads[tp] and self.stands[tp] < ends[tp]]
        while dry:
            batches = await self._consumer.getmany(*dry, timeout_ms=200, max_records=PORTION)
            for tp, records in batches.items():
                self._heads[tp].extend(records)
            for tp in dry:
                # Offsets may have gaps, and the last ones may hold no record.
                if not self._heads[tp]:
                    self.stands[tp] = await self._consumer.position(tp)
            dry = [tp for tp in dry if not self._heads[tp] and self.stands[tp] < ends[tp]]
            await asyncio.sleep(0)  # what was fetched ahead is handed over without a pause
