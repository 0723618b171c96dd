"""A producer with something in the way: for failures at one exact point."""

from collections.abc import Callable
from typing import Any

from aiokafka import AIOKafkaProducer

from shared.plumbing.kafka.publisher import build_producer
from shared.plumbing.run.service import Service

Meet = Callable[[str], None]
"""Sees the topic of whatever is about to be sent; may raise, or worse."""


class Gate:
    """The real producer, behind `meet`."""

    def __init__(self, real: AIOKafkaProducer, meet: Meet) -> None:
        self._real, self._meet = real, meet

    async def send_batch(self, batch: Any, topic: str, *, partition: int) -> Any:
        self._meet(topic)
        return await self._real.send_batch(batch, topic, partition=partition)

    async def send_and_wait(self, topic: str, **record: Any) -> Any:
        self._meet(topic)
        return await self._real.send_and_wait(topic, **record)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def put_a_gate(service: Service, meet: Meet) -> None:
    """Before the service is opened."""
    service.publisher._build = lambda settings: Gate(build_producer(settings), meet)
