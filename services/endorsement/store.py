"""What endorsement looks up: ballots by state and rank, policies by version."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from services.endorsement.model import Ballot, BallotStatus, ListStatus, Policy, PriorityList
from shared.plumbing.mongo import Database, world

BALLOTS, LISTS, PLACES = "ballots", "priority_lists", "priority_places"
_ballot = TypeAdapter(Ballot)
_list = TypeAdapter(PriorityList)


def load_policies(folder: Path) -> dict[int, Policy]:
    """Every version of the voting policy; raises ValueError where one is wrong."""
    files = sorted(folder.glob("*.yaml"))
    found = [Policy.model_validate(yaml.safe_load(path.read_bytes())) for path in files]
    if not found or len({policy.version for policy in found}) != len(found):
        raise ValueError(f"{folder} must hold each policy version once, and at least one")
    return {policy.version: policy for policy in found}


class EndorsementStore:
    """Queries; whatever changes goes through the runner."""

    def __init__(self, database: Database) -> None:
        self._ballots, self._lists = database[BALLOTS], database[LISTS]

    async def prepare(self) -> None:
        """Create the indexes."""
        with world():
            await self._ballots.create_index([("state.status", 1), ("state.due_at", 1)])
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
        """Open ballots past their deadline, the oldest first."""
        query = {"state.status": BallotStatus.OPEN, "state.due_at": {"$lt": now}}
        with world():
            cursor = self._ballots.find(query, {"_id": 1}).sort("state.due_at", 1).limit(limit)
            return [found["_id"] async for found in cursor]

    async def rank(self, cutoff: datetime, limit: int) -> AsyncIterator[Ballot]:
        """Endorsed ballots decided up to `cutoff`: best score, earliest decision, then UMKM id."""
        query = {"state.status": BallotStatus.ENDORSED, "state.decided_at": {"$lte": cutoff}}
        order = [("state.score", -1), ("state.decided_at", 1), ("_id", 1)]
        with world():
            async for found in self._ballots.find(query, {"state": 1}).sort(order).limit(limit):
                yield _ballot.validate_python(found["state"])

    async def find_list(self, number: int) -> PriorityList | None:
        with world():
            found = await self._lists.find_one({"_id": list_key(number)}, {"state": 1})
        return _list.validate_python(found["state"]) if found else None

    async def list_drafts(self) -> list[int]:
        """Lists that were begun and not finished."""
        with world():
            cursor = self._lists.find({"state.status": ListStatus.DRAFT}, {"state.number": 1})
            return [found["state"]["number"] async for found in cursor]


def list_key(number: int) -> str:
    return f"list-{number}"
