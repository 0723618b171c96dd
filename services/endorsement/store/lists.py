"""Priority lists, their entries, and which list is in force."""

from collections.abc import AsyncIterator, Collection
from typing import Any

from pydantic import TypeAdapter

from services.endorsement.model.entries import ListEntry, ListPart
from services.endorsement.model.lists import ListStatus, PriorityList
from shared.plumbing.mongo import Database, world

LISTS, ENTRIES, REGISTER = "priority_lists", "priority_entries", "priority_register"
REGISTER_KEY = "register"
UNDER_WAY = (ListStatus.RANKING, ListStatus.PUBLISHING)
DRAFTED: dict[str, Any] = {"state.status": {"$ne": ListStatus.NEW}}
"""A refused draft is stored, so that its request has one answer. It is no list."""
WITHOUT_NEWEST = {"state.newest": 0, "history": 0}
_list = TypeAdapter(PriorityList)
_entries = TypeAdapter(list[ListEntry])


class ListStore:
    """Queries on lists and entries."""

    def __init__(self, database: Database) -> None:
        self._lists, self._entries = database[LISTS], database[ENTRIES]
        self._register = database[REGISTER]

    async def prepare(self) -> None:
        """Create the indexes."""
        order = [(f"state.{name}", 1) for name in ("list_number", "part", "rank", "district")]
        with world():
            await self._entries.create_index(order)
            await self._lists.create_index([("state.status", 1)])
            await self._lists.create_index([("state.number", -1)])

    async def find_list(self, number: int) -> PriorityList | None:
        """Return a list without `newest`, which may be long and is internal."""
        with world():
            document = await self._lists.find_one(
                DRAFTED | {"_id": list_key(number)}, WITHOUT_NEWEST
            )
        return _list.validate_python(document["state"]) if document else None

    async def find_working(self, number: int) -> PriorityList | None:
        """Return a list with `newest`."""
        with world():
            document = await self._lists.find_one({"_id": list_key(number)}, {"state": 1})
        return _list.validate_python(document["state"]) if document else None

    async def list_lists(
        self, below: int | None, limit: int, only: Collection[ListStatus] | None = None
    ) -> list[PriorityList]:
        """Lists with a number below this, highest first; `only`: of these statuses."""
        query = DRAFTED | ({} if below is None else {"state.number": {"$lt": below}})
        if only is not None:
            query |= {"state.status": {"$in": sorted(only)}}
        with world():
            cursor = self._lists.find(query, WITHOUT_NEWEST).sort("state.number", -1).limit(limit)
            return [_list.validate_python(document["state"]) async for document in cursor]

    async def list_under_way(self) -> dict[int, int]:
        """Unfinished lists with their versions.

        A published list is unfinished until its base is marked as superseded.
        """
        query = {"state.status": {"$in": [*UNDER_WAY, ListStatus.PUBLISHED]}}
        fields = dict.fromkeys(("version", "state.number", "state.status", "state.base"), 1)
        with world():
            documents = await self._lists.find(query, fields).sort("state.number", 1).to_list(None)
        states = {each["state"]["number"]: each["state"] for each in documents}
        published = {n for n, state in states.items() if state["status"] == ListStatus.PUBLISHED}
        return {
            each["state"]["number"]: each["version"]
            for each in documents
            if each["state"]["status"] in UNDER_WAY or each["state"]["base"] in published
        }

    async def find_in_force(self) -> int | None:
        with world():
            document = await self._register.find_one({"_id": REGISTER_KEY}, {"state": 1})
        number: int | None = document["state"]["in_force"] if document else None
        return number

    async def list_entries(
        self, number: int, part: ListPart, after: int, limit: int, district: str | None = None
    ) -> list[ListEntry]:
        """The first `limit` entries with a rank greater than `after`."""
        query: dict[str, Any] = {
            "state.list_number": number,
            "state.part": part,
            "state.rank": {"$gt": after},
        }
        if district is not None:
            query["state.district"] = district
        with world():
            cursor = self._entries.find(query, {"state": 1}).sort("state.rank", 1).limit(limit)
            documents = await cursor.batch_size(limit + 1).to_list(None)
        return _entries.validate_python([each["state"] for each in documents])

    async def stream_entries(
        self, number: int, part: ListPart, portion: int
    ) -> AsyncIterator[list[ListEntry]]:
        """Yield all entries of one part, in order."""
        after = 0
        while entries := await self.list_entries(number, part, after, portion):
            yield entries
            after = entries[-1].rank

    async def find_ranked(
        self, number: int, base: int | None, umkm_ids: Collection[str]
    ) -> set[str]:
        """Return the UMKM that are already on this list, or have a place on its base."""
        keys = [entry_key(n, each) for n in (number, base) if n for each in umkm_ids]
        mine, places = {"state.list_number": number}, {"state.part": ListPart.PLACES}
        query = {"_id": {"$in": keys}, "$or": [mine, places]}
        with world():
            cursor = self._entries.find(query, {"state.umkm_id": 1}).batch_size(len(keys) + 1)
            return {document["state"]["umkm_id"] for document in await cursor.to_list(None)}

    async def count_entries(self, number: int) -> int:
        with world():
            return await self._entries.count_documents({"state.list_number": number})


def list_key(number: int) -> str:
    return f"list-{number}"


def entry_key(number: int, umkm_id: str) -> str:
    return f"{list_key(number)}/{umkm_id}"
