"""Every step of a list, and the bare loop, on one embedded platform, in one run."""

import asyncio
import contextlib
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from bench.apart import run_apart
from bench.lists.load import put
from deploy.embedded.platform import Platform
from deploy.services import listed_service
from services.endorsement.documents.decree import MOST_LINES

LOOK_EVERY_SECONDS = 0.05
DOWNLOADS = (
    *(("places", kind) for kind in ("txt", "csv", "xlsx", "pdf")),
    *(("waiting", kind) for kind in ("csv", "xlsx")),
)


@dataclass
class MeasuredLists:
    """Seconds of each step, and the most memory that the service and its children held."""

    endorsed: int
    capacity: int
    seconds: dict[str, float] = field(default_factory=dict)
    peak_mb: dict[str, int] = field(default_factory=dict)
    kilobytes: dict[str, int] = field(default_factory=dict)
    """Of each download."""
    bare_seconds: list[float] = field(default_factory=list)

    @property
    def ratio_to_bare(self) -> float:
        """How many times as long a draft takes as the bare loop."""
        return self.seconds["draft"] / statistics.mean(self.bare_seconds)

    def as_json(self) -> dict[str, Any]:
        figures = asdict(self) | {"ratio_to_bare": round(self.ratio_to_bare, 2)}
        figures["seconds"] = {step: round(taken, 2) for step, taken in self.seconds.items()}
        figures["bare_seconds"] = [round(taken, 2) for taken in self.bare_seconds]
        return figures


async def compare(
    endorsed: int, capacity: int, seed: int, say: Callable[[str], None]
) -> MeasuredLists:
    services = [listed_service("endorsement")]
    measured = MeasuredLists(endorsed, capacity)
    with tempfile.TemporaryDirectory(prefix="sentra-bench-") as folder:
        opening = Platform.open(Path(folder), services=services, smtp=False, usual_ports=False)
        async with opening as platform:
            await put(platform.mongo_url, endorsed, seed)
            say(f"{endorsed:,} UMKM are endorsed")
            # Before and after, so that a slower minute of the machine hits both sides.
            await _bare(platform, measured)
            await _sentra(platform, measured, say)
            await _bare(platform, measured)
    return measured


async def _bare(platform: Platform, measured: MeasuredLists) -> None:
    result = await run_apart(platform, "bench.lists.bare", str(measured.capacity))
    if result["entries"] != measured.endorsed:
        raise RuntimeError(f"the bare loop wrote {result['entries']} entries")
    measured.bare_seconds.append(result["seconds"])


async def _sentra(platform: Platform, measured: MeasuredLists, say: Callable[[str], None]) -> None:
    url = f"http://127.0.0.1:{platform.http_port('endorsement')}"
    async with httpx.AsyncClient(base_url=url, timeout=300, trust_env=False) as client:

        async def step(name: str, method: str, path: str, **params: Any) -> httpx.Response:
            async with _watched(platform, measured, name):
                answer = await client.request(method, path, **params)
            answer.raise_for_status()
            say(f"{name}: {measured.seconds[name]:.2f} s, {measured.peak_mb[name]} MB")
            return answer

        new = {"capacity": measured.capacity}
        drafted = await step("draft", "POST", "/priority-lists", json=new | {"number": 1})
        head = drafted.json()
        if head["placed"] + head["waiting"] != measured.endorsed:
            raise RuntimeError(f"not everybody is on the list: {head}")
        await step("publish", "POST", "/priority-lists/1/publish")
        for part, kind in DOWNLOADS:
            if kind == "pdf" and head["placed"] > MOST_LINES:
                continue
            params = {"part": part, "format": kind}
            name = f"{kind} of {part}"
            file = await step(name, "GET", "/priority-lists/1/download", params=params)
            measured.kilobytes[name] = len(file.content) // 1024
        await step("next draft", "POST", "/priority-lists", json=new | {"number": 2})
        await step("next publish", "POST", "/priority-lists/2/publish")


@contextlib.asynccontextmanager
async def _watched(platform: Platform, measured: MeasuredLists, name: str) -> AsyncIterator[None]:
    service = psutil.Process(platform.pid("endorsement"))
    measured.peak_mb[name] = 0

    async def look() -> None:
        while True:
            held = service.memory_info().rss
            for child in service.children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    held += child.memory_info().rss
            measured.peak_mb[name] = max(measured.peak_mb[name], held // 2**20)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    watching, began = asyncio.create_task(look()), time.perf_counter()
    try:
        yield
    finally:
        measured.seconds[name] = time.perf_counter() - began
        watching.cancel()
