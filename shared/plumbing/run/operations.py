"""Routes for operators: health, readiness, metrics, status, replay."""

from functools import partial
from typing import TYPE_CHECKING, Any

from aiokafka.errors import KafkaError
from fastapi import Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.contracts.written import Flag
from shared.plumbing.access import ANYBODY, OPERATIONS
from shared.plumbing.core import metrics
from shared.plumbing.core.failures import Retryable
from shared.plumbing.http.doors import Doors
from shared.plumbing.kafka.replaying import erased_on, replay

if TYPE_CHECKING:
    from shared.plumbing.run.service import Service


def router(service: "Service") -> Doors:
    """Build the routes for operators."""
    routes = Doors("operations")

    @routes.get("/health", to=[ANYBODY])
    async def health() -> dict[str, Any]:
        """Report whether the process works. `waits_for` names what is away."""
        away = service.waits_for
        return {"service": service.name, "healthy": away is None, "waits_for": away}

    @routes.get("/ready", to=[ANYBODY])
    async def ready() -> JSONResponse:
        """200 when the service is started and MongoDB answers."""
        why = None if service.ready else "starting"
        try:
            await service.probe()
        except Retryable as error:
            why = str(error)
        return JSONResponse({"ready": why is None, "why": why}, 503 if why else 200)

    @routes.get("/metrics", to=[OPERATIONS], response_class=PlainTextResponse)
    async def read_metrics() -> Response:
        """Prometheus text."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    @routes.get("/status", to=[OPERATIONS])
    async def status() -> dict[str, Any]:
        """Figures for `sentra status`. A figure that cannot be read is null.

        `jobs` shows when each job last ran; null before its first run.
        """
        return {
            "service": service.name,
            "healthy": service.ready and service.waits_for is None,
            "now": service.clock.now(),
            "lag": await _lag(service),
            "pending": await _pending(service),
            "jobs": {name: service.jobs.done_at.get(name) for name in service.jobs.names},
            **({"views": await _views(service)} if service.projections else {}),
        }

    @routes.post("/replay", to=[OPERATIONS])
    async def replay_all(*, erasable: Flag = False) -> dict[str, int]:
        """Publish all events again from the histories, with the same event ids.

        With `erasable` also erasable events, unless their topic shows that they were erased.
        """
        look = partial(erased_on, service.settings.kafka) if erasable else None
        return {
            name: await replay(histories, service.publisher, look)
            for name, histories in service.histories.items()
        }

    @routes.post("/rebuild", to=[OPERATIONS])
    async def rebuild() -> dict[str, dict[str, int | None]]:
        """Begin to build all views again from the topics. `/status` shows when it is done.

        The live views stay as they are until the new ones have read as far. A second request
        during a rebuild begins nothing.
        """
        begun = [(n, await each.generations.begin()) for n, each in service.projections.items()]
        return {name: in_use._asdict() for name, in_use in begun}

    return routes


async def _views(service: "Service") -> dict[str, dict[str, int | None]] | None:
    """The live generation of each view, and the one that is being built. Null if away."""
    try:
        read = [(n, await each.generations.read()) for n, each in service.projections.items()]
    except Retryable:
        return None
    return {name: in_use._asdict() for name, in_use in read}


async def _lag(service: "Service") -> int | None:
    """Count the waiting messages; 0 if the service listens to nothing."""
    counts = [each.lag for each in service.projections.values()]
    if service.watch:
        counts.append(service.watch.lag)
    if counts and not service.ready:
        return None
    try:
        return sum([await count() for count in counts])
    except (KafkaError, TimeoutError, Retryable):
        return None


async def _pending(service: "Service") -> int | None:
    try:
        counts = {name: await each.count_pending() for name, each in service.histories.items()}
    except Retryable:
        return None
    for name, count in counts.items():
        metrics.PENDING.labels(name).set(count)
    return sum(counts.values())
