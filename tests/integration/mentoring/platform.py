"""What a test does with mentoring: send lists, start replicas, read the topic, move time."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import uuid4

import httpx
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from deploy.embedded.clock import publish_offset
from deploy.topics import listed_topics
from services.mentoring.app import create_service
from services.mentoring.settings import Settings
from shared.contracts.endorsement import UmkmPrioritised
from shared.contracts.mentoring import JourneyStarted
from shared.plumbing.core.settings import ClockKind
from shared.plumbing.core.wire import Origin, encode
from tests.support.engines import Engines
from tests.support.waiting import until

HTTP_OK = 200
PARTITIONS = [
    TopicPartition(topic.name, number)
    for topic in listed_topics()
    if topic.name == JourneyStarted.topic
    for number in range(topic.partitions)
]


class Platform:
    """Replicas of mentoring inside this process, on engines outside of it."""

    def __init__(self, engines: Engines, stack: AsyncExitStack) -> None:
        self._engines, self._stack = engines, stack
        self._run = uuid4().hex[:8]

    @classmethod
    @asynccontextmanager
    async def open(cls, engines: Engines) -> AsyncIterator[Self]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(publish_offset, engines.kafka_bootstrap, timedelta(0))
            yield cls(engines, stack)

    def umkm(self, name: str) -> str:
        """Give an id that no other test has."""
        return f"{name}-{self._run}"

    async def replica(self) -> httpx.AsyncClient:
        """Start a replica, wait until it is ready, and give its HTTP door."""
        service = create_service(
            Settings(
                kafka_bootstrap=self._engines.kafka_bootstrap,
                kafka_idempotence=self._engines.kafka_idempotence,
                mongo_url=self._engines.mongo_url,
                clock=ClockKind.PLATFORM,
                jobs_every_seconds=0.2,
                relay_every_seconds=0.2,
            )
        )
        app = service.app()
        await self._stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app)
        client = httpx.AsyncClient(transport=transport, base_url="http://mentoring")
        await self._stack.enter_async_context(client)

        async def ready() -> bool:
            return (await client.get("/ready")).status_code == HTTP_OK

        await until("a replica is ready", ready)
        return client

    async def prioritise(self, *umkm: str, list_number: int = 1, hs6: str = "460219") -> None:
        """Publish places of a priority list, as endorsement does."""
        producer = AIOKafkaProducer(bootstrap_servers=self._engines.kafka_bootstrap, acks="all")
        await producer.start()
        try:
            for rank, umkm_id in enumerate(umkm, 1):
                place = UmkmPrioritised(
                    umkm_id=umkm_id,
                    list_number=list_number,
                    rank=rank,
                    round_id="r-1",
                    business_name="Anyaman Toba",
                    district="12.12",
                    hs6=(hs6,),
                )
                event_id = f"priority-place/list-{list_number}/{umkm_id}:1:0"
                raw = encode(place, event_id, Origin("/sentra/endorsement", datetime.now(UTC)))
                await producer.send_and_wait(place.topic, raw, key=umkm_id.encode())
        finally:
            await producer.stop()

    async def jump(self, by: timedelta) -> None:
        await publish_offset(self._engines.kafka_bootstrap, by)

    async def published(self, *umkm: str) -> list[dict[str, Any]]:
        """Read the whole topic: what was said of these UMKM, the first time each was."""
        consumer = AIOKafkaConsumer(bootstrap_servers=self._engines.kafka_bootstrap)
        await consumer.start()
        try:
            consumer.assign(PARTITIONS)
            await consumer.seek_to_beginning()
            ends = await consumer.end_offsets(PARTITIONS)
            events: dict[str, dict[str, Any]] = {}
            while [tp for tp in PARTITIONS if await consumer.position(tp) < ends[tp]]:
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    for record in records:
                        envelope = json.loads(record.value)
                        events.setdefault(envelope["id"], envelope)
        finally:
            await consumer.stop()
        return [each for each in events.values() if each["subject"] in umkm]
