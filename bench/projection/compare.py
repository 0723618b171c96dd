"""Interleaved runs of the projection and the bare loop, on the same engines and the same events."""

import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.apart import run_apart
from bench.projection.load import write_load
from bench.projection.umkm_view import EVENTS_OF_ONE
from deploy.embedded.platform import Platform

CONTENDERS = ("bare", "sentra")


@dataclass(frozen=True, slots=True)
class ProjectionComparison:
    """Events per second of each run, by contender."""

    umkm: int
    rates: dict[str, list[float]] = field(
        default_factory=lambda: {name: list[float]() for name in CONTENDERS}
    )

    @property
    def events(self) -> int:
        return self.umkm * EVENTS_OF_ONE

    def median(self, contender: str) -> float:
        return statistics.median(self.rates[contender])

    @property
    def ratio_to_bare(self) -> float:
        """Median of the ratios within each round, so that a slower minute hits both sides."""
        pairs = zip(self.rates["sentra"], self.rates["bare"], strict=True)
        return statistics.median(ours / theirs for ours, theirs in pairs)


async def compare(
    umkm: int, runs: int, seed: int, say: Callable[[str], None]
) -> ProjectionComparison:
    """Start engines of their own, write the load once, and run both `runs` times."""
    compared = ProjectionComparison(umkm)
    with tempfile.TemporaryDirectory(prefix="sentra-bench-") as folder:
        opening = Platform.open(Path(folder), services=(), smtp=False, usual_ports=False)
        async with opening as platform:
            say(f"writing {compared.events:,} events about {umkm:,} UMKM")
            await write_load(platform.kafka_bootstrap, umkm, seed)
            for number in range(1, runs + 1):
                for contender in CONTENDERS:
                    words = contender, str(compared.events)
                    result = await run_apart(platform, "bench.projection.contender", *words)
                    rate = result["events"] / result["seconds"]
                    compared.rates[contender].append(rate)
                    say(f"run {number} of {runs}: {contender:7} {rate:10,.0f} events/s")
    return compared
