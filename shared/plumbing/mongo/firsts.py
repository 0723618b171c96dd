"""Documents whose first writer decides for all replicas."""

from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from shared.plumbing.mongo.connection import Collection, Document, world


async def first_document(collection: Collection, key: str, fields: dict[str, Any]) -> Document:
    """Return what was stored first under this key. It may be these fields."""
    with world():
        try:
            return await _first(collection, key, fields)
        except DuplicateKeyError:  # two at once: now the other one is stored
            return await _first(collection, key, fields)


async def _first(collection: Collection, key: str, fields: dict[str, Any]) -> Document:
    document: Document = await collection.find_one_and_update(
        {"_id": key},
        {"$setOnInsert": fields},
        upsert=True,
        return_document=ReturnDocument.AFTER,
    )
    return document
