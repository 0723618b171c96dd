"""Ballots by state, deadline and rank."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from services.endorsement.model.ballots import Ballot, BallotStatus
from services.endorsement.model.entries import Candidate
from shared.plumbing.mongo import Database, world

BALLOTS = "ballots"
OF_A_CANDIDATE = {"state.nominee": 1, "state.score": 1, "state.decided_at": 1}
RUNNING: dict[str, Any] = {
    "state.status": {"$in": [BallotStatus.OPEN, BallotStatus.RETURNED]},
}
EMPTY: dict[str, Any] = {"state.status": BallotStatus.AWAITED, "state.votes": {}}
KNOWN: dict[str, Any] = {"$nor": [EMPTY]}
"""A refused vote is stored, so that it has one answer. It makes no ballot."""
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
            document = await self._ballots.find_one({"_id": umkm_id} | KNOWN, {"state": 1})
        return _ballot.validate_python(document["state"]) if document else None

    async def list_ballots(
        self, status: BallotStatus, after: str | None, limit: int
    ) -> list[Ballot]:
        """By UMKM id, the first `limit` after `after`."""
        query = {"state.status": status, "_id": {"$gt": after or ""}} | KNOWN
        with world():
            cursor = self._ballots.find(query, {"state": 1}).sort("_id", 1).limit(limit)
            return [_ballot.validate_python(document["state"]) async for document in cursor]

    async def list_versions(self) -> list[int]:
        """The policy versions of all ballots, also decided ones: a late vote needs them."""
        with world():
            versions = await self._ballots.distinct("state.policy_version")
        return [int(version) for version in versions if version is not None]

    async def list_overdue(self, now: datetime, versions: Collection[int], limit: int) -> list[str]:
        """Undecided ballots past their deadline, under these versions, oldest first."""
        query = RUNNING | _under(versions) | {"state.due_at": {"$lt": now}}
        with world():
            cursor = self._ballots.find(query, {"_id": 1}).sort("state.due_at", 1).limit(limit)
            return [document["_id"] async for document in cursor]

    async def list_to_remind(
        self, now: datetime, versions: Collection[int], limit: int
    ) -> list[str]:
        """Open ballots with a due reminder, under these versions, oldest first."""
        query = {"state.status": BallotStatus.OPEN, "state.remind_at": {"$lte": now}}
        query |= _under(versions)
        with world():
            cursor = self._ballots.find(query, {"_id": 1}).sort("state.remind_at", 1).limit(limit)
            return [document["_id"] async for document in cursor]

    async def rank(
        self, cutoff: datetime, after: Candidate | None, portion: int
    ) -> AsyncIterator[list[Candidate]]:
        """UMKM endorsed up to `cutoff`, by score, then earliest decision, then UMKM id."""
        query = _endorsed(cutoff) | ({"$or": _behind(after)} if after else {})
        order = [("state.score", -1), ("state.decided_at", 1), ("_id", 1)]
        with world():
            cursor = self._ballots.find(query, OF_A_CANDIDATE).sort(order).batch_size(portion)
            while documents := await cursor.to_list(portion):
                yield [_candidate(each) for each in documents]

    async def find_endorsed(
        self, umkm_ids: Collection[str], cutoff: datetime | None = None
    ) -> dict[str, Candidate]:
        """Return the UMKM that are endorsed and still recommended, at `cutoff` or now."""
        query = _endorsed(cutoff) | {"_id": {"$in": list(umkm_ids)}}
        with world():
            cursor = self._ballots.find(query, OF_A_CANDIDATE).batch_size(len(umkm_ids) + 1)
            return {each["_id"]: _candidate(each) for each in await cursor.to_list(None)}

    async def stream(self, statuses: Collection[BallotStatus]) -> AsyncIterator[Ballot]:
        """Yield all ballots with these statuses, by UMKM id."""
        query = {"state.status": {"$in": list(statuses)}}
        with world():
            async for document in self._ballots.find(query, {"state": 1}, batch_size=500).sort(
                "_id", 1
            ):
                yield _ballot.validate_python(document["state"])


def _under(versions: Collection[int]) -> dict[str, Any]:
    return {"state.policy_version": {"$in": list(versions)}}


def _endorsed(cutoff: datetime | None) -> dict[str, Any]:
    """Endorsed and still recommended. Old documents have no `taken_back`."""
    query: dict[str, Any] = {"state.status": BallotStatus.ENDORSED}
    query["state.taken_back"] = {"$ne": True}
    return query | ({"state.decided_at": {"$lte": cutoff}} if cutoff else {})


def _behind(last: Candidate) -> list[dict[str, Any]]:
    """What follows the last candidate in rank order. Ballots without a score come last."""
    same_score: dict[str, Any] = {"state.score": last.score}
    same_moment = same_score | {"state.decided_at": last.decided_at}
    lower: list[dict[str, Any]] = [
        {"state.score": {"$lt": last.score}},
        {"state.score": None},
    ]
    return [
        *(lower if last.score is not None else []),
        same_score | {"state.decided_at": {"$gt": last.decided_at}},
        same_moment | {"_id": {"$gt": last.umkm_id}},
    ]


def _candidate(document: dict[str, Any]) -> Candidate:
    """Built by hand: validating 65,000 ballots took most of the time of a draft."""
    state = document["state"]
    nominee = state["nominee"]
    return Candidate(
        document["_id"],
        nominee["round_id"],
        nominee["business_name"],
        nominee["district"],
        tuple(nominee["hs6"]),
        state["score"],
        state["decided_at"],
    )
