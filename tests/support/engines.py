"""Kafka and MongoDB for a whole test run; `SENTRA_TEST_STACK` says where they come from."""

import contextlib
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Literal, Protocol

from deploy.embedded.platform import Platform
from deploy.embedded.state import Broker
from deploy.topics import ensure_topics
from shared.plumbing.core.kafka_server import KafkaServer

STACK = "SENTRA_TEST_STACK"
EngineName = Literal["kafka", "mongod"]


class Engines(Protocol):
    """What a test needs to know of the engines, wherever they run."""

    name: str
    kafka_bootstrap: str
    mongo_url: str
    kafka_idempotence: bool

    async def start(self) -> None: ...
    async def stop(self) -> None: ...


class EmbeddedEngines:
    """The engines of `./sentra up` in a folder of their own, on free ports."""

    kafka_bootstrap: str
    mongo_url: str
    kafka_idempotence: bool

    def __init__(self, broker: Broker = Broker.KAFKA) -> None:
        self.name = f"embedded, {broker}"
        self._broker = broker
        self._stack = AsyncExitStack()
        self._platform: Platform | None = None

    async def start(self) -> None:
        folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="sentra-engines-"))
        platform = await self._stack.enter_async_context(
            Platform.open(
                Path(folder), broker=self._broker, services=(), smtp=False, usual_ports=False
            )
        )
        self.kafka_bootstrap = platform.kafka_bootstrap
        self.mongo_url = platform.mongo_url
        self.kafka_idempotence = platform.kafka_idempotence
        self._platform = platform

    async def stop(self) -> None:
        self._platform = None
        await self._stack.aclose()

    async def stop_engine(self, name: EngineName) -> None:
        """Take one engine away, as in an outage."""
        await self._open.stop(self._program(name))

    async def start_engine(self, name: EngineName) -> None:
        """Bring it back, on the same port and with the same data."""
        await self._open.start(self._program(name))

    def kill_engine(self, name: EngineName) -> None:
        """SIGKILL; the supervisor starts it again."""
        self._open.kill(self._program(name))

    @property
    def _open(self) -> Platform:
        if self._platform is None:
            raise RuntimeError("the engines have not been started")
        return self._platform

    def _program(self, name: EngineName) -> str:
        return str(self._broker) if name == "kafka" else name


def chosen_engines() -> Engines:
    """Return the engines that `SENTRA_TEST_STACK` asks for, not yet started."""
    stack = os.environ.get(STACK, "embedded")
    if stack == "embedded":
        return EmbeddedEngines()
    if stack != "containers":
        raise ValueError(f"{STACK} is `embedded` or `containers`, not {stack!r}")
    from tests.support.containers import (  # noqa: PLC0415 - needs the Docker client
        ContainerEngines,
        why_no_containers,
    )

    if (why := why_no_containers()) is not None:
        raise RuntimeError(f"{STACK}=containers, but {why}")
    return ContainerEngines()


@contextlib.asynccontextmanager
async def running_engines() -> AsyncIterator[Engines]:
    """Start the chosen engines with every topic of the platform, and stop them at the end."""
    engines = chosen_engines()
    await engines.start()
    try:
        await ensure_topics(KafkaServer(engines.kafka_bootstrap))
        yield engines
    finally:
        await engines.stop()
