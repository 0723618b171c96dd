"""Priority lists."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from services.endorsement.handlers.lists import Lists
from services.endorsement.model.lists import PriorityList
from shared.plumbing.http import Problem, accepted, cause_of_request

Cause = Annotated[str, Depends(cause_of_request)]
ListNumber = Annotated[int, Field(ge=1, le=1_000_000)]


class NewList(BaseModel):
    number: ListNumber
    capacity: int = Field(ge=1, le=100_000)


def router(handlers: Lists) -> APIRouter:
    routes = APIRouter(tags=["endorsement"])

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
