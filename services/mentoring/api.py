"""The HTTP routes of mentoring."""

from collections.abc import Collection
from typing import Annotated, Any, get_args

import orjson
from fastapi import Body, Depends, Query, Request
from pydantic import BaseModel, create_model

from services.mentoring.handlers import JourneyHandlers
from services.mentoring.model.commands import (
    FieldCommand,
    LogVisit,
    PassItem,
    RecordExport,
    SubmitEvidence,
)
from services.mentoring.model.commands import Request as JourneyRequest
from services.mentoring.model.journey import JourneyStatus
from services.mentoring.model.programme import Programme
from services.mentoring.model.views import JourneyFilter, JourneyHistoryLine, JourneyView
from shared.contracts.faults import IN_SHORT
from shared.contracts.ids import AnyId, DistrictCode, StageId, UmkmId
from shared.contracts.written import Flag
from shared.plumbing.access import (
    ANYBODY,
    AUDITOR,
    DISTRICT,
    MENTOR,
    OWNER,
    PROVINCE,
    Role,
    present_caller,
)
from shared.plumbing.core.aggregate import Applied
from shared.plumbing.http import Problem, accepted, cause_under, key_of_request
from shared.plumbing.http.doors import Doors
from shared.plumbing.http.reach import forbidden, narrowed

OF_MENTORS = frozenset({LogVisit, SubmitEvidence, PassItem, RecordExport})
"""Other commands are the province's."""
READERS = (PROVINCE, AUDITOR, MENTOR.by_object, DISTRICT.by_object)
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


def router(handlers: JourneyHandlers) -> Doors:
    routes = Doors("mentoring")
    for command in get_args(FieldCommand):
        _serve(routes, handlers, command)
    _serve_lists(routes, handlers)
    _serve_reads(routes, handlers)
    return routes


def _serve(routes: Doors, handlers: JourneyHandlers, command_type: Any) -> None:
    name = command_type.model_fields["type"].default
    # A class of its own, because only its schema has an optional `type`.
    body_type = create_model(f"{command_type.__name__}Body", __base__=command_type)

    @routes.post(
        f"/journeys/{{umkm_id}}/{name}",
        to=[MENTOR.by_object if command_type in OF_MENTORS else PROVINCE],
        name=name,
        description=command_type.__doc__,
    )
    async def apply_one(
        umkm_id: UmkmId, body: Annotated[body_type, Body()], request: Request, key: Key
    ) -> CommandReceipt:
        command = command_type(**dict(body))
        await ensure_may(handlers, umkm_id, command)
        cause = cause_under(request, key)
        receipts = await handlers.apply([(umkm_id, cause, command)])
        return _answer(key, accepted(receipts[0]))


def _serve_lists(routes: Doors, handlers: JourneyHandlers) -> None:
    @routes.post("/commands", to=[PROVINCE, MENTOR.by_object])
    async def apply_many(
        requests: Annotated[list[JourneyRequest], Body(min_length=1, max_length=1000), IN_SHORT],
        request: Request,
    ) -> list[CommandReceipt]:
        """Apply the commands of a field day at once. Each gets its answer, in order.

        A refusal is an answer; a list with a malformed command is not applied at all.
        """
        for each in requests:
            await ensure_may(handlers, each.umkm_id, each.command)
        commands = [
            (each.umkm_id, cause_under(request, each.id), each.command) for each in requests
        ]
        receipts = await handlers.apply(commands)
        return [_answer(each.id, one) for each, one in zip(requests, receipts, strict=True)]


def _serve_reads(routes: Doors, handlers: JourneyHandlers) -> None:
    @routes.get("/journeys", to=READERS)
    async def list_journeys(
        stage: StageId | None = None,
        status: JourneyStatus | None = None,
        district: DistrictCode | None = None,
        overdue: Flag | None = None,
        after: AnyId = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    ) -> list[JourneyView]:
        """Journeys by UMKM id; `after` is the last id of the page before."""
        mentors = tuple(present_caller().reach_as(MENTOR) or ()) or None
        if mentors is None:
            district = narrowed(DISTRICT, district)
        chosen = JourneyFilter(stage, status, district, overdue, after, limit, mentors)
        return await handlers.list_journeys(chosen)

    @routes.get("/journeys/{umkm_id}", to=[*READERS, OWNER.of("umkm_id")])
    async def get_journey(umkm_id: UmkmId) -> JourneyView:
        journey = await handlers.find_journey(umkm_id)
        if journey is None or not present_caller().reaches(**owners_of(journey)):
            raise _no_journey(umkm_id)
        return journey

    @routes.get("/journeys/{umkm_id}/history", to=[*READERS, OWNER.of("umkm_id")])
    async def get_history(umkm_id: UmkmId) -> list[JourneyHistoryLine]:
        """All commands and events of this journey, oldest first."""
        await ensure_reach(handlers, umkm_id)
        lines = await handlers.store.list_history(umkm_id)
        if not lines:
            raise _no_journey(umkm_id)
        return lines

    @routes.get("/programmes/{version}", to=[ANYBODY])
    async def get_programme(version: int) -> Programme:
        programme = handlers.programmes.get(version)
        if programme is None:
            raise Problem(404, "no-programme", f"There is no programme version {version}.")
        return programme


async def ensure_may(handlers: JourneyHandlers, umkm_id: str, command: FieldCommand) -> None:
    """Raises a problem unless the caller may give this command, for this UMKM."""
    is_of_mentors = type(command) in OF_MENTORS
    needed = MENTOR if is_of_mentors else PROVINCE
    if not present_caller().admits(needed):
        raise forbidden(f"{command.type} on {umkm_id} is for: {needed}.")
    mentor = getattr(command, "mentor", None) if is_of_mentors else None
    if mentor and not present_caller().reaches((MENTOR,), mentor=mentor):
        raise forbidden(f"{mentor} is another mentor.")
    await ensure_reach(handlers, umkm_id, (needed,))


async def ensure_reach(
    handlers: JourneyHandlers, umkm_id: str, roles: Collection[Role] = tuple(Role)
) -> None:
    """Raises the problem of an unknown journey if it is another's."""
    caller = present_caller()
    if caller.reaches(roles):
        return
    journey = await handlers.find_journey(umkm_id)
    if journey is None or not caller.reaches(roles, **owners_of(journey)):
        raise _no_journey(umkm_id)


def owners_of(journey: JourneyView) -> dict[str, str | None]:
    """Who reaches it: its mentor and its district."""
    return {"mentor": journey.mentor, "district": journey.district}


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
