"""Keeps a fingerprint of each version of a document, from its first use."""

from collections.abc import Mapping

from pymongo import ReturnDocument

from shared.plumbing.core.versioned import Versioned, insist_on_content, word_of
from shared.plumbing.mongo.connection import Database, world

VERSIONS = "versions"


async def hold_to_versions(database: Database, known: Mapping[int, Versioned]) -> None:
    """Raises ValueError if one was edited: replicas would decide by different rules."""
    first: dict[int, str] = {}
    with world():
        for number, each in known.items():
            document = await database[VERSIONS].find_one_and_update(
                {"_id": f"{word_of(known)}/{number}"},
                {"$setOnInsert": {"sha256": each.fingerprint()}},
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
            first[number] = document["sha256"]
    insist_on_content(known, first)
