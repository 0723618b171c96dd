"""What a test does with mentoring: send lists, start replicas, read the topic, move time."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self
from uuid import uuid4

import httpx
from aiokafka import AIOKafkaProducer

from deploy.embedded.clock import publish_offset
from services.mentoring.app import create_service
from services.mentoring.settings import Settings
from shared.contracts.endorsement import UmkmPrioritised
from shared.contracts.mentoring import JourneyStarted
from shared.plumbing.core.settings import ClockKind
from shared.plumbing.core.wire import Origin, encode
from tests.support.doors import open_door
from tests.support.engines import Engines
from tests.support.topics import Fact, TopicReader


class Platform:
    """Replicas of mentoring inside this process, on engines outside of it."""

    def __init__(self, engines: Engines, stack: AsyncExitStack) -> None:
        self._engines, self._stack = engines, stack
        self._run = uuid4().hex[:8]
        self._topics = TopicReader(engines.kafka_bootstrap)
        stack.push_async_callback(self._topics.stop)

    @classmethod
    @asynccontextmanager
    async def open(cls, engines: Engines) -> AsyncIterator[Self]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(publish_offset, engines.kafka_bootstrap, timedelta(0))
            yield cls(engines, stack)

    def umkm(self, name: str) -> str:
        """Give an id that no other test has."""
        return f"{name}-{self._run}"

    async def replica(self, keys: Path | None = None) -> httpx.AsyncClient:
        """Start a replica, wait until it is ready, and give its HTTP door."""
        service = create_service(
            Settings(
                kafka_bootstrap=self._engines.kafka_bootstrap,
                kafka_idempotence=self._engines.kafka_idempotence,
                mongo_url=self._engines.mongo_url,
                clock=ClockKind.PLATFORM,
                keys=keys,
                jobs_every_seconds=0.2,
                relay_every_seconds=0.2,
            )
        )
        return await open_door(self._stack, service.app(), "mentoring")

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

    async def published(self, *umkm: str) -> list[Fact]:
        """Read the whole topic: what was said of these UMKM, the first time each was."""
        facts = await self._topics.facts(JourneyStarted.topic)
        return [fact for fact in facts if fact["subject"] in umkm]
