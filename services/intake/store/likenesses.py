"""Traits by which UMKM are looked for, beside their dossiers; and the dossiers to be examined."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter
from pymongo import ReplaceOne

from services.intake.model.likeness import NAME_MARK, Traits
from services.intake.model.nominations import Nomination
from services.intake.store.lookups import NOMINATIONS, nomination_of
from shared.plumbing.mongo import Database, world

TRAITS = "traits"
MOST_OF_A_NAME = 2_000
"""With words that everybody uses, no more than so many are compared with a portion."""
_traits = TypeAdapter(Traits)
_UNEXAMINED = {"state.examined": False}
_IS_ALIKE = {"state.likely.0": {"$exists": True}}


class LikenessStore:
    """Traits are derived: lost, they are made again when a UMKM is next recommended."""

    def __init__(self, database: Database) -> None:
        self._nominations, self._traits = database[NOMINATIONS], database[TRAITS]

    async def prepare(self) -> None:
        with world():
            await self._traits.create_index("marks")
            index = self._nominations.create_index
            await index("state.examined", partialFilterExpression=_UNEXAMINED)
            await index("state.likely.umkm_id", partialFilterExpression=_IS_ALIKE)

    async def list_unexamined(self, limit: int) -> list[tuple[Nomination, int]]:
        """Nominations with their versions; few wait, so any order will do."""
        with world():
            cursor = self._nominations.find(_UNEXAMINED, {"state": 1, "version": 1}).limit(limit)
            return [(nomination_of(d), d["version"]) async for d in cursor]

    async def keep(self, traits: Sequence[Traits]) -> None:
        """Let others find these from now on."""
        if traits:
            with world():
                await self._traits.bulk_write([_kept(each) for each in traits], ordered=False)

    async def forget(self, umkm_id: str) -> None:
        """Let nobody find it any more."""
        with world():
            await self._traits.delete_one({"_id": umkm_id})

    async def find_sharing(self, marks: Iterable[str]) -> list[Traits]:
        """Those who share a mark; names that half a district bears hide no number."""
        of_names: list[str] = []
        numbers: list[str] = []
        for mark in marks:
            (of_names if mark.startswith(NAME_MARK) else numbers).append(mark)
        with world():
            same = await self._traits.find({"marks": {"$in": numbers}}).to_list(None)
            near = self._traits.find({"marks": {"$in": of_names}}).limit(MOST_OF_A_NAME)
            documents = [*same, *await near.to_list(None)]
        return [_traits.validate_python(d | {"umkm_id": d["_id"]}) for d in documents]

    async def list_flagged(self, round_id: str, after: str | None, limit: int) -> list[Nomination]:
        """UMKM of a round that may be others, while nobody has said whether; by UMKM id."""
        one = {"$elemMatch": {"dismissed_by": None}}
        query = {
            "_id": {"$gt": after or ""},
            **_IS_ALIKE,
            "state.likely": one,
            "state.standings.round_id": round_id,
            "state.merged": None,
        }
        with world():
            cursor = self._nominations.find(query, {"state": 1}).sort("_id", 1).limit(limit)
            return [nomination_of(document) async for document in cursor]


def _kept(traits: Traits) -> ReplaceOne[dict[str, Any]]:
    document = asdict(traits)
    return ReplaceOne({"_id": document.pop("umkm_id")}, document, upsert=True)
