"""What a test does with notify: publish events, start replicas, look, move time."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import httpx
from aiokafka import AIOKafkaProducer

from deploy.embedded.clock import publish_offset
from services.notify.app import create_service
from services.notify.settings import Settings
from shared.contracts.envelope import Event
from shared.contracts.intake import ContactChanged, UmkmRecommended
from shared.contracts.notify import NoticeSent
from shared.plumbing.core.wire import Origin, encode
from shared.plumbing.run.service import Service
from tests.support.doors import begin_process, open_door
from tests.support.engines import Engines
from tests.support.topics import Fact, TopicReader
from tests.support.waiting import until

NAMESPACE = f"-{uuid4().hex[:8]}"


@dataclass(frozen=True, slots=True)
class Replica:
    """One notify inside this process."""

    service: Service
    door: httpx.AsyncClient

    async def notices(self, about: str) -> list[dict[str, Any]]:
        answer = await self.door.get("/notices", params={"about": about, "limit": 500})
        notices: list[dict[str, Any]] = answer.raise_for_status().json()
        return notices

    async def reaches(self, status: str, *about: str) -> None:
        """Wait until there is a notice about each of these, and all are in this status."""
        missing = set(about)

        async def all_are() -> bool:
            for umkm in list(missing):
                notices = await self.notices(umkm)
                if not notices or {notice["status"] for notice in notices} != {status}:
                    return False
                missing.discard(umkm)
            return True

        await until(f"the notices about {about[:3]} are {status}", all_are)

    async def knows(self, umkm_id: str) -> None:
        """Wait until it has the contact. A notice that comes first waits for one."""

        async def has_contact() -> bool:
            return (await self.door.get(f"/recipients/umkm:{umkm_id}")).is_success

        await until(f"the contact of {umkm_id} is known", has_contact)


class Platform:
    """Replicas of notify on engines outside of this process."""

    def __init__(
        self, engines: Engines, stack: AsyncExitStack, producer: AIOKafkaProducer, **settings: Any
    ) -> None:
        self._engines, self._stack, self._producer = engines, stack, producer
        self._run = uuid4().hex[:8]
        self._topics = TopicReader(engines.kafka_bootstrap, group=f"notify{NAMESPACE}")
        stack.push_async_callback(self._topics.stop)
        self._settings = settings | {
            "kafka_bootstrap": engines.kafka_bootstrap,
            "kafka_idempotence": engines.kafka_idempotence,
            "mongo_url": engines.mongo_url,
            "namespace": NAMESPACE,
            "clock": "platform",
            "jobs_every_seconds": 0.2,
            "relay_every_seconds": 0.2,
            "claim_seconds": 4.0,
            "smtp_tls": "none",
            "session_timeout_ms": 6_000,
        }

    @classmethod
    @asynccontextmanager
    async def open(cls, engines: Engines, smtp_port: int, folder: Path) -> AsyncIterator[Self]:
        async with AsyncExitStack() as stack:
            await publish_offset(engines.kafka_bootstrap, timedelta(0))
            stack.push_async_callback(publish_offset, engines.kafka_bootstrap, timedelta(0))
            producer = AIOKafkaProducer(bootstrap_servers=engines.kafka_bootstrap, acks="all")
            await producer.start()
            stack.push_async_callback(producer.stop)
            sink = folder / "sink"
            platform = cls(engines, stack, producer, smtp_port=smtp_port, sink_dir=sink)
            await platform._topics.skip_past()
            yield platform

    def umkm(self, name: str) -> str:
        """Give an id that no other test has."""
        return f"{name}-{self._run}"

    async def replica(self) -> Replica:
        """Start a replica and wait until it is ready."""
        service = create_service(Settings(**self._settings))
        return Replica(service, await open_door(self._stack, service.app(), "notify"))

    async def process(self) -> asyncio.subprocess.Process:
        """Start a replica as a process of its own, to be killed."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        return await begin_process(
            self._stack, "services.notify", self._settings | {"http_port": port}
        )

    async def publish(self, *events: Event, event_id: str | None = None) -> None:
        """Put these on their topics, as their services do."""
        for event in events:
            name = event_id or f"{event.type}/{event.subject()}:{uuid4().hex[:8]}:0"
            raw = encode(event, name, Origin("/sentra/test", datetime.now(UTC)))
            await self._producer.send(event.topic, raw, key=event.subject().encode())
        await self._producer.flush()

    async def erase(self, umkm_id: str) -> None:
        await self._producer.send_and_wait(ContactChanged.topic, None, key=umkm_id.encode())

    async def jump(self, by: timedelta) -> None:
        await publish_offset(self._engines.kafka_bootstrap, by)

    async def published(self, about: Sequence[str]) -> list[Fact]:
        """Read the whole topic of notices: what was said about these, without repeats."""
        facts = await self._topics.facts(NoticeSent.topic)
        return [fact for fact in facts if fact["subject"] in about]


def a_contact(umkm_id: str, **changes: Any) -> ContactChanged:
    fields = {
        "umkm_id": umkm_id,
        "business_name": "Kopi Lintong",
        "owner_name": "Tiurma Sihombing",
        "phone": "+6281234567890",
        "email": f"{umkm_id}@kopi.example",
    }
    return ContactChanged(**fields | changes)


def a_recommendation(umkm_id: str) -> UmkmRecommended:
    return UmkmRecommended(
        umkm_id=umkm_id,
        round_id="r-1",
        business_name="Kopi Lintong",
        district="12.16",
        recommended_by="12.16",
    )
