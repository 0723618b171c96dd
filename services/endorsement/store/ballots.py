"""Ballots by state, deadline and rank."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime

from pydantic import TypeAdapter

from services.endorsement.model.ballots import Ballot, BallotStatus
from shared.plumbing.mongo import Database, world

BALLOTS = "ballots"
_ballot = TypeAdapter(Ballot)


class BallotStore:
    """Queries on ballots."""

    def __init__(self, database: Database) -> None:
        self._ballots = database[BALLOTS]

    async def prepare(self) -> None:
        """Create the indexes."""
        with world():
            await self._ballots.create_index([("state.status", 1), ("state.due_at", 1)])
            await self._ballots.create_index([("state.status", 1), ("state.remind_at", 1)])
            await self._ballots.create_index(
                [("state.status", 1), ("state.score", -1), ("state.decided_at", 1), ("_id", 1)]
            )

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

    async def list_to_remind(self, now: datetime, limit: int) -> list[str]:
        """Open ballots whose reminder has come, the oldest first."""
        query = {"state.status": BallotStatus.OPEN, "state.remind_at": {"$lte": now}}
        with world():
            cursor = self._ballots.find(query, {"_id": 1}).sort("state.remind_at", 1).limit(limit)
            return [found["_id"] async for found in cursor]

    async def rank(self, cutoff: datetime, portion: int) -> AsyncIterator[list[str]]:
        """UMKM endorsed up to `cutoff`: best score, earliest decision, then UMKM id."""
        query = {"state.status": BallotStatus.ENDORSED, "state.decided_at": {"$lte": cutoff}}
        order = [("state.score", -1), ("state.decided_at", 1), ("_id", 1)]
        with world():
            cursor = self._ballots.find(query, {"_id": 1}).sort(order)
            while found := await cursor.to_list(portion):
                yield [each["_id"] for each in found]

    async def stream(self, statuses: Collection[BallotStatus]) -> AsyncIterator[Ballot]:
        """All with one of these, by UMKM id, however many there are."""
        query = {"state.status": {"$in": list(statuses)}}
        with world():
            async for found in self._ballots.find(query, {"state": 1}).sort("_id", 1):
                yield _ballot.validate_python(found["state"])

    async def find_ballots(self, umkm_ids: Collection[str]) -> dict[str, Ballot]:
        with world():
            cursor = self._ballots.find({"_id": {"$in": list(umkm_ids)}}, {"state": 1})
            return {found["_id"]: _ballot.validate_python(found["state"]) async for found in cursor}
