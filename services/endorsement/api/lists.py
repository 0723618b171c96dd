"""Priority lists: draft, read, publish, discard."""

from typing import Annotated

from fastapi import Depends, Query
from pydantic import ConfigDict, Field

from services.endorsement.handlers.lists import Lists
from services.endorsement.model.entries import ListPart
from services.endorsement.model.lists import IN_PUBLIC, PriorityList
from services.endorsement.model.views import EntryPage, ListView
from shared.contracts.faults import FewFaults
from shared.contracts.ids import DistrictCode
from shared.plumbing.access import ANYBODY, AUDITOR, PROVINCE, present_caller
from shared.plumbing.http import Problem, accepted, cause_of_request
from shared.plumbing.http.doors import Doors

Cause = Annotated[str, Depends(cause_of_request)]
ListNumber = Annotated[int, Field(ge=1, le=1_000_000)]


class NewList(FewFaults):
    """`quota_per_district`: the most places for one district, including kept places."""

    model_config = ConfigDict(extra="forbid", strict=True)

    number: ListNumber
    capacity: int = Field(default=1_000, ge=1, le=100_000)
    quota_per_district: int | None = Field(default=None, ge=1, le=100_000)


def router(handlers: Lists) -> Doors:
    routes = Doors("endorsement")
    _serve_commands(routes, handlers)
    _serve_reads(routes, handlers)
    return routes


def _serve_commands(routes: Doors, handlers: Lists) -> None:
    @routes.post("/priority-lists", to=[PROVINCE], status_code=201)
    async def draft_list(new: NewList, cause: Cause) -> ListView:
        """Rank the endorsed UMKM, give the places, and show the draft. Nothing is published."""
        receipt = await handlers.draft(new.number, new.capacity, new.quota_per_district, cause)
        accepted(receipt)
        return ListView.of(known(new.number, await handlers.store.find_list(new.number)))

    @routes.post("/priority-lists/{number}/publish", to=[PROVINCE])
    async def publish_list(number: ListNumber, cause: Cause) -> ListView:
        """Put a draft in force and announce its places. The list before is superseded."""
        accepted(await handlers.publish(number, cause))
        return ListView.of(known(number, await handlers.store.find_list(number)))

    @routes.post("/priority-lists/{number}/discard", to=[PROVINCE])
    async def discard_list(number: ListNumber, cause: Cause) -> ListView:
        """Discard a draft. Its number stays used."""
        accepted(await handlers.discard(number, cause))
        return ListView.of(known(number, await handlers.store.find_list(number)))


def _serve_reads(routes: Doors, handlers: Lists) -> None:
    store = handlers.store

    @routes.get("/priority-lists", to=[PROVINCE, AUDITOR, ANYBODY])
    async def list_lists(
        after: ListNumber | None = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> list[ListView]:
        """Lists by number, highest first. `after` is the last number of the page before."""
        only = None if present_caller().admits(PROVINCE, AUDITOR) else IN_PUBLIC
        return [ListView.of(head) for head in await store.list_lists(after, limit, only)]

    @routes.get("/priority-lists/{number}", to=[PROVINCE, AUDITOR, ANYBODY])
    async def get_list(number: ListNumber) -> ListView:
        return ListView.of(known(number, await store.find_list(number)))

    @routes.get("/priority-lists/{number}/entries", to=[PROVINCE, AUDITOR, ANYBODY])
    async def list_entries(
        number: ListNumber,
        part: ListPart = ListPart.PLACES,
        after: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
        district: DistrictCode | None = None,
    ) -> EntryPage:
        """UMKM with a place, or that wait and why. `after`: the last rank of the page before."""
        head = known(number, await store.find_list(number))
        entries = await store.list_entries(number, part, after, limit, district)
        more = entries[-1].rank if len(entries) == limit else None
        return EntryPage(number, head.status, part, entries, more)


def known(number: int, head: PriorityList | None) -> PriorityList:
    """Return the list. Raises a Problem if there is none with this number, or only a draft."""
    sees_drafts = present_caller().admits(PROVINCE, AUDITOR)
    if head is None or not (sees_drafts or head.status in IN_PUBLIC):
        raise Problem(404, "no-list", f"There is no priority list {number}.")
    return head
