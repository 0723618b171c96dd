"""The HTTP door of endorsement."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from services.endorsement.handlers import Handlers
from services.endorsement.model import Ballot, BallotStatus, PriorityList
from shared.contracts.endorsement import CastVote
from shared.contracts.ids import AgencyId, UmkmId
from shared.plumbing.http import Problem, accepted, cause_of_request

Cause = Annotated[str, Depends(cause_of_request)]
ListNumber = Annotated[int, Field(ge=1, le=1_000_000)]


class VoteAnswer(BaseModel):
    """The vote counts; a refused one is answered as a problem."""

    vote_id: str
    version: int


class NewList(BaseModel):
    number: ListNumber
    capacity: int = Field(ge=1, le=100_000)


def router(handlers: Handlers) -> APIRouter:
    routes = APIRouter(tags=["endorsement"])

    @routes.post("/agencies/{agency}/votes", status_code=201)
    async def cast_vote(agency: AgencyId, vote: CastVote, cause: Cause) -> VoteAnswer:
        """Cast a vote; the same `Idempotency-Key` is the same vote.

        Who calls is not checked here: the gateway lets an agency reach its own path alone.
        """
        applied = accepted(await handlers.cast(agency, cause, vote))
        return VoteAnswer(vote_id=cause, version=applied.version)

    @routes.get("/ballots")
    async def list_ballots(
        status: BallotStatus = BallotStatus.OPEN,
        after: str | None = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> list[Ballot]:
        """Ballots of one status, by UMKM id; `after` is the last id of the page before."""
        return await handlers.store.list_ballots(status, after, limit)

    @routes.get("/ballots/{umkm_id}")
    async def get_ballot(umkm_id: UmkmId) -> Ballot:
        found = await handlers.store.find_ballot(umkm_id)
        if found is None:
            raise Problem(404, "no-ballot", f"There is no ballot on {umkm_id}.")
        return found

    @routes.post("/priority-lists", status_code=201)
    async def publish_list(new: NewList, cause: Cause) -> PriorityList:
        """Rank what is endorsed now, give the places and publish the list."""
        accepted(await handlers.publish_list(new.number, new.capacity, cause))
        return await get_list(new.number)

    @routes.get("/priority-lists/{number}")
    async def get_list(number: ListNumber) -> PriorityList:
        found = await handlers.store.find_list(number)
        if found is None:
            raise Problem(404, "no-list", f"There is no priority list {number}.")
        return found

    return routes
