"""One process with the real runner and publisher, on engines in memory."""

from shared.plumbing.core.aggregate import Input
from shared.plumbing.core.runner import Runner
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.kafka.publisher import KafkaPublisher
from tests.support.counting import COUNTING, Counted, TickingClock
from tests.support.engine import Disk, Document, MemoryHistories
from tests.support.memory_kafka import MemoryBroker, MemoryProducer

BALLOTS = "endorsement.ballot.v1"


class Running:
    """What a service is made of; another one on the same disk and broker is another replica."""

    def __init__(
        self,
        beside: "Running | None" = None,
        cached: int = 100,
        histories: type[MemoryHistories[Counted]] = MemoryHistories,
    ) -> None:
        self.disk: Disk = beside.disk if beside else Disk()
        self.broker: MemoryBroker = beside.broker if beside else MemoryBroker()
        self.producers: list[MemoryProducer] = []
        self.histories = histories(COUNTING, self.disk)
        publisher = KafkaPublisher(ServiceSettings(), self._producer)
        self.runner = Runner(COUNTING, self.histories, publisher, TickingClock(), cached)

    def _producer(self, _settings: ServiceSettings) -> MemoryProducer:
        self.producers.append(MemoryProducer(self.broker))
        return self.producers[-1]

    async def apply_all(self, messages: list[Input]) -> None:
        """One batch after another, of one message each."""
        for message in messages:
            await self.runner.apply([message])

    @property
    def published(self) -> list[bytes | None]:
        return [record.value for record in self.broker.records(BALLOTS)]

    def document(self, key: str = "u1") -> Document:
        return self.disk.documents[key]
