"""A connection that reads offsets from Kafka, never records."""

from typing import Any

from aiokafka import AIOKafkaConsumer

from shared.plumbing.core.kafka_server import KafkaServer


class Observer:
    """Opens at first use, and again after close(). Not for two calls at once."""

    def __init__(self, kafka: KafkaServer, **settings: Any) -> None:
        self._settings = {
            **kafka.client(),
            "enable_auto_commit": False,
            **settings,
        }
        self._consumer: AIOKafkaConsumer | None = None

    async def opened(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            consumer = AIOKafkaConsumer(**self._settings)
            try:
                await consumer.start()
            except BaseException:
                await consumer.stop()
                raise
            self._consumer = consumer
        return self._consumer

    async def cluster(self) -> Any:
        """All topics and their partitions. A request for a missing topic could create it."""
        consumer = await self.opened()
        return await consumer._client.fetch_all_metadata()  # noqa: SLF001 - topics() keeps the names alone

    async def close(self) -> None:
        consumer, self._consumer = self._consumer, None
        if consumer:
            await consumer.stop()
