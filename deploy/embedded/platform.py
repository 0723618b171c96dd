"""The whole platform as one value: engines, services and inbox, started and stopped together."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Self

from deploy.embedded import clock
from deploy.embedded.accounts import TokenSource, prepare_accounts
from deploy.embedded.brokers import start_broker
from deploy.embedded.children import Child, Program
from deploy.embedded.errors import PlatformError
from deploy.embedded.identity import identity_key
from deploy.embedded.local_http import HOST
from deploy.embedded.mongod import mongo_url, mongod_program
from deploy.embedded.places import Places
from deploy.embedded.ports import USUAL, Ports
from deploy.embedded.programs import (
    ISSUER,
    Addresses,
    issuer_program,
    service_program,
    smtp_program,
)
from deploy.embedded.replays import replay
from deploy.embedded.state import (
    Broker,
    PlatformState,
    data_folder_held,
    files_for_their_owner,
    write_state,
)
from deploy.embedded.support import require_supported_machine
from deploy.embedded.together import together
from deploy.services import ListedService, listed_services
from deploy.topics import ensure_topics
from shared.plumbing.core.kafka_server import KafkaServer


def _silent(_sentence: str) -> None:
    """Ignore progress: a library prints nothing by itself."""


class Platform:
    """Use `async with Platform.open(...)`. Names are names of programs: `mongod`, `notify`."""

    def __init__(
        self,
        places: Places,
        ports: Ports,
        services: Sequence[ListedService],
        *,
        smtp: bool,
        say: Callable[[str], None],
    ) -> None:
        self.places = places
        self.ports = ports
        self.broker = Broker.KAFKA
        self.kafka_bootstrap = f"{HOST}:{ports.of('kafka')}"
        self.mongo_url = mongo_url(ports.of("mongod"))
        self.smtp_host = HOST
        self.smtp_port = ports.of("smtp") if smtp else None
        self._identity_key = identity_key(places)
        self.accounts = TokenSource(ports.of(ISSUER), places.client_secret)
        self._services = {service.name: service for service in services}
        self._children: dict[str, Child] = {}
        self._say = say
        self._telling_time = asyncio.Lock()  # an older offset must not follow a newer one

    @classmethod
    @contextlib.asynccontextmanager
    async def open(
        cls,
        data: Path,
        *,
        broker: Broker | None = None,
        services: Sequence[ListedService] | None = None,
        smtp: bool = True,
        usual_ports: bool = True,
        say: Callable[[str], None] = _silent,
    ) -> AsyncIterator[Self]:
        """Start everything, and stop it at the end; raise `PlatformError` with a sentence.

        Without a `broker` Apache Kafka is taken, or the stand-in where Kafka cannot be had. Without
        `services` all start.
        """
        require_supported_machine()
        places = Places.of(data)
        places.make()
        with files_for_their_owner(), data_folder_held(places):
            ports = Ports(places.ports_file, USUAL if usual_ports else {})
            chosen = listed_services() if services is None else services
            platform = cls(places, ports, chosen, smtp=smtp, say=say)
            try:
                await platform._start_all(broker)
                yield platform
            finally:
                # Also when Ctrl-C comes in the middle of the start.
                await platform._stop_all()

    @property
    def kafka_idempotence(self) -> bool:
        """False for the stand-in broker: it cannot drop what a producer sends twice."""
        return self.broker is Broker.KAFKA

    @property
    def addresses(self) -> Addresses:
        return Addresses(
            kafka_bootstrap=self.kafka_bootstrap,
            kafka_idempotence=self.kafka_idempotence,
            mongo_url=self.mongo_url,
            smtp_host=self.smtp_host,
            smtp_port=self.smtp_port,
            identity_key=self._identity_key,
        )

    def http_port(self, service: str) -> int:
        return self._child(service).program.port

    def pid(self, name: str) -> int | None:
        return self._child(name).pid

    def kill(self, name: str) -> None:
        """Kill it with SIGKILL. The supervisor starts it again."""
        self._child(name).kill()

    async def stop(self, name: str) -> None:
        """Stop it gracefully. It stays stopped until `start`."""
        await self._child(name).stop()

    async def start(self, name: str) -> None:
        child = self._child(name)
        await child.start()
        if name == Broker.TANSU:
            await self._refill_memory()

    async def restart(self, name: str) -> None:
        await self.stop(name)
        await self.start(name)

    async def start_replica(self, service: str) -> str:
        """Start one more process of a service and return its name."""
        number = 2
        while f"{service}-{number}" in self._children:
            number += 1
        name = f"{service}-{number}"
        await self._start_service(self._services[service], name)
        return name

    async def set_clock(self, offset: timedelta) -> None:
        """Move the time of every service to the system's clock plus `offset`."""
        async with self._telling_time:
            clock.save_offset(self.places, offset)
            if self.broker is Broker.TANSU:  # it may have forgotten its topics
                await ensure_topics(KafkaServer(self.kafka_bootstrap))
            await clock.publish_offset(self.kafka_bootstrap, offset)

    def state(self) -> PlatformState:
        return PlatformState(
            launcher=os.getpid(),
            data=self.places.data,
            broker=self.broker,
            kafka_bootstrap=self.kafka_bootstrap,
            mongo_url=self.mongo_url,
            smtp_host=self.smtp_host,
            smtp_port=self.smtp_port,
            programs=tuple(child.state() for child in self._children.values()),
        )

    async def _start_all(self, broker: Broker | None) -> None:
        prepare_accounts(self.places, self.ports.of(ISSUER))
        starting = [self._start_mongod(), start_broker(self, broker, self._say)]
        starting.append(self.add(issuer_program(self.places, self.ports.of(ISSUER))))
        if self.smtp_port is not None:
            starting.append(self.add(smtp_program(self.places, self.smtp_port)))
        await together(*starting)
        await self._prepare_topics()
        services = self._services.values()
        await together(*(self._start_service(service, service.name) for service in services))
        if self.broker is Broker.TANSU:
            await self._replay()

    async def _start_mongod(self) -> None:
        await self.add(await mongod_program(self.places, self.ports.of("mongod")))

    async def _start_service(self, service: ListedService, name: str) -> None:
        port = self.ports.of(name)
        await self.add(service_program(service, self.addresses, self.places, port=port, name=name))

    async def add(self, program: Program) -> None:
        """Start a program under supervision. Only the stand-in needs care after a restart."""
        forgets = program.name == Broker.TANSU
        child = Child(
            program,
            self.places.logs,
            changed=lambda: write_state(self.places, self.state()),
            **({"restarted": self._refill_memory} if forgets else {}),
        )
        self._children[program.name] = child
        await child.start()

    async def remove(self, name: str) -> None:
        """Stop a program for good: nothing shows it any more."""
        await self.stop(name)
        del self._children[name]
        write_state(self.places, self.state())

    async def _prepare_topics(self) -> None:
        async with self._telling_time:
            await ensure_topics(KafkaServer(self.kafka_bootstrap))
            offset = clock.saved_offset(self.places)
            if self.broker is Broker.TANSU and offset is not None:
                await clock.publish_offset(self.kafka_bootstrap, offset)

    async def _refill_memory(self) -> None:
        await self._prepare_topics()
        await self._replay()

    async def _replay(self) -> None:
        ports = {name: self.http_port(name) for name in self._services}
        await replay(ports, self.accounts, self._say)

    async def _stop_all(self) -> None:
        """Stop services first, so that they finish their batches, then engines."""
        children = list(self._children.values())
        services = [child for child in children if child.program.is_service]
        await asyncio.gather(*(child.stop() for child in services))
        await asyncio.gather(*(child.stop() for child in children if child not in services))

    def _child(self, name: str) -> Child:
        if name not in self._children:
            known = ", ".join(self._children)
            raise PlatformError(f"There is no program {name!r} here; there are: {known}.")
        return self._children[name]
