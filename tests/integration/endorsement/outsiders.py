"""Systems of agencies as processes of their own, that know an address and the contract alone."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from tests.support.clients import KIT
from tests.support.waiting import until_true

HTTP_CLIENT = (sys.executable, "-u", str(KIT / "http_client.py"))


class Outsider:
    """One running client, and what it has said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    async def says(self, *words: str) -> str:
        """Wait for a line in which all of these words are."""

        def matches() -> list[str]:
            return [line for line in self.lines if all(word in line for word in words)]

        await until_true(f"{words} in what the client says: {self.lines}", matches)
        return matches()[0]


@asynccontextmanager
async def running(command: Sequence[str], kafka: str, **variables: str) -> AsyncIterator[Outsider]:
    process = await asyncio.create_subprocess_exec(
        *command,
        env=os.environ | {"KAFKA": kafka} | variables,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    outsider = Outsider()
    reading = asyncio.ensure_future(_read(process, outsider))
    try:
        yield outsider
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.wait(), 60)
        await reading


async def _read(process: asyncio.subprocess.Process, outsider: Outsider) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        outsider.lines.append(line.decode(errors="replace").rstrip())
