"""Pages whose commands a test runs one by one, and whose shown output it compares."""

import asyncio
import os
import re
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.waiting import until_true

BLOCK = re.compile(r"^```console(?P<stays> stays)?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = re.compile(r"127\.0\.0\.1:\d+")
ANYTHING = "…"
INTERRUPTED = "^C"
LONG_SECONDS = 120.0


@dataclass(frozen=True)
class Step:
    """One command of a page, with what the page says that it prints."""

    command: str
    shown: tuple[str, ...]
    stays: bool
    """It runs until the end of the page."""

    @property
    def is_interrupted(self) -> bool:
        return self.shown[-1:] == (INTERRUPTED,)

    @property
    def runs_on(self) -> bool:
        return self.stays or self.is_interrupted

    def agrees(self, printed: str) -> bool:
        """Compare; the addresses are those of the machine, `…` is what differs each time."""
        lines = [line for line in self.shown if line != INTERRUPTED]
        return re.fullmatch("".join(_pattern(line) for line in lines), printed) is not None


def _pattern(line: str) -> str:
    if line == ANYTHING:
        return r"(?:.*\n)*"
    parts = re.escape(ADDRESS.sub("ADDRESS", line)).split(ANYTHING)
    return ".+".join(parts).replace("ADDRESS", ADDRESS.pattern) + r"\n"


def steps_of(page: Path) -> Iterator[Step]:
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
            command, *shown = part.splitlines()
            yield Step(command, tuple(shown), bool(block["stays"]))


class Terminal:
    """A command that runs, and what it has printed so far."""

    def __init__(self, step: Step, process: asyncio.subprocess.Process) -> None:
        self.step, self.process = step, process
        self.printed = self.complained = ""
        streams = (process.stdout, "printed"), (process.stderr, "complained")
        self._reading = [asyncio.ensure_future(self._read(*each)) for each in streams]

    @classmethod
    async def open(cls, step: Step, folder: Path, environment: Mapping[str, str]) -> "Terminal":
        process = await asyncio.create_subprocess_exec(
            *("bash", "-c", step.command),
            cwd=folder,
            env=os.environ | environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        return cls(step, process)

    async def agreed(self) -> None:
        """Wait until it has printed what the page shows; it ends well, or runs on as it should."""
        try:
            if self.step.runs_on:
                await until_true("the output", lambda: self._is_over or self._agrees, LONG_SECONDS)
            else:
                async with asyncio.timeout(LONG_SECONDS):
                    await self.process.wait()
                    await asyncio.gather(*self._reading)
        finally:
            assert self._agrees, f"$ {self.step.command}\n{self.printed}\n{self.complained}"
        assert self.step.runs_on or self.process.returncode == 0, self.step.command

    async def end(self) -> None:
        """Press Ctrl-C."""
        if not self._is_over:
            os.killpg(self.process.pid, signal.SIGINT)
        await asyncio.wait_for(self.process.wait(), LONG_SECONDS)
        await asyncio.gather(*self._reading)

    @property
    def _is_over(self) -> bool:
        return self.process.returncode is not None

    @property
    def _agrees(self) -> bool:
        return self.step.agrees(self.printed)

    async def _read(self, stream: asyncio.StreamReader | None, into: str) -> None:
        assert stream is not None
        async for line in stream:
            setattr(self, into, getattr(self, into) + line.decode(errors="replace"))
