"""`./sentra dlq`: look at dead letters, send them again, or let them go."""

import asyncio
import json as as_json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from aiokafka.errors import KafkaError
from cyclopts import App, Parameter

from cli.dead_letters import JsonList, Row, facts, row, show_one, show_rows, whole
from cli.running import running_platform
from deploy.embedded.errors import PlatformError
from deploy.embedded.places import DEFAULT_DATA
from shared.plumbing.core.failures import Retryable
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.dead_letters import PORTION, DeadLetter, OpenDeadLetters, open_dead_letters
from shared.plumbing.kafka.publisher import KafkaPublisher

app = App(
    name="dlq",
    help="Look at dead letters, send them again, or let them go.",
    default_parameter=Parameter(negative=""),
)


@Parameter(name="*")
@dataclass(frozen=True)
class KafkaChoice:
    """The cluster that is meant."""

    data: Path = DEFAULT_DATA
    "The data folder of the running platform."
    kafka: str | None = None
    "Another cluster, host:port, instead of the one of the data folder."

    def bootstrap(self) -> str:
        return self.kafka or running_platform(self.data).kafka_bootstrap


@Parameter(name="*")
@dataclass(frozen=True)
class Chosen:
    """The dead letters that are meant."""

    topic: str | None = None
    "All open ones of this original topic."
    all: bool = False
    "Every open one."

    def check(self, ids: tuple[str, ...]) -> None:
        if sum([bool(ids), self.topic is not None, self.all]) != 1:
            raise PlatformError("Say which: ids of dead letters, or --topic, or --all.")


T = TypeVar("T")
HERE = KafkaChoice()
NONE_YET = Chosen()


@app.command(name="list")
def list_(
    topic: str | None = None, *, where: KafkaChoice = HERE, limit: int = 50, json: bool = False
) -> int:
    """List what is open, oldest first in each topic.

    Parameters
    ----------
    topic
        Only dead letters of this original topic.
    where
        The cluster.
    limit
        How many rows to show; JSON has all.
    json
        Print JSON, for programs.

    """
    _run(where, lambda opened: _list(opened, topic, None if json else limit))
    return 0


@app.command
def show(dead_letter_id: str, /, *, where: KafkaChoice = HERE, json: bool = False) -> int:
    """Show one dead letter with its whole content, which may be personal data.

    Parameters
    ----------
    dead_letter_id
        Its id, as `list` shows it.
    where
        The cluster.
    json
        Print JSON, for programs; bytes that are not text come as base64.

    """
    dead_letter = _run(where, lambda opened: anext(opened.find((dead_letter_id,))))
    if json:
        print(as_json.dumps(whole(dead_letter), indent=2))
    else:
        show_one(dead_letter)
    return 0


@app.command
def redrive(*ids: str, which: Chosen = NONE_YET, where: KafkaChoice = HERE) -> int:
    """Send dead letters to their original topics again, byte for byte, and close them."""
    which.check(ids)

    async def send(opened: OpenDeadLetters) -> int:
        async for portion in _portions(opened, ids, which):  # all or nothing
            for dead_letter in portion:
                dead_letter.require_redrivable()
        sent = 0
        async with _publisher(where.bootstrap()) as publisher:
            async for portion in _portions(opened, ids, which):
                await opened.redrive(publisher, portion)
                sent += len(portion)
        return sent

    print(f"{_run(where, send)} sent again.")
    return 0


@app.command
def discard(*ids: str, which: Chosen = NONE_YET, where: KafkaChoice = HERE) -> int:
    """Close dead letters that nobody needs. They stay on their topic."""
    which.check(ids)

    async def close(opened: OpenDeadLetters) -> int:
        closed = 0
        async for portion in _portions(opened, ids, which):
            await opened.close(portion)
            closed += len(portion)
        return closed

    print(f"{_run(where, close)} let go.")
    return 0


def _run(where: KafkaChoice, work: Callable[[OpenDeadLetters], Awaitable[T]]) -> T:
    # An account, if the broker asks for one, comes from the environment.
    kafka = ServiceSettings(kafka_bootstrap=where.bootstrap()).kafka

    async def connected() -> T:
        async with open_dead_letters(kafka) as opened:
            return await work(opened)

    try:
        return asyncio.run(connected())
    except ValueError as error:
        raise PlatformError(str(error)) from error
    except (KafkaError, Retryable) as error:
        raise PlatformError(f"Kafka at {kafka.bootstrap} cannot be asked: {error}") from error


async def _list(opened: OpenDeadLetters, topic: str | None, limit: int | None) -> None:
    """Print as they come, because there may be many. Without a limit: JSON."""
    if limit is None:
        printed = JsonList(sys.stdout)
        async for dead_letter in opened.read(topic):
            printed.add(facts(dead_letter))
        printed.end()
        return
    rows: list[Row] = []
    count = 0
    async for dead_letter in opened.read(topic):
        count += 1
        if count <= limit:
            rows.append(row(dead_letter))
    if count:
        show_rows(rows, count)
    else:
        print("No dead letters are open.")


async def _portions(
    opened: OpenDeadLetters, ids: tuple[str, ...], which: Chosen
) -> AsyncIterator[list[DeadLetter]]:
    if not ids:
        async for portion in opened.portions(which.topic):
            yield portion
        return
    named = list(dict.fromkeys(ids))
    for first in range(0, len(named), PORTION):
        yield [dead_letter async for dead_letter in opened.find(named[first : first + PORTION])]


@asynccontextmanager
async def _publisher(bootstrap: str) -> AsyncIterator[KafkaPublisher]:
    # A message sent twice is applied once, so no idempotent producer is needed.
    settings = ServiceSettings(kafka_bootstrap=bootstrap, kafka_idempotence=False)
    publisher = KafkaPublisher(settings)
    try:
        yield publisher
    finally:
        await publisher.stop()
