"""The import of one file and the bare loop over it, on one embedded platform, in one run."""

import asyncio
import contextlib
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psutil

from bench.apart import run_apart
from bench.imports.load import DISTRICT, write_csv, write_workbook
from bench.processes import megabytes
from deploy.embedded.platform import Platform
from deploy.services import listed_service

KINDS = {"csv": write_csv, "xlsx": write_workbook}
LOOK_EVERY_SECONDS = 0.2
PERSON_EVERY_SECONDS = 1.0
REST_PERCENT = 15.0
REST_AT_MOST_SECONDS = 300


@dataclass
class MeasuredImport:
    """One kind of file: rows a second of both, memory, and what a person waits meanwhile."""

    rows: int
    rows_per_second: float = 0.0
    bare_parse_seconds: float = 0.0
    service_peak_mb: int = 0
    reader_peak_mb: int = 0
    total_peak_mb: int = 0
    interactive_median_ms: float = 0.0
    interactive_worst_ms: float = 0.0
    bare_runs: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    @property
    def bare_rows_per_second(self) -> float:
        return statistics.mean(self.bare_runs)

    @property
    def ratio_to_bare(self) -> float:
        return self.rows_per_second / self.bare_rows_per_second

    def as_json(self) -> dict[str, Any]:
        figures = asdict(self)
        del figures["waited"]
        figures["bare_runs"] = [round(rate) for rate in self.bare_runs]
        figures |= {name: getattr(self, name) for name in ("bare_rows_per_second", "ratio_to_bare")}
        return {k: round(v, 3) if isinstance(v, float) else v for k, v in figures.items()}


async def compare(rows: int, seed: int, say: Callable[[str], None]) -> dict[str, MeasuredImport]:
    """By kind of file."""
    intake = [listed_service("intake")]
    measured: dict[str, MeasuredImport] = {}
    with tempfile.TemporaryDirectory(prefix="sentra-bench-") as folder:
        opening = Platform.open(
            Path(folder) / "data", services=intake, smtp=False, usual_ports=False
        )
        async with opening as platform:
            for kind, write in KINDS.items():
                path = Path(folder) / f"bench.{kind}"
                # Another seed, other people: a UMKM that is known already would be a duplicate.
                await asyncio.to_thread(write, path, rows, seed + len(measured))
                measured[kind] = MeasuredImport(rows)
                # Before and after, so that a slower minute of the machine hits both sides.
                await _bare(platform, path, measured[kind])
                await _sentra(platform, path, measured[kind])
                await _at_rest(platform)
                await _bare(platform, path, measured[kind])
                say(
                    f"{kind}: sentra {measured[kind].rows_per_second:,.0f} rows/s, "
                    f"bare {measured[kind].bare_rows_per_second:,.0f} rows/s"
                )
    return measured


async def _bare(platform: Platform, path: Path, measured: MeasuredImport) -> None:
    result = await run_apart(platform, "bench.imports.bare", str(path))
    measured.bare_runs.append(result["rows"] / result["seconds"])
    measured.bare_parse_seconds = result["parse_seconds"]


async def _sentra(platform: Platform, path: Path, measured: MeasuredImport) -> None:
    url = f"http://127.0.0.1:{platform.http_port('intake')}"
    async with httpx.AsyncClient(base_url=url, timeout=120, trust_env=False) as client:
        round_id = f"bench-{path.suffix[1:]}"
        await _open_round(client, round_id)
        content = await asyncio.to_thread(path.read_bytes)
        async with _watched(platform, measured), _person(client, round_id, measured):
            began = time.perf_counter()
            answer = await client.post(
                f"/rounds/{round_id}/imports",
                params={"district": DISTRICT, "filename": path.name},
                content=content,
            )
            answer.raise_for_status()
            job = await _finished(client, answer.headers["location"])
            took = time.perf_counter() - began
    if job["accepted"] != measured.rows:
        raise RuntimeError(f"the import of {path.name} did not take every row: {job}")
    measured.rows_per_second = measured.rows / took
    if not measured.waited:
        raise RuntimeError("the import was over before anybody recommended by hand: more rows")
    measured.interactive_median_ms = statistics.median(measured.waited) * 1000
    measured.interactive_worst_ms = max(measured.waited) * 1000


async def _at_rest(platform: Platform) -> None:
    """Wait until intake has looked for likenesses, which would slow the bare loop down."""
    service = psutil.Process(platform.pid("intake"))
    deadline = time.monotonic() + REST_AT_MOST_SECONDS
    while service.cpu_percent() > REST_PERCENT or service.cpu_percent(1.0) > REST_PERCENT:
        if time.monotonic() > deadline:
            raise RuntimeError("intake did not come to rest")
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def _open_round(client: httpx.AsyncClient, round_id: str) -> None:
    now = datetime.now(UTC)
    new = {
        "round_id": round_id,
        "title": "Gelombang ukur",
        "letter_number": "518/1/2026",
        "opens_at": (now - timedelta(days=1)).isoformat(),
        "closes_at": (now + timedelta(days=30)).isoformat(),
        "reminder_days": [7],
        "districts": [DISTRICT],
    }
    (await client.post("/rounds", json=new)).raise_for_status()


async def _finished(client: httpx.AsyncClient, url: str) -> dict[str, Any]:
    while True:
        job: dict[str, Any] = (await client.get(url)).json()
        if job["status"] in {"done", "refused", "failed"}:
            return job
        await asyncio.sleep(LOOK_EVERY_SECONDS)


@contextlib.asynccontextmanager
async def _person(
    client: httpx.AsyncClient, round_id: str, measured: MeasuredImport
) -> AsyncIterator[None]:
    """Somebody who recommends one UMKM after the other by hand meanwhile."""

    async def recommend() -> None:
        number = 0
        while True:
            await asyncio.sleep(PERSON_EVERY_SECONDS)
            number += 1
            new = {
                "business_name": f"Usaha {round_id} {number}",
                "owner_name": "Ida Br. Tarigan",
                "phone": f"+6281370{number:06}",
                "district": DISTRICT,
                "products": [{"name": "Kopi", "hs6": "090111", "commodity": "kopi"}],
                "consent_on": date(2026, 3, 1).isoformat(),
            }
            began = time.perf_counter()
            answer = await client.post(f"/rounds/{round_id}/recommendations", json=new)
            measured.waited.append(time.perf_counter() - began)
            answer.raise_for_status()

    person = asyncio.create_task(recommend())
    try:
        yield
    finally:
        person.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await person


@contextlib.asynccontextmanager
async def _watched(platform: Platform, measured: MeasuredImport) -> AsyncIterator[None]:
    service = psutil.Process(platform.pid("intake"))

    async def look() -> None:
        while True:
            readers = 0
            for child in service.children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    readers += megabytes(child)
            own = megabytes(service)
            measured.service_peak_mb = max(measured.service_peak_mb, own)
            measured.reader_peak_mb = max(measured.reader_peak_mb, readers)
            measured.total_peak_mb = max(measured.total_peak_mb, own + readers)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    watching = asyncio.create_task(look())
    try:
        yield
    finally:
        watching.cancel()
