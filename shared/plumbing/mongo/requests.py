"""The hash of the first request of each `Idempotency-Key`, for some time."""

from datetime import UTC, datetime

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from shared.plumbing.core.requests import KeyedRequest
from shared.plumbing.mongo.connection import Database, world

KEPT_SECONDS = 30 * 24 * 3600
"""Longer than any client tries again. Aggregates never forget a key."""


class MongoRequests:
    """Documents `{_id: owner and key, fingerprint, at}`.

    One aggregate cannot know that a key was used for another aggregate. This collection does.
    """

    def __init__(self, database: Database) -> None:
        self._collection = database.requests

    async def prepare(self) -> None:
        with world():
            await self._collection.create_index("at", expireAfterSeconds=KEPT_SECONDS)

    async def is_first_or_same(self, request: KeyedRequest) -> bool:
        with world():
            try:
                first = await self._hash_of_first(request)
            except DuplicateKeyError:  # two at once: now the other one is stored
                first = await self._hash_of_first(request)
        return first == request.fingerprint

    async def _hash_of_first(self, request: KeyedRequest) -> str:
        new = {"fingerprint": request.fingerprint, "at": datetime.now(UTC)}
        document = await self._collection.find_one_and_update(
            {"_id": request.place},
            {"$setOnInsert": new},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return str(document["fingerprint"]) if document else request.fingerprint
