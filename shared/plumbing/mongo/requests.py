"""The hash of the first request of each `Idempotency-Key`, for some time."""

from datetime import UTC, datetime

from shared.plumbing.core.requests import KeyedRequest, KeyNames
from shared.plumbing.mongo.connection import Database, world
from shared.plumbing.mongo.firsts import first_document
from shared.plumbing.mongo.secrets import shared_secret

KEPT_SECONDS = 30 * 24 * 3600
"""Longer than any client tries again. Aggregates never forget a key."""


class MongoRequests:
    """Documents `{_id: name of the key, fingerprint, at}`.

    One aggregate cannot know that a key was used for another aggregate. This collection does.
    """

    def __init__(self, database: Database) -> None:
        self._database, self._collection = database, database.requests
        self.key_names = KeyNames()

    async def prepare(self) -> None:
        with world():
            await self._collection.create_index("at", expireAfterSeconds=KEPT_SECONDS)
        self.key_names.secret = await shared_secret(self._database, "names of keys")

    async def is_first_or_same(self, request: KeyedRequest) -> bool:
        new = {"fingerprint": request.fingerprint, "at": datetime.now(UTC)}
        first = await first_document(self._collection, request.name, new)
        return bool(first["fingerprint"] == request.fingerprint)
