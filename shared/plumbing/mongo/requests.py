"""What was asked under each `Idempotency-Key`, as hashes; forgotten after a while."""

from datetime import UTC, datetime

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from shared.plumbing.core.requests import Asked
from shared.plumbing.mongo.connection import Database, world

KEPT_SECONDS = 30 * 24 * 3600
"""Later than any client tries again; the aggregates themselves never forget a key."""


class MongoRequests:
    """Documents `{_id: agency and key; fingerprint, at}`: path and body name the aggregate.

    So an aggregate alone cannot tell that its key was used for another one.
    """

    def __init__(self, database: Database) -> None:
        self._collection = database.requests

    async def prepare(self) -> None:
        with world():
            await self._collection.create_index("at", expireAfterSeconds=KEPT_SECONDS)

    async def is_first_or_same(self, asked: Asked) -> bool:
        with world():
            try:
                found = await self._found_or_new(asked)
            except DuplicateKeyError:  # two at once: the other one is there by now
                found = await self._found_or_new(asked)
        return found == asked.fingerprint

    async def _found_or_new(self, asked: Asked) -> str:
        new = {"fingerprint": asked.fingerprint, "at": datetime.now(UTC)}
        found = await self._collection.find_one_and_update(
            {"_id": asked.place},
            {"$setOnInsert": new},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return str(found["fingerprint"]) if found else asked.fingerprint
