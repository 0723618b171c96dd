"""Routers and workers that know their province."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Depends

from shared.province.model import Province
from shared.province.serving import SERVED, serving

Worker = Callable[[], Coroutine[Any, Any, None]]


def serving_at(router: APIRouter, province: Province) -> APIRouter:
    """The same routes. Each request knows the province before its body is read."""

    async def known() -> None:
        SERVED.set(province)  # for this request: it is a task of its own

    served = APIRouter(dependencies=[Depends(known)])
    served.include_router(router)
    return served


def serving_in(worker: Worker, province: Province) -> Worker:
    async def work() -> None:
        with serving(province):
            await worker()

    return work
