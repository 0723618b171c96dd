"""Kafka in memory, at the level of aiokafka's producer: batches, acknowledgements, failures."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from aiokafka.errors import KafkaConnectionError, KafkaTimeoutError, ProducerClosed

from tests.support.engine import Pause, no_pause


class Fate(Enum):
    """What becomes of a record batch on its way."""

    ACKNOWLEDGED = "written, and the sender hears of it"
    LOST = "never written; the sender hears of a failure"
    UNANSWERED = "written, but the sender hears of a failure"
    LATE = "the sender hears of a failure; written afterwards"


@dataclass(frozen=True, slots=True)
class Record:
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()


class MemoryBroker:
    """Logs by topic and partition; `reachable` and `fate` decide what goes wrong."""

    def __init__(self, partitions: int = 2) -> None:
        self.logs: defaultdict[tuple[str, int], list[Record]] = defaultdict(list)
        self.partitions = partitions
        self.reachable: Callable[[], bool] = lambda: True
        self.fate: Callable[[], Fate] = lambda: Fate.ACKNOWLEDGED

    def records(self, topic: str) -> list[Record]:
        """Everything on a topic, partition by partition."""
        return [r for (name, _), log in sorted(self.logs.items()) if name == topic for r in log]


class MemoryBatch:
    """Takes a first record always, and more as long as there is room."""

    def __init__(self, room: int) -> None:
        self.records: list[Record] = []
        self._room = room
        self._closed = False

    def append(
        self,
        *,
        timestamp: int | None,
        key: bytes | None,
        value: bytes | None,
        headers: Sequence[tuple[str, bytes]],
    ) -> object | None:
        assert timestamp is None, "the broker's clients leave the time to the library"
        size = sum(len(r.value or b"") for r in self.records) + len(value or b"")
        if self._closed or (self.records and size > self._room):
            return None
        self.records.append(Record(key, value, tuple(headers)))
        return self

    def close(self) -> None:
        self._closed = True


class MemoryProducer:
    """`pause` is awaited by the sender, `network` by a batch under way, which outlives the sender.

    Both default to going on at once.
    """

    def __init__(
        self,
        broker: MemoryBroker,
        pause: Pause = no_pause,
        network: Pause = no_pause,
        room: int = 262_144,
    ) -> None:
        self._broker, self._pause, self._network, self._room = broker, pause, network, room
        self._under_way: set[asyncio.Task[None]] = set()
        self._closed = False

    async def start(self) -> None:
        await self._pause()
        if not self._broker.reachable():
            raise KafkaConnectionError("no broker answers")

    async def stop(self) -> None:
        self._closed = True
        await self._pause()

    async def partitions_for(self, _topic: str) -> set[int]:
        return set(range(self._broker.partitions))

    def create_batch(self) -> MemoryBatch:
        return MemoryBatch(self._room)

    async def send_batch(
        self, batch: MemoryBatch, topic: str, *, partition: int
    ) -> Awaitable[None]:
        if self._closed:
            raise ProducerClosed
        answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        travel = asyncio.create_task(self._travel(batch, (topic, partition), answer))
        self._under_way.add(travel)
        travel.add_done_callback(self._under_way.discard)
        return asyncio.shield(answer)

    async def send_and_wait(
        self,
        topic: str,
        value: bytes | None = None,
        key: bytes | None = None,
        headers: Sequence[tuple[str, bytes]] = (),
    ) -> None:
        batch = self.create_batch()
        batch.append(timestamp=None, key=key, value=value, headers=headers)
        await (await self.send_batch(batch, topic, partition=0))

    async def _travel(
        self, batch: MemoryBatch, where: tuple[str, int], answer: asyncio.Future[None]
    ) -> None:
        await self._network()
        fate = self._broker.fate()
        if fate in (Fate.ACKNOWLEDGED, Fate.UNANSWERED):
            self._broker.logs[where] += batch.records
            await self._network()
        if fate is Fate.ACKNOWLEDGED:
            answer.set_result(None)
            return
        answer.set_exception(KafkaTimeoutError())
        answer.exception()  # a sender that died will never ask
        if fate is Fate.LATE:
            await self._network()
            self._broker.logs[where] += batch.records
