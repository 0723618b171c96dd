"""What intake looks up: rounds, responses of a round, nominations by round; and its counts."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from services.intake.model.dossiers import Counts
from services.intake.model.identities import Holders
from services.intake.model.nominations import Nomination, NominationStatus
from services.intake.model.responses import Response, RowTally
from services.intake.model.rounds import Round, RoundStatus
from shared.plumbing.mongo import Database, world

ROUNDS, RESPONSES, NOMINATIONS = "rounds", "responses", "nominations"
_round = TypeAdapter(Round)
_response = TypeAdapter(Response)
_nomination = TypeAdapter(Nomination)


class IntakeStore:
    """Queries; whatever changes goes through the runner."""

    def __init__(self, database: Database) -> None:
        self._rounds = database[ROUNDS]
        self._responses = database[RESPONSES]
        self._nominations = database[NOMINATIONS]

    async def prepare(self) -> None:
        with world():
            await self._rounds.create_index("state.status")
            await self._responses.create_index("state.round_id")
            index = self._nominations.create_index
            await index([("state.standings.round_id", 1), ("_id", 1)])
            # Two that learn of one UMKM by different keys at once: the later one must look again.
            await index("state.keys", unique=True, partialFilterExpression=_HAS_KEYS)
            await index("state.standings.status", partialFilterExpression=_IS_RETURNED)
            by_status = [("state.standings.status", 1), ("_id", 1)]
            await index(by_status, partialFilterExpression=_IS_OPEN)
            await index("state.conflicts.round_id", partialFilterExpression=_HAS_CONFLICTS)

    async def find_round(self, round_id: str) -> Round | None:
        return (await self.find_round_and_version(round_id))[0]

    async def find_round_and_version(self, round_id: str) -> tuple[Round | None, int]:
        with world():
            document = await self._rounds.find_one({"_id": round_id}, {"state": 1, "version": 1})
        if not document:
            return None, 0
        return _round.validate_python(document["state"]), document["version"]

    async def list_open_rounds(self) -> list[Round]:
        query = {"state.status": RoundStatus.OPEN}
        with world():
            documents = await self._rounds.find(query, {"state": 1}).to_list(None)
        return [_round.validate_python(document["state"]) for document in documents]

    async def list_rounds(self, status: RoundStatus | None, after: str, limit: int) -> list[Round]:
        """List rounds by id, from the one behind `after`."""
        query = {"_id": {"$gt": after}, "state.plan": {"$ne": None}}
        query |= {"state.status": status} if status else {}
        with world():
            cursor = self._rounds.find(query, {"state": 1}).sort("_id", 1).limit(limit)
            return [_round.validate_python(document["state"]) async for document in cursor]

    async def list_responses(self, *round_ids: str) -> list[Response]:
        """List what districts answered, of these rounds or of all; a silent one may have none."""
        query = {"state.round_id": {"$in": round_ids}} if round_ids else {}
        with world():
            documents = await self._responses.find(query, {"state": 1}).to_list(None)
        return [_response.validate_python(document["state"]) for document in documents]

    async def count_with_status(self, round_id: str, status: NominationStatus) -> dict[str, int]:
        """How many recommendations have this status in the round, by district."""
        # A status has a small index of its own: few of all recommendations wait.
        waiting = {"state.standings.status": status.value}
        return await self._count(waiting, {"round_id": round_id, "status": status.value})

    async def count_standing(self, round_id: str) -> dict[str, int]:
        """How many UMKM stand in the round, by the district that recommended them."""
        where = {"state.standings.round_id": round_id}
        stands = {"status": {"$ne": NominationStatus.WITHDRAWN.value}, "nominated_by": None}
        return await self._count(where, {"round_id": round_id, **stands})

    async def _count(
        self, where: Mapping[str, Any], standing: Mapping[str, Any], by: str = "district"
    ) -> dict[str, int]:
        steps: list[Any] = [
            {"$match": where},
            {"$project": {"each": "$state.standings"}},
            {"$unwind": "$each"},
            {"$match": {f"each.{name}": value for name, value in standing.items()}},
            {"$group": {"_id": f"$each.{by}", "count": {"$sum": 1}}},
            {"$sort": {"_id": 1}},
        ]
        with world():
            return {row["_id"]: row["count"] async for row in self._nominations.aggregate(steps)}

    async def find_holders(self, keys: Iterable[str]) -> Holders:
        """Find the UMKM that hold any of these keys, and what became of those merged."""
        query = {"state.keys": {"$in": list(keys)}, **_HAS_KEYS}
        fields = {"state.keys": 1, "state.merged.into": 1, "state.standings.status": 1}
        with world():
            documents = await self._nominations.find(query, fields).to_list(None)
            held = {document["_id"]: document["state"]["keys"] for document in documents}
            merged = [d for d in documents if d["state"].get("merged")]
            kept = {d["_id"]: await self._kept(d["state"]["merged"]["into"]) for d in merged}
            return Holders(held, kept, frozenset(d["_id"] for d in documents if _is_returned(d)))

    async def _kept(self, umkm_id: str) -> str:
        """Follow mergers to the UMKM that stays; two officers may have merged in a circle."""
        followed = {umkm_id}
        while True:
            document = await self._nominations.find_one({"_id": umkm_id}, {"state.merged.into": 1})
            merged = document["state"].get("merged") if document else None
            if not merged or merged["into"] in followed:
                return umkm_id
            umkm_id = merged["into"]
            followed.add(umkm_id)

    async def list_conflicts(self, round_id: str, *, settled: bool) -> list[Nomination]:
        """List the UMKM that two districts named in this round."""
        op = "$ne" if settled else "$eq"
        one = {"$elemMatch": {"round_id": round_id, "settled_for": {op: None}}}
        query: dict[str, Any] = {"state.conflicts": one, **_HAS_CONFLICTS}
        if not settled:
            query["state.merged"] = None
        with world():
            cursor = self._nominations.find(query, {"state": 1}).sort("_id", 1)
            return [nomination_of(document) async for document in cursor]

    async def count(self, round_id: str | None = None) -> Counts:
        """Of one round, or of all."""
        where = {"state.standings.round_id": round_id} if round_id else {}
        standing = {"round_id": round_id} if round_id else {}
        responses = await self.list_responses(*filter(None, [round_id]))
        total = sum((each.tally for each in responses), RowTally())
        return Counts(
            **asdict(total),
            nominations=await self._count(where, standing, by="status"),
            answered=sum(each.responded_at is not None for each in responses),
            letters=sum(each.letters for each in responses),
            refused_by_code=dict(sorted(total.codes.items())),
        )


def nomination_of(document: Any) -> Nomination:
    return _nomination.validate_python(document["state"])


def _is_returned(document: Any) -> bool:
    standings = document["state"]["standings"]
    return bool(standings) and standings[-1]["status"] == NominationStatus.RETURNED


_IS_RETURNED = {"state.standings.status": NominationStatus.RETURNED.value}
_IS_OPEN = {"state.standings.status": NominationStatus.COMMODITY_OPEN.value}
_HAS_KEYS = {"state.keys.0": {"$exists": True}}
_HAS_CONFLICTS = {"state.conflicts.0": {"$exists": True}}


def response_key(round_id: str, district: str) -> str:
    return f"{round_id}/{district}"
