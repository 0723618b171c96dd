"""Requests and workers that know their province."""

from collections.abc import Callable, Coroutine
from typing import Any

from shared.province.model import Province
from shared.province.serving import SERVED, serving

Worker = Callable[[], Coroutine[Any, Any, None]]


def requests_in(province: Province) -> Worker:
    """Return what a request awaits first to know its province."""

    async def know() -> None:
        SERVED.set(province)  # for this request: it is a task of its own

    return know


def serving_in(worker: Worker, province: Province) -> Worker:
    async def work() -> None:
        with serving(province):
            await worker()

    return work
