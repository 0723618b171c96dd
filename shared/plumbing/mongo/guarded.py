"""Collections in which a writer changes nothing if another writer was first."""

from collections.abc import Mapping
from typing import Any

from pymongo.errors import BulkWriteError, OperationFailure

from shared.plumbing.core.failures import Retryable
from shared.plumbing.mongo.connection import OUR_MISTAKES, Collection

DUPLICATE_KEY, GUARD_FAILED, EXISTS = 11000, 121, 48
# The guard against other writers. An update increments `version` and sets `guard` to the version
# it expects. The two differ if another writer was first, and MongoDB refuses the update. A filter
# on `version` costs twice as much: an update by `_id` alone needs no query planning.
GUARD = {"$expr": {"$eq": ["$version", "$guard"]}}


async def create_guarded(collection: Collection) -> None:
    """Create a collection with the guard; safe to repeat and from several replicas at once."""
    try:
        await collection.database.create_collection(
            collection.name, validator=GUARD, check_exists=False
        )
    except OperationFailure as error:
        if error.code != EXISTS:
            raise
        await collection.database.command("collMod", collection.name, validator=GUARD)


def lost_operations(error: BulkWriteError, *codes: int) -> list[int]:
    """Return the operations that failed with these codes. Raises if another error occurred."""
    details: Mapping[str, Any] = error.details or {}
    if details.get("writeConcernErrors"):
        raise Retryable("MongoDB could not confirm a write") from error
    failed = details.get("writeErrors", [])
    other = {each["code"] for each in failed}.difference(codes)
    if other - OUR_MISTAKES:
        raise Retryable(f"MongoDB could not write: {sorted(other - OUR_MISTAKES)}") from error
    if not failed or other:
        raise error
    return [each["index"] for each in failed]
