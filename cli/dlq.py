"""`./sentra dlq`: look at dead letters, send them again, or let them go."""

import asyncio
import json as as_json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from aiokafka.errors import KafkaError
from cyclopts import App, Parameter

from cli.letters import facts, show_all, show_one, whole
from cli.running import running_platform
from deploy.embedded.errors import PlatformError
from deploy.embedded.places import DEFAULT_DATA
from shared.plumbing.dead_letters import DeadLetter, OpenDeadLetters, open_dead_letters
from shared.plumbing.failures import Retryable
from shared.plumbing.publisher import KafkaPublisher
from shared.plumbing.settings import ServiceSettings

app = App(
    name="dlq",
    help="Look at dead letters, send them again, or let them go.",
    default_parameter=Parameter(negative=""),
)


@Parameter(name="*")
@dataclass(frozen=True)
class Where:
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
    """The letters that are meant."""

    topic: str | None = None
    "All open ones of this original topic."
    all: bool = False
    "Every open one."

    def check(self, ids: tuple[str, ...]) -> None:
        if sum([bool(ids), self.topic is not None, self.all]) != 1:
            raise PlatformError("Say which: ids of dead letters, or --topic, or --all.")


T = TypeVar("T")
HERE = Where()
NONE_YET = Chosen()


@app.command(name="list")
def list_(
    topic: str | None = None, *, where: Where = HERE, limit: int = 50, json: bool = False
) -> int:
    """List what is open, oldest first in each topic.

    Parameters
    ----------
    topic
        Only those of this original topic.
    where
        The cluster.
    limit
        How many rows to show; JSON has all.
    json
        Print JSON, for programs.

    """
    letters = _run(where, lambda opened: _find(opened, topic))
    if json:
        print(as_json.dumps([facts(letter) for letter in letters], indent=2))
    elif letters:
        show_all(letters, limit)
    else:
        print("No dead letters are open.")
    return 0


@app.command
def show(letter: str, /, *, where: Where = HERE, json: bool = False) -> int:
    """Show one letter with all that is in it; that may be personal data.

    Parameters
    ----------
    letter
        Its id, as `list` shows it.
    where
        The cluster.
    json
        Print JSON, for programs; bytes that are not text come as base64.

    """
    (found,) = _run(where, lambda opened: _choose(opened, (letter,), NONE_YET))
    if json:
        print(as_json.dumps(whole(found), indent=2))
    else:
        show_one(found)
    return 0


@app.command
def redrive(*ids: str, which: Chosen = NONE_YET, where: Where = HERE) -> int:
    """Send letters to their original topics again, byte for byte; they are not open any more."""
    which.check(ids)

    async def send(opened: OpenDeadLetters) -> int:
        letters = await _choose(opened, ids, which)
        async with _publisher(where.bootstrap()) as publisher:
            await opened.redrive(publisher, letters)
        return len(letters)

    print(f"{_run(where, send)} sent again.")
    return 0


@app.command
def discard(*ids: str, which: Chosen = NONE_YET, where: Where = HERE) -> int:
    """Let letters go that nobody needs; they stay on their topic, but are not open any more."""
    which.check(ids)

    async def settle(opened: OpenDeadLetters) -> int:
        letters = await _choose(opened, ids, which)
        await opened.settle(letters)
        return len(letters)

    print(f"{_run(where, settle)} let go.")
    return 0


def _run(where: Where, work: Callable[[OpenDeadLetters], Awaitable[T]]) -> T:
    bootstrap = where.bootstrap()

    async def connected() -> T:
        async with open_dead_letters(bootstrap) as opened:
            return await work(opened)

    try:
        return asyncio.run(connected())
    except ValueError as error:
        raise PlatformError(str(error)) from error
    except (KafkaError, Retryable) as error:
        raise PlatformError(f"Kafka at {bootstrap} cannot be asked: {error}") from error


async def _find(opened: OpenDeadLetters, topic: str | None) -> list[DeadLetter]:
    return [letter async for letter in opened.read(topic)]


async def _choose(opened: OpenDeadLetters, ids: tuple[str, ...], which: Chosen) -> list[DeadLetter]:
    letters = await _find(opened, which.topic)
    if not ids:
        return letters
    by_id = {letter.id: letter for letter in letters}
    unknown = [each for each in ids if each not in by_id]
    if unknown:
        raise PlatformError(f"No open dead letter is called {', '.join(unknown)}.")
    return [by_id[each] for each in dict.fromkeys(ids)]


@asynccontextmanager
async def _publisher(bootstrap: str) -> AsyncIterator[KafkaPublisher]:
    # What is sent twice is applied once, so no broker has to know idempotent producers for this.
    settings = ServiceSettings(kafka_bootstrap=bootstrap, kafka_idempotence=False)
    publisher = KafkaPublisher(settings)
    try:
        yield publisher
    finally:
        await publisher.stop()
