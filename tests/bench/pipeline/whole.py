"""The whole pipeline: letters in, votes of three agencies, decisions, notices; on all services."""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.embedded.platform import Platform
from deploy.topics import listed_topics
from story.acts import Scene, acts
from story.calling import Services
from story.clock import StoryClock
from story.embedded import stage_of, start_agencies
from story.plan import plan_real
from story.quiescence import Quiescence
from story.sample.letters import write_letters
from story.stage import AGENCIES

PROGRAMS = ("intake", "endorsement", "mentoring", "notify", "mongod", "kafka")
LOOK_EVERY_SECONDS = 0.5


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
    stage, plan, whole = stage_of(platform), plan_real(post, capacity=1000, seed=seed), Whole()
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
    """Note memory now and then, and the processor time of each program over all of it."""
    names = (*PROGRAMS, *(f"agency-{agency}" for agency in AGENCIES))
    programs = {name: psutil.Process(platform.pid(name)) for name in names}
    used = {name: _cpu(program) for name, program in programs.items()}
    whole.first_mb = {name: _mb(program) for name, program in programs.items()}
    watching = asyncio.create_task(_note_peaks(programs, whole))
    try:
        yield
    finally:
        watching.cancel()
    whole.cpu_seconds = {name: _cpu(each) - used[name] for name, each in programs.items()}


async def _note_peaks(programs: dict[str, psutil.Process], whole: Whole) -> None:
    while True:
        for name, program in programs.items():
            whole.peak_mb[name] = max(whole.peak_mb.get(name, 0), _mb(program))
        await asyncio.sleep(LOOK_EVERY_SECONDS)


def _mb(program: psutil.Process) -> int:
    return int(program.memory_info().rss // 2**20)


def _cpu(program: psutil.Process) -> float:
    times = program.cpu_times()
    return float(times.user + times.system)


async def _ends(bootstrap: str) -> dict[str, int]:
    """How many records each topic holds."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    await consumer.start()
    try:
        every = [
            TopicPartition(topic.name, partition)
            for topic in listed_topics()
            for partition in range(topic.partitions)
        ]
        ends = await consumer.end_offsets(every)
    finally:
        await consumer.stop()
    counted: dict[str, int] = {}
    for where, end in ends.items():
        counted[where.topic] = counted.get(where.topic, 0) + end
    return counted
