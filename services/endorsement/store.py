"""What endorsement looks up: ballots by state and rank, and places on lists."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime

from pydantic import TypeAdapter

from services.endorsement.model import Ballot, BallotStatus, ListStatus, PriorityList
from shared.plumbing.mongo import Database, world

BALLOTS, LISTS, PLACES = "ballots", "priority_lists", "priority_places"
_ballot = TypeAdapter(Ballot)
_list = TypeAdapter(PriorityList)


class EndorsementStore:
    """Queries; whatever changes goes through the runner."""

    def __init__(self, database: Database) -> None:
        self._ballots, self._lists = database[BALLOTS], database[LISTS]
        self._places = database[PLACES]

    async def prepare(self) -> None:
        """Create the indexes."""
        with world():
            await self._ballots.create_index([("state.status", 1), ("state.due_at", 1)])
            await self._ballots.create_index(
                [("state.status", 1), ("state.score", -1), ("state.decided_at", 1), ("_id", 1)]
            )
            await self._places.create_index([("state.umkm_id", 1)])
            await self._places.create_index([("state.list_number", 1), ("state.rank", 1)])

    async def find_ballot(self, umkm_id: str) -> Ballot | None:
        with world():
            found = await self._ballots.find_one({"_id": umkm_id}, {"state": 1})
        return _ballot.validate_python(found["state"]) if found else None

    async def list_ballots(
        self, status: BallotStatus, after: str | None, limit: int
    ) -> list[Ballot]:
        """By UMKM id, the first `limit` after `after`."""
        query = {"state.status": status, "_id": {"$gt": after or ""}}
        with world():
            cursor = self._ballots.find(query, {"state": 1}).sort("_id", 1).limit(limit)
            return [_ballot.validate_python(found["state"]) async for found in cursor]

    async def list_overdue(self, now: datetime, limit: int) -> list[str]:
        """Undecided ballots past their deadline, the oldest first."""
        undecided = [BallotStatus.OPEN, BallotStatus.RETURNED]
        query = {"state.status": {"$in": undecided}, "state.due_at": {"$lt": now}}
        with world():
            cursor = self._ballots.find(query, {"_id": 1}).sort("state.due_at", 1).limit(limit)
            return [found["_id"] async for found in cursor]

    async def rank(self, cutoff: datetime, portion: int) -> AsyncIterator[list[str]]:
        """UMKM endorsed up to `cutoff`: best score, earliest decision, then UMKM id."""
        query = {"state.status": BallotStatus.ENDORSED, "state.decided_at": {"$lte": cutoff}}
        order = [("state.score", -1), ("state.decided_at", 1), ("_id", 1)]
        with world():
            cursor = self._ballots.find(query, {"_id": 1}).sort(order)
            while found := await cursor.to_list(portion):
                yield [each["_id"] for each in found]

    async def find_ballots(self, umkm_ids: Collection[str]) -> dict[str, Ballot]:
        with world():
            cursor = self._ballots.find({"_id": {"$in": list(umkm_ids)}}, {"state": 1})
            return {found["_id"]: _ballot.validate_python(found["state"]) async for found in cursor}

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
