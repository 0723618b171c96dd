"""The state that the launcher writes for `status` and for programs."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import psutil
from pydantic import BaseModel, ConfigDict

from deploy.embedded.errors import DataFolderBusy
from deploy.embedded.places import Places, write_whole

GONE_WITHIN_SECONDS = 10.0


class Broker(StrEnum):
    KAFKA = "kafka"
    TANSU = "tansu"


class Phase(StrEnum):
    STOPPED = "stopped"
    STARTING = "starting"
    READY = "ready"
    WAITING = "waiting to be started again"


class ProgramState(BaseModel):
    """One process. `restarts` counts its crashes."""

    model_config = ConfigDict(frozen=True)

    name: str
    phase: Phase
    pid: int | None
    born: float | None
    port: int
    is_service: bool
    restarts: int
    last_exit: str | None


class PlatformState(BaseModel):
    """The whole platform: `platform.json` in the folder `run`."""

    model_config = ConfigDict(frozen=True)

    launcher: int
    data: Path
    broker: Broker
    kafka_bootstrap: str
    mongo_url: str
    smtp_host: str
    smtp_port: int | None
    programs: tuple[ProgramState, ...]


def write_state(places: Places, state: PlatformState) -> None:
    write_whole(places.state_file, state.model_dump_json(indent=2) + "\n")


def read_state(places: Places) -> PlatformState | None:
    """Return the state of the last launcher, which may have ended."""
    if not places.state_file.exists():
        return None
    return PlatformState.model_validate_json(places.state_file.read_text())


def is_running(places: Places) -> bool:
    """True while a launcher lives. The kernel frees its lock when it dies."""
    if not places.lock_file.exists():
        return False
    with places.lock_file.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextlib.contextmanager
def files_for_their_owner() -> Iterator[None]:
    """Nobody else on the machine reads what this process and its children write."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextlib.contextmanager
def data_folder_held(places: Places) -> Iterator[None]:
    """Keep every other launcher away from the data folder."""
    with places.lock_file.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise DataFolderBusy(
                f"A platform already runs on {places.data} (process {lock.read().strip()}): "
                "use that one (`./sentra status`), stop it, or choose another folder with --data."
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        _wait_for_the_dead(places)
        yield


def _wait_for_the_dead(places: Places) -> None:
    """Wait for the children of a killed launcher: they may still hold their ports."""
    last = read_state(places)
    deadline = time.monotonic() + GONE_WITHIN_SECONDS
    for program in last.programs if last else ():
        if program.pid is None:
            continue
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(program.pid)
            if program.born is not None and abs(process.create_time() - program.born) < 1:
                process.kill()
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
