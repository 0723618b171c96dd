"""Services as processes of their own, over real HTTP."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx

from tests.support.engines import Engines
from tests.support.plain_http import plain_client
from tests.support.waiting import until

ROOT = Path(__file__).resolve().parents[3]


def settings_of(engines: Engines, port: int) -> dict[str, str]:
    settings = {
        "kafka_bootstrap": engines.kafka_bootstrap,
        "kafka_idempotence": engines.kafka_idempotence,
        "mongo_url": engines.mongo_url,
        "namespace": f"_{uuid4().hex[:8]}",
        "http_port": port,
        "identity_key": "a key of the tests",
    }
    return {f"SENTRA_{name.upper()}": str(value) for name, value in settings.items()}


@contextmanager
def a_process(service: str, engines: Engines) -> Iterator[str]:
    """Run one until the end of the block; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", f"services.{service}"],
        cwd=ROOT,
        env=os.environ | settings_of(engines, port),
        stdout=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


async def answers(url: str) -> None:
    """Wait until it is ready."""

    async def ready() -> bool:
        try:
            async with plain_client(url) as door:
                return (await door.get("/ready")).is_success
        except httpx.TransportError:
            return False

    await until(f"{url} is ready", ready)
