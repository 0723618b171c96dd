"""Priority lists and the places on them."""

from collections.abc import AsyncIterator, Collection

from pydantic import TypeAdapter

from services.endorsement.model.lists import ListStatus, PriorityList
from shared.plumbing.mongo import Database, world

LISTS, PLACES = "priority_lists", "priority_places"
_list = TypeAdapter(PriorityList)


class ListStore:
    """Queries on lists and places."""

    def __init__(self, database: Database) -> None:
        self._lists, self._places = database[LISTS], database[PLACES]

    async def prepare(self) -> None:
        """Create the indexes."""
        with world():
            await self._places.create_index([("state.umkm_id", 1)])
            await self._places.create_index([("state.list_number", 1), ("state.rank", 1)])

    async def find_placed(self, umkm_ids: Collection[str]) -> set[str]:
        """Which of these have a place on any list."""
        query = {"state.umkm_id": {"$in": list(umkm_ids)}}
        with world():
            cursor = self._places.find(query, {"state.umkm_id": 1})
            return {found["state"]["umkm_id"] async for found in cursor}

    async def list_places(self, number: int) -> AsyncIterator[tuple[int, str]]:
        """Rank and UMKM id of everybody on a list, in order."""
        query, fields = {"state.list_number": number}, {"state.rank": 1, "state.umkm_id": 1}
        with world():
            async for found in self._places.find(query, fields).sort("state.rank", 1):
                yield found["state"]["rank"], found["state"]["umkm_id"]

    async def find_list(self, number: int) -> PriorityList | None:
        with world():
            found = await self._lists.find_one({"_id": list_key(number)}, {"state": 1})
        return _list.validate_python(found["state"]) if found else None

    async def list_drafts(self) -> list[int]:
        """Lists that were begun and not finished, in the order in which they were begun."""
        query, order = {"state.status": ListStatus.DRAFT}, [("state.cutoff", 1), ("_id", 1)]
        with world():
            cursor = self._lists.find(query, {"state.number": 1}).sort(order)
            return [found["state"]["number"] async for found in cursor]


def list_key(number: int) -> str:
    return f"list-{number}"
