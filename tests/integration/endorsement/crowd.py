"""Replicas as processes of their own, that share work, come late, and are killed."""

import re
import socket
from asyncio import subprocess
from dataclasses import dataclass
from typing import Any, Self

import httpx

from tests.integration.endorsement.hall import Hall
from tests.integration.endorsement.messages import Sent
from tests.support.plain_http import plain_client
from tests.support.waiting import until

APPLIED = re.compile(r'^sentra_applied_total\{kind="ballot"\} (\S+)$', re.MULTILINE)
REPEATED = re.compile(r'^sentra_repeated_total\{kind="ballot"\} (\S+)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Worker:
    """One process, seen through its HTTP door."""

    process: subprocess.Process
    url: str

    @classmethod
    async def begin(cls, hall: Hall, **settings: Any) -> Self:
        """Start it; it joins the group when it is ready."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        process = await hall.process("services.endorsement", http_port=port, **settings)
        return cls(process, f"http://127.0.0.1:{port}")

    async def applied(self) -> int:
        """How many messages it has applied to ballots; none as long as it does not answer."""
        return await self._figure(APPLIED)

    async def met(self) -> int:
        """The same, and those that had been applied before."""
        return await self.applied() + await self._figure(REPEATED)

    async def ready(self) -> None:
        async def is_ready() -> bool:
            return await self._get("/ready") is not None

        await until("the process is ready", is_ready)

    def kill(self) -> None:
        self.process.kill()

    async def _figure(self, pattern: re.Pattern[str]) -> int:
        match = pattern.search(await self._get("/metrics") or "")
        return int(float(match.group(1))) if match else 0

    async def _get(self, path: str) -> str | None:
        async with plain_client(self.url) as door:
            try:
                answer = await door.get(path)
            except httpx.TransportError:
                return None
        return answer.text if answer.is_success else None


async def send_until_shared(hall: Hall, votes: list[Sent], *expected: Worker) -> None:
    """Send these votes again and again, as an agency may, until each of these has its share."""

    async def all_have() -> bool:
        await hall.send(*votes)
        return all([await worker.met() for worker in expected])

    await until("each has a share", all_have)
