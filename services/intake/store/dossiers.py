"""Dossiers as people look for them: one by its id, many by what they are about."""

import re
from collections.abc import AsyncIterator, Sequence
from typing import Any

import orjson

from services.intake.model.commodities import CommodityChosen
from services.intake.model.dossiers import HistoryLine, SaidEvent, Seen, Wanted
from services.intake.store.lookups import NOMINATIONS, nomination_of
from shared.contracts.intake import ContactChanged
from shared.plumbing.core.aggregate import HistoryEntry, Outgoing
from shared.plumbing.mongo import Database, read_trail, world

_FIELDS = {"state": 1, "version": 1}
_DIGITS = re.compile(r"[0-9.]{2,8}")
_IN_PORTIONS = 500
CHOSEN = "commodity-chosen"
"""Without service and version: it is never published."""


class Dossiers:
    """Queries on nominations; whatever changes goes through the runner."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._nominations = database[NOMINATIONS]

    async def find(self, umkm_id: str) -> Seen | None:
        """None also where every recommendation was refused."""
        query = {"_id": umkm_id, "state.standings.0": {"$exists": True}}
        with world():
            document = await self._nominations.find_one(query, _FIELDS)
        return _seen(document) if document else None

    async def list_wanted(self, wanted: Wanted, after: str | None, limit: int) -> list[Seen]:
        """By UMKM id, the first `limit` after `after`."""
        query = _query(wanted) | {"_id": {"$gt": after or ""}}
        with world():
            cursor = self._nominations.find(query, _FIELDS).sort("_id", 1).limit(limit)
            return [_seen(document) async for document in cursor]

    async def stream_wanted(self, wanted: Wanted) -> AsyncIterator[Seen]:
        """All of them by UMKM id, however many there are."""
        with world():
            cursor = self._nominations.find(_query(wanted), _FIELDS).sort("_id", 1)
            async for document in cursor.batch_size(_IN_PORTIONS):
                yield _seen(document)

    async def list_history(self, umkm_id: str) -> list[HistoryLine]:
        """The whole audit trail, the oldest first; empty where nothing was ever asked."""
        trail = await read_trail(self._database, NOMINATIONS, umkm_id)
        with world():
            document = await self._nominations.find_one({"_id": umkm_id}, {"state.choices": 1})
        choices = document["state"].get("choices", ()) if document else ()
        by_cause = {each["cause"]: [_choice(each)] for each in choices}
        return [_line(entry, by_cause.get(entry.cause, [])) for entry in trail]


def _seen(document: Any) -> Seen:
    return Seen(nomination_of(document), document["version"])


def _query(wanted: Wanted) -> dict[str, Any]:
    """Of the round by its index; what is left is read through."""
    named = {"round_id": wanted.round_id, "district": wanted.district, "status": wanted.status}
    standing = {name: value for name, value in named.items() if value}
    query: dict[str, Any] = {
        "state.standings.round_id": wanted.round_id,
        "state.standings": {"$elemMatch": standing},
    }
    also = []
    if wanted.commodity:
        also.append(_of_commodity(wanted.commodity))
    if wanted.text:
        also.append(_either(wanted.text, "business_name", "owner_name"))
    return query | ({"$and": also} if also else {})


def _of_commodity(commodity: str) -> dict[str, Any]:
    if _DIGITS.fullmatch(commodity):
        return {"state.recommendation.products.hs6": re.compile("^" + commodity.replace(".", ""))}
    return _either(commodity, "products.commodity", "products.name")


def _either(part: str, *fields: str) -> dict[str, Any]:
    pattern = re.compile(re.escape(part), re.IGNORECASE)
    return {"$or": [{f"state.recommendation.{field}": pattern} for field in fields]}


def _line(entry: HistoryEntry, choices: Sequence[SaidEvent]) -> HistoryLine:
    return HistoryLine(
        version=entry.version,
        at=entry.at,
        cause=entry.cause,
        refused=entry.refused.code if entry.refused else None,
        detail=entry.refused.detail if entry.refused else None,
        actor=entry.actor,
        events=(*choices, *(_event(event) for event in entry.events)),
    )


def _event(event: Outgoing) -> SaidEvent:
    envelope = orjson.loads(event.raw)
    is_private = event.topic == ContactChanged.topic
    return SaidEvent(envelope["type"], None if is_private else envelope["data"])


def _choice(document: Any) -> SaidEvent:
    chosen = CommodityChosen.model_validate(document)
    return SaidEvent(CHOSEN, chosen.model_dump(mode="json", exclude={"cause"}))
