"""The whole pipeline: letters in, votes of three agencies, decisions, notices; on all services."""

import contextlib
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench.offsets import ends_of
from bench.processes import cpu_seconds, megabytes, peak_mb
from deploy.embedded.platform import Platform
from deploy.services import service_names
from deploy.topics import listed_topics
from story.acts import Scene, acts
from story.calling import Services
from story.clock import StoryClock
from story.embedded import start_agencies, story_platform
from story.plan import plan_real
from story.platform import AGENCIES
from story.quiescence import Quiescence
from story.sample.letters import write_letters

PROGRAMS = (*service_names(), "mongod", "kafka")


@dataclass
class Whole:
    """One run: how many events in how many seconds, and what each program took for it."""

    recommendations: int = 0
    seconds: float = 0.0
    events: dict[str, int] = field(default_factory=dict)
    """By topic."""
    cpu_seconds: dict[str, float] = field(default_factory=dict)
    first_mb: dict[str, int] = field(default_factory=dict)
    peak_mb: dict[str, int] = field(default_factory=dict)

    @property
    def events_per_second(self) -> float:
        return sum(self.events.values()) / self.seconds


async def run_whole(letters: int, rows: int, seed: int, say: Callable[[str], None]) -> Whole:
    """Start a platform of its own, send all letters, and wait until nothing is left to do."""
    with tempfile.TemporaryDirectory(prefix="sentra-bench-") as folder:
        post = Path(folder) / "letters"
        write_letters(post, letters=letters, rows=rows, seed=seed)
        async with Platform.open(Path(folder) / "data", usual_ports=False) as platform:
            await start_agencies(platform)
            say(f"sending {letters} letters with {rows:,} rows each")
            return await _measured(platform, post, seed)


async def _measured(platform: Platform, post: Path, seed: int) -> Whole:
    stage, whole = story_platform(platform), Whole()
    plan = plan_real(post, capacity=1000, seed=seed)
    opening, sending = acts(plan)[:2]
    async with Services(stage) as services, Quiescence(stage, services) as quiescence:
        clock = await StoryClock.open(stage, services, plan)
        scene = Scene(plan, services, clock, quiescence)
        assert opening.play
        assert sending.play
        await opening.play(scene)
        await quiescence.wait(clock.day(0))
        before = await _ends(platform.kafka_bootstrap)
        async with _watched(platform, whole):
            began = time.perf_counter()
            await sending.play(scene)
            await quiescence.wait(clock.day(0))
            whole.seconds = time.perf_counter() - began
        after = await _ends(platform.kafka_bootstrap)
    whole.events = {topic: after[topic] - before[topic] for topic in after}
    whole.recommendations = whole.events["intake.nomination.v1"]
    return whole


@contextlib.asynccontextmanager
async def _watched(platform: Platform, whole: Whole) -> AsyncIterator[None]:
    """Note the memory and the processor time of each program over all of it."""
    names = (*PROGRAMS, *(f"agency-{agency}" for agency in AGENCIES))
    programs = {name: psutil.Process(platform.pid(name)) for name in names}
    used = {name: cpu_seconds(program) for name, program in programs.items()}
    whole.first_mb = {name: megabytes(program) for name, program in programs.items()}
    yield
    whole.peak_mb = {name: peak_mb(program.pid) for name, program in programs.items()}
    whole.cpu_seconds = {name: cpu_seconds(each) - used[name] for name, each in programs.items()}


async def _ends(bootstrap: str) -> dict[str, int]:
    """How many records each topic holds."""
    counted: Counter[str] = Counter()
    for where, end in (await ends_of(bootstrap, [each.name for each in listed_topics()])).items():
        counted[where.topic] += end
    return counted
