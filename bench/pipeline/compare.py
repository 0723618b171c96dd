"""Interleaved runs of the contenders on the same engines and the same votes."""

import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.apart import run_apart
from bench.pipeline.votes import write_load
from deploy.embedded.platform import Platform

CONTENDERS = ("bare", "sentra", "single")
SINGLE_VOTES = 2_000
"""The textbook service is too slow for all of them; its rate does not depend on their number."""


@dataclass(frozen=True, slots=True)
class PipelineComparison:
    """Messages per second of each run, by contender."""

    votes: int
    umkm: int
    rates: dict[str, list[float]] = field(default_factory=dict)
    peak_mb: dict[str, int] = field(default_factory=dict)

    def median(self, contender: str) -> float:
        return statistics.median(self.rates[contender])

    def ratio(self, to: str) -> float:
        """Median of the ratios within each round, so that a slower minute hits both sides."""
        pairs = zip(self.rates["sentra"], self.rates[to], strict=True)
        return statistics.median(ours / theirs for ours, theirs in pairs)


async def compare(
    votes: int, umkm: int, runs: int, seed: int, say: Callable[[str], None]
) -> PipelineComparison:
    """Start engines of their own, write the load once, and run everybody `runs` times."""
    compared = PipelineComparison(votes, umkm)
    with tempfile.TemporaryDirectory(prefix="sentra-bench-") as folder:
        opening = Platform.open(Path(folder), services=(), smtp=False, usual_ports=False)
        async with opening as platform:
            say(f"writing {umkm:,} recommendations and {votes:,} votes")
            await write_load(platform.kafka_bootstrap, votes, umkm, seed)
            for number in range(1, runs + 1):
                for contender in CONTENDERS:
                    await _run(platform, compared, contender)
                    rate = compared.rates[contender][-1]
                    say(f"run {number} of {runs}: {contender:7} {rate:10,.0f} votes/s")
    return compared


async def _run(platform: Platform, compared: PipelineComparison, contender: str) -> None:
    votes = min(SINGLE_VOTES, compared.votes) if contender == "single" else compared.votes
    words = contender, str(votes), str(compared.umkm)
    result = await run_apart(platform, "bench.pipeline.contender", *words)
    compared.rates.setdefault(contender, []).append(result["messages"] / result["seconds"])
    compared.peak_mb[contender] = max(compared.peak_mb.get(contender, 0), result["peak_mb"])
