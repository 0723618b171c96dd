"""Queries on journeys and their histories."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import orjson
from pydantic import TypeAdapter

from services.mentoring.model.journey import Journey, JourneyStatus
from services.mentoring.model.views import JourneyFilter, JourneyHistoryLine
from shared.plumbing.core.aggregate import HistoryEntry
from shared.plumbing.mongo import Database, read_trail, world

JOURNEYS, VERSION = "journeys", "state.programme_version"
_journey = TypeAdapter(Journey)


class MentoringStore:
    """Queries on journeys. Changes go through the runner."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._journeys = database[JOURNEYS]

    async def prepare(self) -> None:
        """Create the indexes."""
        with world():
            for keys in (
                ["state.status", "state.present.warned", "state.present.due_at"],
                ["state.status", "_id"],
                ["state.present.stage", "_id"],
                ["state.district", "_id"],
            ):
                await self._journeys.create_index([(key, 1) for key in keys])

    async def find_journey(self, umkm_id: str) -> Journey | None:
        with world():
            document = await self._journeys.find_one({"_id": umkm_id}, {"state": 1})
        return _journey.validate_python(document["state"]) if document else None

    async def list_journeys(self, selection: JourneyFilter, now: datetime) -> list[Journey]:
        """By UMKM id, the first `limit` after `after`."""
        with world():
            cursor = self._journeys.find(_query(selection, now), {"state": 1})
            documents = await cursor.sort("_id", 1).limit(selection.limit).to_list(None)
        return [_journey.validate_python(each["state"]) for each in documents]

    async def list_versions(self) -> list[int]:
        """The programme versions of all journeys."""
        with world():
            return [int(each) for each in await self._journeys.distinct(VERSION)]

    async def list_unwarned(
        self, now: datetime, versions: Collection[int], limit: int
    ) -> dict[str, int]:
        """Find journeys with an unreported overdue stage, oldest first, with their versions.

        Only journeys under these programme versions.
        """
        query = {**_overdue(now), "state.present.warned": False, VERSION: {"$in": list(versions)}}
        with world():
            cursor = self._journeys.find(query, {"version": 1})
            documents = await cursor.sort("state.present.due_at", 1).limit(limit).to_list(None)
        return {each["_id"]: each["version"] for each in documents}

    async def list_history(self, umkm_id: str) -> list[JourneyHistoryLine]:
        """The whole audit trail, oldest first. Empty if there is no journey."""
        return [_line(entry) for entry in await read_trail(self._database, JOURNEYS, umkm_id)]


def _overdue(now: datetime) -> dict[str, Any]:
    return {"state.status": JourneyStatus.ACTIVE, "state.present.due_at": {"$lt": now}}


def _query(selection: JourneyFilter, now: datetime) -> dict[str, Any]:
    query: dict[str, Any] = {"_id": {"$gt": selection.after}}
    if selection.stage is not None:
        query["state.present.stage"] = selection.stage
    if selection.status is not None:
        query["state.status"] = selection.status
    if selection.district is not None:
        query["state.district"] = selection.district
    if selection.mentors is not None:
        query["state.mentor"] = {"$in": list(selection.mentors)}
    if selection.overdue is not None:
        query["$and" if selection.overdue else "$nor"] = [_overdue(now)]
    return query


def _line(entry: HistoryEntry) -> JourneyHistoryLine:
    types = tuple(orjson.loads(event.raw)["type"] for event in entry.events)
    refused = entry.refused.code if entry.refused else None
    return JourneyHistoryLine(entry.version, entry.at, entry.cause, refused, types, entry.actor)
