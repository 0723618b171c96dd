"""How long everything takes to start, and how much memory it holds when it stands."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import psutil

from deploy.embedded.places import ROOT
from deploy.embedded.platform import Platform
from deploy.services import service_names

LIBRARIES = "import fastapi, faststream.kafka, motor.motor_asyncio, pydantic_settings, structlog"


@dataclass
class Start:
    """Seconds and megabytes."""

    import_seconds: dict[str, float] = field(default_factory=dict)
    """Median for each service, and for the libraries that all of them stand on."""
    platform_seconds: list[float] = field(default_factory=list)
    memory_mb: dict[str, int] = field(default_factory=dict)
    """Of each program when all stand, without what they share."""


async def measure_start(runs: int, say: Callable[[str], None]) -> Start:
    start = Start()
    statements = {name: f"import services.{name}.app" for name in service_names()}
    statements["libraries"] = LIBRARIES
    times: dict[str, list[float]] = {name: [] for name in statements}
    for number in range(1, runs + 1):
        say(f"run {number} of {runs}")
        for name, statement in statements.items():
            times[name].append(_seconds_of(statement))
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            async with Platform.open(Path(folder), usual_ports=False) as platform:
                start.platform_seconds.append(time.perf_counter() - began)
                start.memory_mb = {
                    program.name: _own_mb(program.pid)
                    for program in platform.state().programs
                    if program.pid
                }
    start.import_seconds = {name: median(each) for name, each in times.items()}
    return start


def _seconds_of(statement: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True, cwd=ROOT)
    return time.perf_counter() - began


def _own_mb(pid: int) -> int:
    """The process and its children, each with its share of what they share."""
    program = psutil.Process(pid)
    family = [program, *program.children(recursive=True)]
    return sum(each.memory_full_info().pss for each in family) // 1_000_000
