"""Runs of the service between runs of the bare loop, on the same engines and the same votes."""

import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from bench.apart import run_apart
from bench.offsets import Group, Offsets, ends_of, read_between
from bench.pipeline.bare import OUT
from bench.pipeline.votes import vote_topics
from bench.votes.load import Load
from bench.votes.replicas import Replicas, Work
from bench.votes.verdict import VoteVerdict, judge
from deploy.embedded.platform import Platform

Say = Callable[[str], None]
STOPPED_WITHIN_MS = "30000"
"""A group lets its members be silent for so long while the votes are written."""


@dataclass(frozen=True, slots=True)
class Run:
    """Who drained all votes once, how fast, and what was wrong with the outcome."""

    who: str
    votes: int
    verdict: VoteVerdict
    work: Work

    @property
    def rate(self) -> float:
        """Votes a second, from the first event on the topic to the last."""
        return self.votes / self.verdict.seconds

    @property
    def cpu_us(self) -> float:
        """Processor time for each vote, of all its processes together."""
        return sum(self.work.cpu_seconds.values()) / self.votes * 1e6

    @property
    def peak_mb(self) -> int:
        return max(self.work.peak_mb.values())


@dataclass
class Compared:
    """All runs, in their order."""

    umkm: int
    votes: int
    bare: list[Run] = field(default_factory=list)
    """One more than of the service: each of its runs has one before and one after it."""
    sentra: list[Run] = field(default_factory=list)
    more: list[Run] = field(default_factory=list)
    """Two replicas and so on, and last the run in which one is added."""

    @property
    def ratio(self) -> float:
        """Median over the runs of the service, each against the bare loop before and after it."""
        around = zip(self.bare, self.bare[1:], strict=False)
        pairs = zip(self.sentra, around, strict=True)
        return statistics.median(
            ours.rate / statistics.mean((before.rate, after.rate))
            for ours, (before, after) in pairs
        )

    @property
    def faults(self) -> list[str]:
        runs = [*self.bare, *self.sentra, *self.more]
        return [f"{run.who}: {fault}" for run in runs for fault in run.verdict.faults]


class Course:
    """One platform with the recommendations on it; every run gets the votes written anew."""

    def __init__(self, platform: Platform, load: Load, say: Say) -> None:
        self._platform, self._load, self._say = platform, load, say
        self._bootstrap = platform.kafka_bootstrap
        self._begins: Offsets = {}
        """Where the newest votes begin."""

    async def write(self) -> Offsets:
        """Let the three agencies write all their votes, and return where these end."""
        self._begins = await ends_of(self._bootstrap, vote_topics())
        await self._load.vote(self._bootstrap)
        return await ends_of(self._bootstrap, vote_topics())

    async def bare(self) -> Run:
        """Drain the newest votes by the bare loop."""
        namespace = f"_{uuid4().hex[:8]}"
        async with Group(self._bootstrap, f"bare{namespace}") as group:
            await group.begin_at(self._begins)
        before = await ends_of(self._bootstrap, [OUT])
        words = namespace, str(self._load.umkm), str(self._load.seed)
        output = await run_apart(self._platform, "bench.votes.bare", *words)
        cpu, peak = {"bare": output["cpu_seconds"]}, {"bare": output["peak_mb"]}
        work = Work(cpu_seconds=cpu, peak_mb=peak)
        return await self._judged("bare", before, work)

    async def sentra(self, count: int, *, adding: bool = False) -> Run:
        """Open the ballots, write the votes, and let so many replicas drain them."""
        who = f"{count} replica" + ("s" if count > 1 else "") + (" and one added" if adding else "")
        patience = {} if adding else {"session_timeout_ms": STOPPED_WITHIN_MS}
        async with Replicas.open(self._platform, count, **patience) as replicas:
            await replicas.open_ballots(self._load.umkm)
            before = await ends_of(self._bootstrap, [OUT])
            work = await replicas.drain(self.write, replicas.add if adding else None)
        run = await self._judged(who, before, work, moves=adding)
        idle = [name for name, applied in work.applied.items() if not applied]
        if idle:
            run.verdict.faults.append(f"{', '.join(idle)} took no share: more UMKM are needed")
        return run

    async def _judged(self, who: str, before: Offsets, work: Work, *, moves: bool = False) -> Run:
        ends = await ends_of(self._bootstrap, [OUT])
        records = await read_between(self._bootstrap, before, ends)
        run = Run(who, self._load.votes, judge(self._load, records, may_repeat=moves), work)
        wrong = "; ".join(run.verdict.faults)
        self._say(f"{who:23} {run.rate:9,.0f} votes/s {run.cpu_us:7.0f} us CPU each  {wrong}")
        return run


async def compare(umkm: int, runs: int, replicas: int, seed: int, say: Say) -> Compared:
    """Start engines of their own, and let everybody drain three votes on each UMKM."""
    load = Load(umkm, seed)
    compared = Compared(umkm, load.votes)
    with tempfile.TemporaryDirectory(prefix="sentra-bench-") as folder:
        opening = Platform.open(Path(folder), services=(), smtp=False, usual_ports=False)
        async with opening as platform:
            course = Course(platform, load, say)
            say(f"{umkm:,} recommendations, {load.votes:,} votes of three agencies")
            await load.recommend(platform.kafka_bootstrap)
            await course.write()
            compared.bare.append(await course.bare())
            for _ in range(runs):
                compared.sentra.append(await course.sentra(1))
                compared.bare.append(await course.bare())
            if replicas > 1:
                for count in range(2, replicas + 1):
                    compared.more.append(await course.sentra(count))
                compared.more.append(await course.sentra(1, adding=True))
    return compared
