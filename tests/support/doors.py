"""All services inside this process, as a caller sees them through the HTTP door."""

from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI

from cli.events.sources import a_service
from tests.support.engines import Engines
from tests.support.waiting import until

DISTRICT = "12.11"


class Doors:
    """Replicas with a database and a consumer group of their own."""

    def __init__(self, engines: Engines, stack: AsyncExitStack, folder: Path) -> None:
        self._engines, self._stack, self._folder = engines, stack, folder
        self._namespace = f"_{uuid4().hex[:8]}"

    async def open(self, name: str, **overrides: Any) -> tuple[FastAPI, httpx.AsyncClient]:
        """Start a replica of a service, wait until it is ready, and give its HTTP door."""
        settings: dict[str, Any] = {
            "kafka_bootstrap": self._engines.kafka_bootstrap,
            "kafka_idempotence": self._engines.kafka_idempotence,
            "mongo_url": self._engines.mongo_url,
            "namespace": self._namespace,
            **({"sink_dir": self._folder} if name == "notify" else {}),
        }
        app = a_service(name, **settings | overrides).app()
        await self._stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app)
        door = httpx.AsyncClient(transport=transport, base_url=f"http://{name}", timeout=60)
        await self._stack.enter_async_context(door)

        async def ready() -> bool:
            return (await door.get("/ready")).is_success

        await until(f"{name} is ready", ready)
        return app, door


def a_round(round_id: str, **fields: Any) -> dict[str, Any]:
    """As it is posted."""
    return {
        "round_id": round_id,
        "title": "Gelombang 1",
        "letter_number": "518/1/2026",
        "opens_at": "2020-01-01T00:00:00Z",
        "closes_at": "2100-01-01T00:00:00Z",
        "reminder_days": [7],
        "districts": [DISTRICT],
        **fields,
    }
