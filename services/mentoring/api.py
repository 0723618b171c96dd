"""The HTTP routes of mentoring."""

from typing import Annotated, Any, get_args

import orjson
from fastapi import APIRouter, Body, Depends, Query, Request
from pydantic import BaseModel, create_model

from services.mentoring.handlers import JourneyHandlers
from services.mentoring.model.commands import FieldCommand
from services.mentoring.model.commands import Request as JourneyRequest
from services.mentoring.model.journey import JourneyStatus
from services.mentoring.model.programme import Programme
from services.mentoring.model.views import JourneyFilter, JourneyHistoryLine, JourneyView
from shared.contracts.faults import IN_SHORT
from shared.contracts.ids import AnyId, DistrictCode, StageId, UmkmId
from shared.contracts.written import Flag
from shared.plumbing.core.aggregate import Applied
from shared.plumbing.http import Problem, accepted, cause_under, key_of_request

Key = Annotated[str, Depends(key_of_request)]
"""Single and listed commands share their ids."""


class Refusal(BaseModel):
    code: str
    detail: str


class CommandReceipt(BaseModel):
    """The answer to one command. A repeat gets the same answer."""

    umkm_id: str
    id: str
    version: int
    """The version of the journey after the command. 0: there is no journey."""
    refused: Refusal | None
    repeated: bool
    """True if it was applied before."""
    events: list[str]
    """The types of the published events."""


def router(handlers: JourneyHandlers) -> APIRouter:
    routes = APIRouter(tags=["mentoring"])
    for command in get_args(FieldCommand):
        _serve(routes, handlers, command)
    _serve_lists(routes, handlers)
    _serve_reads(routes, handlers)
    return routes


def _serve(routes: APIRouter, handlers: JourneyHandlers, command_type: Any) -> None:
    name = command_type.model_fields["type"].default
    # A class of its own, because only its schema has an optional `type`.
    body_type = create_model(f"{command_type.__name__}Body", __base__=command_type)

    @routes.post(f"/journeys/{{umkm_id}}/{name}", name=name, description=command_type.__doc__)
    async def apply_one(
        umkm_id: UmkmId, body: Annotated[body_type, Body()], request: Request, key: Key
    ) -> CommandReceipt:
        command = command_type(**dict(body))
        cause = cause_under(request, key)
        receipts = await handlers.apply([(umkm_id, cause, command)])
        return _answer(key, accepted(receipts[0]))


def _serve_lists(routes: APIRouter, handlers: JourneyHandlers) -> None:
    @routes.post("/commands")
    async def apply_many(
        requests: Annotated[list[JourneyRequest], Body(min_length=1, max_length=1000), IN_SHORT],
        request: Request,
    ) -> list[CommandReceipt]:
        """Apply the commands of a field day at once. Each gets its answer, in order.

        A refusal is an answer; a list with a malformed command is not applied at all.
        """
        commands = [
            (each.umkm_id, cause_under(request, each.id), each.command) for each in requests
        ]
        receipts = await handlers.apply(commands)
        return [_answer(each.id, one) for each, one in zip(requests, receipts, strict=True)]


def _serve_reads(routes: APIRouter, handlers: JourneyHandlers) -> None:
    @routes.get("/journeys")
    async def list_journeys(
        stage: StageId | None = None,
        status: JourneyStatus | None = None,
        district: DistrictCode | None = None,
        overdue: Flag | None = None,
        after: AnyId = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    ) -> list[JourneyView]:
        """Journeys by UMKM id; `after` is the last id of the page before."""
        chosen = JourneyFilter(stage, status, district, overdue, after, limit)
        return await handlers.list_journeys(chosen)

    @routes.get("/journeys/{umkm_id}")
    async def get_journey(umkm_id: UmkmId) -> JourneyView:
        journey = await handlers.find_journey(umkm_id)
        if journey is None:
            raise _no_journey(umkm_id)
        return journey

    @routes.get("/journeys/{umkm_id}/history")
    async def get_history(umkm_id: UmkmId) -> list[JourneyHistoryLine]:
        """All commands and events of this journey, oldest first."""
        lines = await handlers.store.list_history(umkm_id)
        if not lines:
            raise _no_journey(umkm_id)
        return lines

    @routes.get("/programmes/{version}")
    async def get_programme(version: int) -> Programme:
        programme = handlers.programmes.get(version)
        if programme is None:
            raise Problem(404, "no-programme", f"There is no programme version {version}.")
        return programme


def _no_journey(umkm_id: str) -> Problem:
    return Problem(404, "no-journey", f"{umkm_id} has no journey.")


def _answer(request_id: str, receipt: Applied) -> CommandReceipt:
    refused = receipt.refused
    return CommandReceipt(
        umkm_id=receipt.key,
        id=request_id,
        version=receipt.version,
        refused=Refusal(code=refused.code, detail=refused.detail) if refused else None,
        repeated=receipt.repeated,
        events=[orjson.loads(event.raw)["type"] for event in receipt.events],
    )
