"""A service keeps views of what others publish, and builds them again beside the live ones."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.contracts.envelope import CloudEvent
from shared.plumbing.core.aggregate import Outgoing
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.run.service import Service
from tests.support.engines import Engines
from tests.support.viewing import VIEWING, Seen, an_event
from tests.support.waiting import until

pytestmark = [pytest.mark.engines, pytest.mark.timeout(180)]


@dataclass
class Replica:
    """One service that keeps the views of the tests."""

    service: Service
    door: httpx.AsyncClient

    async def seen(self, key: str) -> dict[str, Seen]:
        hosted = self.service.projections[VIEWING.name]
        loaded = await hosted.views.load([key])
        return {n: s.state for n, s in loaded[key].sections.items()} if loaded else {}

    async def status(self) -> Any:
        return (await self.door.get("/status")).json()

    async def goes_live(self, generation: int) -> None:
        async def is_live() -> bool:
            views = (await self.status())["views"]
            return bool(views == {VIEWING.name: {"live": generation, "next": None}})

        await until(f"generation {generation} is live", is_live)

    async def publish(self, events: Sequence[CloudEvent[Any]]) -> None:
        await self.service.publisher.publish(
            [
                Outgoing(event.data.topic, event.subject, event.model_dump_json().encode())
                for event in events
            ]
        )


@asynccontextmanager
async def running(engines: Engines, namespace: str) -> AsyncIterator[Replica]:
    settings = ServiceSettings(
        kafka_bootstrap=engines.kafka_bootstrap,
        kafka_idempotence=engines.kafka_idempotence,
        mongo_url=engines.mongo_url,
        namespace=namespace,
        metadata_max_age_ms=500,
        session_timeout_ms=6_000,
        jobs_every_seconds=0.2,
    )
    service = Service("viewer", settings)
    service.project(VIEWING)
    app = service.app()
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app)
        door = httpx.AsyncClient(transport=transport, base_url="http://viewer", timeout=60)
        await stack.enter_async_context(door)

        async def listens() -> bool:
            return bool((await door.get("/status")).json()["lag"] == 0)

        await until("the service has read what there is", listens)
        yield Replica(service, door)


@pytest.fixture
async def replicas(engines: Engines) -> AsyncIterator[tuple[Replica, Replica]]:
    namespace = f"_{uuid4().hex[:8]}"
    async with running(engines, namespace) as one, running(engines, namespace) as other:
        yield one, other
        await one.service.client.drop_database(one.service.database.name)


async def test_views_are_built_again_beside_the_live_ones_and_then_take_their_place(
    replicas: tuple[Replica, Replica],
) -> None:
    one, other = replicas
    key = f"u{uuid4().hex[:8]}"
    ids = [f"ballot/{key}:{version}:0" for version in (1, 2, 3)]
    await one.publish([an_event(ids[0], key)])

    async def is_seen(count: int = 1) -> bool:
        expected = {"ballot": Seen(tuple(ids[:count]))}
        return [await each.seen(key) for each in replicas] == [expected] * 2

    await until("both replicas show the event", is_seen)
    first = one.service.projections[VIEWING.name].views.collection
    await first.delete_one({"_id": key})  # as if a fold had a bug
    begun = await one.door.post("/rebuild")
    await one.publish([an_event(ids[1], key)])

    await other.goes_live(2)
    await until("the new views know all events", lambda: is_seen(2))
    await one.publish([an_event(ids[2], key)])
    await until("the new views go on", lambda: is_seen(3))
    assert begun.json() == {VIEWING.name: {"live": 1, "next": 2}}
    assert (await other.status())["healthy"]
    assert first.name in await one.service.database.list_collection_names()


async def test_the_next_rebuild_drops_the_views_before_the_live_ones(
    replicas: tuple[Replica, Replica],
) -> None:
    one, other = replicas
    first = one.service.projections[VIEWING.name].views.collection.name
    await one.door.post("/rebuild")
    await other.goes_live(2)

    await other.door.post("/rebuild")

    await one.goes_live(3)
    names = await one.service.database.list_collection_names()
    assert first not in names
    assert f"{first}.counts" not in names
