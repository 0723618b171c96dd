"""A topic with its dead letters, for tests."""

from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord

from shared.plumbing.core.clock import PlatformClock
from shared.plumbing.core.kafka_server import KafkaServer
from shared.plumbing.dead_letters import DeadLetter, DeadLetters, OpenDeadLetters
from shared.plumbing.kafka.publisher import KafkaPublisher
from tests.support.engines import Engines


@dataclass
class Post:
    """A topic with its dead letters."""

    topic: str
    engines: Engines
    publisher: KafkaPublisher

    async def send(
        self, key: bytes | None, value: bytes | None, headers: tuple[object, ...] = ()
    ) -> None:
        producer = AIOKafkaProducer(
            bootstrap_servers=self.engines.kafka_bootstrap, compression_type="gzip"
        )
        await producer.start()
        try:
            batch = producer.create_batch()
            assert batch.append(key=key, value=value, timestamp=None, headers=list(headers))
            batch.close()
            await (await producer.send_batch(batch, self.topic, partition=0))
        finally:
            await producer.stop()

    async def records(self, count: int) -> list[ConsumerRecord]:
        """The first records of the topic; more than `count` are an error."""
        consumer = AIOKafkaConsumer(
            self.topic,
            bootstrap_servers=self.engines.kafka_bootstrap,
            auto_offset_reset="earliest",
        )
        await consumer.start()
        try:
            records = [await consumer.getone() for _ in range(count)]
            ends = await consumer.end_offsets(list(consumer.assignment()))
        finally:
            await consumer.stop()
        assert sum(ends.values()) == count
        return records

    async def bury(self, record: ConsumerRecord, reason: str = "no such thing") -> None:
        kafka = KafkaServer(self.engines.kafka_bootstrap)
        dead_letters = DeadLetters(self.publisher, "endorsement", PlatformClock(), kafka)
        await dead_letters.bury(record, reason, 3)

    async def bury_text(self, *texts: bytes) -> None:
        for text in texts:
            await self.send(b"umkm-1", text)
        for record in await self.records(len(texts)):
            await self.bury(record)

    async def list_open(self, opened: OpenDeadLetters) -> list[DeadLetter]:
        return [dead_letter async for dead_letter in opened.read(self.topic)]
