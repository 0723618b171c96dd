"""The endorsement service as it is, one process or more, with a group and a database of its own."""

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Self
from uuid import uuid4

import httpx
import psutil

from bench.offsets import Group, Offsets, ends_of
from bench.pipeline.votes import NOMINATIONS, vote_topics
from bench.processes import cpu_seconds, peak_mb
from deploy.embedded.platform import Platform
from deploy.embedded.programs import service_program
from deploy.services import listed_service
from services.endorsement.store.ballots import BALLOTS
from shared.plumbing.mongo import connect

ENDORSEMENT = listed_service("endorsement")
STANDS_STILL_SECONDS = 120.0
LOOK_EVERY_SECONDS = 0.2
APPLIED = re.compile(r'^sentra_applied_total\{kind="ballot"\} (\S+)$', re.MULTILINE)
RACES = re.compile(r'^sentra_races_lost_total\{kind="ballot"\} (\S+)$', re.MULTILINE)
Midway = Callable[[], Awaitable[None]]


@dataclass
class Work:
    """What the replicas did while they drained the votes, by name."""

    applied: dict[str, int] = field(default_factory=dict)
    cpu_seconds: dict[str, float] = field(default_factory=dict)
    peak_mb: dict[str, int] = field(default_factory=dict)
    races_lost: int = 0


class Replicas:
    """Use `async with Replicas.open(platform, count)`."""

    def __init__(self, platform: Platform, group: Group, environment: dict[str, str]) -> None:
        self._platform, self._group, self._environment = platform, group, environment
        self.names: list[str] = []

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, platform: Platform, count: int, **settings: str) -> AsyncIterator[Self]:
        """They see every recommendation, and of votes only those that are written from now on."""
        namespace = f"_bench_{uuid4().hex[:8]}"
        async with Group(platform.kafka_bootstrap, f"endorsement{namespace}") as group:
            await group.begin_at(await ends_of(platform.kafka_bootstrap, vote_topics()))
            environment = {f"SENTRA_{name.upper()}": value for name, value in settings.items()}
            replicas = cls(platform, group, environment | {"SENTRA_NAMESPACE": namespace})
            try:
                await asyncio.gather(*(replicas.add() for _ in range(count)))
                yield replicas
            finally:
                for name in replicas.names:
                    await platform.stop(name)
                await replicas._drop()

    async def add(self) -> None:
        """Start one more, and wait until it is ready."""
        name = f"endorsement-{len(self.names) + 1}"
        self.names.append(name)
        port = self._platform.ports.of(name)
        program = service_program(
            ENDORSEMENT, self._platform.addresses, self._platform.places, port=port, name=name
        )
        environment = program.environment | self._environment
        await self._platform.add(replace(program, environment=environment))

    async def open_ballots(self, umkm: int) -> None:
        """Wait until all recommendations are taken in."""
        ends = await ends_of(self._platform.kafka_bootstrap, [NOMINATIONS])
        await self._drained(ends)
        client, database = connect(self._platform.mongo_url, self._database)
        is_open = await database[BALLOTS].count_documents({"state.status": "open"})
        client.close()
        if is_open != umkm:
            raise RuntimeError(f"{is_open:,} ballots are open, not {umkm:,}")

    async def drain(
        self, write: Callable[[], Awaitable[Offsets]], midway: Midway | None = None
    ) -> Work:
        """Have the votes written, and wait until all is committed.

        Meanwhile the processes are stopped (SIGSTOP), so that writing takes no time from them;
        but not where something comes `midway`, when a third is committed: a group whose members
        may be silent for so long is slow to notice who joins it.
        """
        work, processes = Work(), self._processes()
        before = {name: await self._counted(name) for name in processes}
        used = {name: cpu_seconds(process) for name, process in processes.items()}
        with contextlib.nullcontext() if midway else _stopped(processes.values()):
            ends = await write()
        await self._drained(ends, midway)
        for name, process in self._processes().items():
            applied, races = await self._counted(name)
            earlier, raced = before.get(name, (0, 0))
            work.applied[name] = applied - earlier
            work.races_lost += races - raced
            work.peak_mb[name] = peak_mb(process.pid)
            work.cpu_seconds[name] = cpu_seconds(process) - used.get(name, 0.0)
        return work

    async def _drained(self, ends: Offsets, midway: Midway | None = None) -> None:
        first = last = await self._group.waiting(ends)
        moved_at, meanwhile = time.monotonic(), None
        while waiting := await self._group.waiting(ends):
            if waiting != last:
                last, moved_at = waiting, time.monotonic()
            if time.monotonic() - moved_at > STANDS_STILL_SECONDS:
                raise RuntimeError(f"{waiting:,} messages wait, and nobody takes them")
            if midway and meanwhile is None and waiting < first * 2 // 3:
                meanwhile = asyncio.ensure_future(midway())
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        if meanwhile:
            await meanwhile

    async def _counted(self, name: str) -> tuple[int, int]:
        """How many messages it has applied to ballots, and how many writes met another writer."""
        url = f"http://127.0.0.1:{self._platform.http_port(name)}/metrics"
        async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
            metrics = (await client.get(url)).text
        return _figure(APPLIED, metrics), _figure(RACES, metrics)

    def _processes(self) -> dict[str, psutil.Process]:
        return {name: psutil.Process(self._platform.pid(name)) for name in self.names}

    @property
    def _database(self) -> str:
        return f"sentra_{self._group.name}"

    async def _drop(self) -> None:
        client, database = connect(self._platform.mongo_url, self._database)
        await client.drop_database(database.name)
        client.close()


@contextlib.contextmanager
def _stopped(processes: Collection[psutil.Process]) -> Iterator[None]:
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()


def _figure(pattern: re.Pattern[str], metrics: str) -> int:
    match = pattern.search(metrics)
    return int(float(match.group(1))) if match else 0
