"""Chooses the broker: Apache Kafka, or the stand-in if Kafka is not available."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from deploy.embedded.children import Program
from deploy.embedded.errors import EngineMissing
from deploy.embedded.kafka import kafka_program, prepare_kafka
from deploy.embedded.places import Places
from deploy.embedded.ports import Ports
from deploy.embedded.quick_java import make_cache
from deploy.embedded.state import Broker


class HasPrograms(Protocol):
    """What this module needs from the platform."""

    broker: Broker

    @property
    def places(self) -> Places: ...
    @property
    def ports(self) -> Ports: ...
    def add(self, program: Program) -> Awaitable[None]: ...


async def start_broker(
    platform: HasPrograms, wanted: Broker | None, say: Callable[[str], None]
) -> None:
    """Start the wanted broker. Without a wish, fall back and say so."""
    port = platform.ports.of("kafka")
    if wanted is not Broker.TANSU:
        try:
            controller = platform.ports.of("kafka-controller")
            await prepare_kafka(platform.places, port, controller, say)
            await make_cache(port, controller, say)
            await platform.add(kafka_program(platform.places, port))
        except EngineMissing as missing:
            if wanted is Broker.KAFKA:
                raise
            from deploy.embedded.tansu import WEAKER  # noqa: PLC0415 - only when needed

            say(f"{missing}: {WEAKER}.")
        else:
            return
    from deploy.embedded.tansu import tansu_program  # noqa: PLC0415 - only when needed

    platform.broker = Broker.TANSU
    await platform.add(tansu_program(port))
