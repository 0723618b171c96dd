"""Remembers which generation of a view is live, and which one is built beside it."""

from typing import NamedTuple

from pymongo import ReturnDocument

from shared.plumbing.mongo.connection import Database, Document, world

GENERATIONS = "generations"


class GenerationsInUse(NamedTuple):
    """Generations are numbered from 1. Each has collections of its own."""

    live: int
    """The generation that readers see."""
    next: int | None
    """The generation that is being built, if any."""


class Generations:
    """One document for each view: `{_id: view, live, next?}`."""

    def __init__(self, database: Database, view: str) -> None:
        self._database = database
        self._view = view
        self._collection = database[GENERATIONS]

    def collection_of(self, generation: int) -> str:
        return f"{self._view}.{generation}"

    async def read(self) -> GenerationsInUse:
        with world():
            document = await self._collection.find_one_and_update(
                {"_id": self._view},
                {"$setOnInsert": {"live": 1}},
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        return GenerationsInUse(document["live"], document.get("next"))

    async def begin(self) -> GenerationsInUse:
        """Begin a new generation, unless one is being built. Drops the one before the live one."""
        live = (await self.read()).live
        for name in (self.collection_of(live - 1), f"{self.collection_of(live - 1)}.counts"):
            with world():
                await self._database.drop_collection(name)
        await self._set({"live": live, "next": {"$exists": False}}, {"$set": {"next": live + 1}})
        return await self.read()

    async def promote(self, generation: int) -> None:
        """Make a generation the live one. Safe to repeat, and from several replicas at once."""
        built = {"$set": {"live": generation}, "$unset": {"next": 1}}
        await self._set({"next": generation}, built)

    async def _set(self, condition: Document, update: Document) -> None:
        with world():
            await self._collection.update_one({"_id": self._view, **condition}, update)
