"""`./sentra status`: shows what runs, and its health."""

import asyncio
import re
import sys
from collections import Counter
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from cli.accounts import source_of
from cli.running import NothingRuns, running_platform
from deploy.embedded.local_http import HOST, ask
from deploy.embedded.places import DEFAULT_DATA
from deploy.embedded.state import Broker, Phase, PlatformState, ProgramState
from shared.plumbing.access import Role

NOTHING_RUNS = 3
NOT_IN_A_NAME = re.compile(r"[^a-z]")
"""Ends the name of a service in the name of a group: a view and a namespace come after it."""


class ServiceAnswer(BaseModel):
    """The answer of a service at `/status`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    healthy: bool = False
    lag: int | None = None
    pending: int | None = None
    dead_letters: int | None = None


class ServiceRow(ServiceAnswer):
    name: str
    pid: int | None
    http: str
    restarts: int
    last_exit: str | None


class EngineRow(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    pid: int | None
    port: int
    healthy: bool
    restarts: int
    last_exit: str | None


class Status(BaseModel):
    """The answer of `--json`."""

    model_config = ConfigDict(frozen=True)

    data: Path
    launcher: int
    broker: Broker
    kafka: str
    mongodb: str
    smtp: str | None
    services: tuple[ServiceRow, ...]
    engines: tuple[EngineRow, ...]


def status(*, data: Path = DEFAULT_DATA, json: bool = False) -> int:
    """Show each service with its lag, unsent events and dead letters, and the engines' addresses.

    Parameters
    ----------
    data
        The data folder of the platform.
    json
        Print JSON, for programs.

    """
    try:
        state = running_platform(data)
    except NothingRuns as nothing:
        sys.stderr.write(f"{nothing}\n")
        return NOTHING_RUNS
    seen = asyncio.run(_ask_all(state))
    if json:
        print(seen.model_dump_json(indent=2))
    else:
        from cli.status_table import show  # noqa: PLC0415 - a program needs no table

        show(seen)
    return 0


async def _ask_all(state: PlatformState) -> Status:
    services = [program for program in state.programs if program.is_service]
    token = await _token(state)
    dead, rows = await asyncio.gather(
        _count_dead_letters(state.kafka_bootstrap),
        asyncio.gather(*(_ask_service(program, token) for program in services)),
    )
    smtp = None if state.smtp_port is None else f"{state.smtp_host}:{state.smtp_port}"
    return Status(
        data=state.data,
        launcher=state.launcher,
        broker=state.broker,
        kafka=state.kafka_bootstrap,
        mongodb=state.mongo_url,
        smtp=smtp,
        services=tuple(_with_dead_letters(row, dead) for row in rows),
        engines=tuple(_engine(program) for program in state.programs if not program.is_service),
    )


async def _count_dead_letters(bootstrap: str) -> Counter[str] | None:
    """Open dead letters by service. None if Kafka does not answer."""
    # Imported here: only this command needs a Kafka client, and no service.
    from aiokafka.errors import KafkaError  # noqa: PLC0415

    from shared.plumbing.core.kafka_server import KafkaServer  # noqa: PLC0415
    from shared.plumbing.dead_letters import open_dead_letters  # noqa: PLC0415

    try:
        async with asyncio.timeout(10), open_dead_letters(KafkaServer(bootstrap)) as opened:
            return Counter([reader_of(letter.group) async for letter in opened.read()])
    except (KafkaError, TimeoutError):
        return None


def reader_of(group: str) -> str:
    """The service of a consumer group, such as `mentoring` of `mentoring.board.1-test`."""
    return NOT_IN_A_NAME.split(group)[0]


def _with_dead_letters(row: ServiceRow, dead: Counter[str] | None) -> ServiceRow:
    service = reader_of(row.name)  # a replica is `endorsement-2`
    return row.model_copy(update={"dead_letters": None if dead is None else dead[service]})


async def _token(state: PlatformState) -> str | None:
    """None while the issuer is away: then services answer nothing, and are shown so."""
    try:
        return await source_of(state.data).token(Role.OPERATIONS)
    except OSError:
        return None


async def _ask_service(program: ProgramState, token: str | None) -> ServiceRow:
    """Show a service. One that does not answer is not healthy."""
    try:
        code, content = await ask(program.port, "/status", within=10.0, token=token)
        answer = ServiceAnswer.model_validate(content if code == 200 else {})  # noqa: PLR2004
    except (OSError, ValidationError):
        answer = ServiceAnswer()
    return ServiceRow(
        **answer.model_dump(),
        name=program.name,
        pid=program.pid,
        http=f"http://{HOST}:{program.port}",
        restarts=program.restarts,
        last_exit=program.last_exit,
    )


def _engine(program: ProgramState) -> EngineRow:
    return EngineRow(
        name=program.name,
        pid=program.pid,
        port=program.port,
        healthy=program.phase is Phase.READY,
        restarts=program.restarts,
        last_exit=program.last_exit,
    )
