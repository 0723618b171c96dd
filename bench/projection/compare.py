"""python -m bench.projection.compare [UMKM [RUNS]]: interleaved runs, and their ratio.

Meant to stay at 0.6 or above.
"""

import asyncio
import statistics
import sys
import tempfile
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

    rates: dict[str, list[float]] = field(
        default_factory=lambda: {name: list[float]() for name in CONTENDERS}
    )

    @property
    def ratio_to_bare(self) -> float:
        """Median of the ratios within each round, so that a slower minute hits both sides."""
        pairs = zip(self.rates["sentra"], self.rates["bare"], strict=True)
        return statistics.median(ours / theirs for ours, theirs in pairs)


async def compare(umkm: int, runs: int, seed: int = 1) -> ProjectionComparison:
    """Start engines of their own, write the load once, and run both `runs` times."""
    compared, events = ProjectionComparison(), umkm * EVENTS_OF_ONE
    with tempfile.TemporaryDirectory(prefix="sentra-bench-") as folder:
        opening = Platform.open(Path(folder), services=(), smtp=False, usual_ports=False)
        async with opening as platform:
            await write_load(platform.kafka_bootstrap, umkm, seed)
            for _ in range(runs):
                for name in CONTENDERS:
                    words = name, str(events)
                    result = await run_apart(platform, "bench.projection.contender", *words)
                    compared.rates[name].append(result["events"] / result["seconds"])
                    sys.stderr.write(f"{name:7} {compared.rates[name][-1]:10,.0f} events/s\n")
    return compared


def main() -> None:
    umkm, runs = (*map(int, sys.argv[1:]), *(8_000, 3)[len(sys.argv) - 1 :])
    ratio = asyncio.run(compare(umkm, runs)).ratio_to_bare
    sys.stdout.write(f"a projection reaches {ratio:.2f} of the bare loop\n")


if __name__ == "__main__":
    main()
