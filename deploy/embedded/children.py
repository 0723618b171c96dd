"""Supervises one process: starts it, and starts it again when it dies."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from deploy.embedded import logs
from deploy.embedded.errors import StartFailed
from deploy.embedded.places import ROOT
from deploy.embedded.state import Phase, ProgramState

log = logging.getLogger(__name__)
SHIM = Path(__file__).with_name("shim.py")
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 15.0
LIVED_WELL_SECONDS = 60.0
LARGEST_LOG = 20 * 1024 * 1024
POLL_SECONDS = 0.05
LOG_LOOKED_AT_EVERY_SECONDS = 1.0


@dataclass(frozen=True)
class Program:
    """A command, and its test of readiness."""

    name: str
    port: int
    command: tuple[str, ...]
    environment: dict[str, str]
    is_ready: Callable[[], Awaitable[bool]]
    is_service: bool = False
    ready_within: float = 60.0
    stop_within: float = 25.0
    largest_log: int = LARGEST_LOG


async def _nothing() -> None:
    """Do nothing after a restart: most programs find their data on the disk."""


class Child:
    """A program and its process. Calls `changed` when pid or phase change."""

    def __init__(
        self,
        program: Program,
        folder: Path,
        changed: Callable[[], None],
        restarted: Callable[[], Awaitable[None]] = _nothing,
    ) -> None:
        self.program = program
        self.log = folder / f"{program.name}.log"
        self.phase = Phase.STOPPED
        self.restarts = 0
        self.last_exit: str | None = None
        self._born: float | None = None
        self._changed = changed
        self._restarted = restarted
        self._process: asyncio.subprocess.Process | None = None
        self._watcher: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        process = self._process
        return process.pid if process is not None and process.returncode is None else None

    def state(self) -> ProgramState:
        return ProgramState(
            name=self.program.name,
            phase=self.phase,
            pid=self.pid,
            born=self._born if self.pid else None,
            port=self.program.port,
            is_service=self.program.is_service,
            restarts=self.restarts,
            last_exit=self.last_exit,
        )

    async def start(self) -> None:
        """Returns when it is ready. Raises `StartFailed` if it ends or takes too long."""
        if self._watcher is not None:
            return
        try:
            process = await self._spawn()
            await self._until_ready(process)
        except BaseException:
            await self.stop()
            raise
        self._watcher = asyncio.create_task(self._watch(process), name=f"watch-{self.log.stem}")

    async def stop(self) -> None:
        """Stop it, by force if needed. It is not started again."""
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.wait({self._watcher})
            self._watcher = None
        if self.pid is not None and self._process is not None:
            self._signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self._process.wait(), self.program.stop_within)
            except TimeoutError:
                self._signal(signal.SIGKILL)
                await self._process.wait()
        self._enter(Phase.STOPPED)

    def kill(self) -> None:
        """Kill it, like a power cut. The supervisor starts it again."""
        self._signal(signal.SIGKILL)

    async def _spawn(self) -> asyncio.subprocess.Process:
        logs.bound(self.log, self.program.largest_log)
        shim = (sys.executable, "-I", "-S", str(SHIM), str(os.getpid()))
        with self.log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *shim,
                *self.program.command,
                cwd=ROOT,
                env=self.program.environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                # Ctrl-C in the terminal is for the launcher alone.
                start_new_session=True,
            )
        with contextlib.suppress(psutil.NoSuchProcess):
            self._born = psutil.Process(self._process.pid).create_time()
        self._enter(Phase.STARTING)
        return self._process

    async def _until_ready(self, process: asyncio.subprocess.Process) -> None:
        deadline = time.monotonic() + self.program.ready_within
        while not await self.program.is_ready():
            if process.returncode is not None:
                raise StartFailed(self._why(f"ended at its start ({_exit(process)})"))
            if time.monotonic() > deadline:
                raise StartFailed(self._why(f"was not ready in {self.program.ready_within:g} s"))
            await asyncio.sleep(POLL_SECONDS)
        self._enter(Phase.READY)

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        pause = FIRST_PAUSE
        while True:
            began = time.monotonic()
            try:
                await self._until_ended(self._process or process)
                if time.monotonic() - began > LIVED_WELL_SECONDS:
                    pause = FIRST_PAUSE
                await self._start_again(pause)
            except StartFailed:
                self._signal(signal.SIGKILL)
            except Exception:  # keep watching, or the program stays dead
                log.exception("%s could not be looked after, and is tried again", self.program.name)
                self._signal(signal.SIGKILL)
                await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _until_ended(self, process: asyncio.subprocess.Process) -> None:
        while process.returncode is None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), LOG_LOOKED_AT_EVERY_SECONDS)
            with contextlib.suppress(OSError):  # a full disk must not end the program
                await asyncio.to_thread(logs.bound, self.log, self.program.largest_log)

    async def _start_again(self, pause: float) -> None:
        if self._process is not None:
            self.last_exit = _exit(self._process)
        self.restarts += 1
        self._enter(Phase.WAITING)
        await asyncio.sleep(pause)
        await self._until_ready(await self._spawn())
        await self._restarted()

    def _signal(self, number: signal.Signals) -> None:
        if self.pid is not None:
            # Its own session: its children end with it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def _enter(self, phase: Phase) -> None:
        self.phase = phase
        self._changed()

    def _why(self, what: str) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()[-3:]
        return "\n  ".join([f"{self.program.name} {what}; its log {self.log} ends:", *lines])


def _exit(process: asyncio.subprocess.Process) -> str:
    code = process.returncode or 0
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
