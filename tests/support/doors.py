"""Services as a caller sees them through the HTTP door."""

import os
import sys
from asyncio import subprocess
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI

from cli.events.sources import a_service
from deploy.embedded.places import ROOT
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
        return app, await open_door(self._stack, app, name)


async def open_door(stack: AsyncExitStack, app: FastAPI, name: str) -> httpx.AsyncClient:
    """Run a replica until the stack ends, wait until it is ready, and give its HTTP door."""
    await stack.enter_async_context(app.router.lifespan_context(app))
    transport = httpx.ASGITransport(app)
    door = httpx.AsyncClient(transport=transport, base_url=f"http://{name}", timeout=60)
    await stack.enter_async_context(door)

    async def ready() -> bool:
        return (await door.get("/ready")).is_success

    await until(f"{name} is ready", ready)
    return door


async def begin_process(
    stack: AsyncExitStack, module: str, settings: Mapping[str, Any]
) -> subprocess.Process:
    """Start a replica as a process of its own, to be killed by the test or by the stack."""
    process = await subprocess.create_subprocess_exec(
        *(sys.executable, "-m", module),
        cwd=ROOT,
        env=os.environ | {f"SENTRA_{name.upper()}": str(value) for name, value in settings.items()},
        stdout=subprocess.DEVNULL,
    )
    stack.push_async_callback(_end, process)
    return process


async def _end(process: subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()


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
