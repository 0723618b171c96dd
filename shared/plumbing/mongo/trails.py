"""Reads the audit trail of one aggregate."""

from itertools import chain

from shared.plumbing.core.aggregate import HistoryEntry
from shared.plumbing.mongo.connection import Database, world
from shared.plumbing.mongo.entries import to_entry


async def read_trail(database: Database, collection: str, key: str) -> list[HistoryEntry]:
    """All entries of an aggregate, oldest first. Empty if it does not exist."""
    with world():
        # The document first: an entry that moves in between is then in both places, not in none.
        document = await database[collection].find_one({"_id": key}, {"history": 1})
        archived = await database[f"{collection}.archive"].find({"aggregate": key}).to_list(None)
    if not document:
        return []
    entries = {each["version"]: to_entry(each) for each in chain(archived, document["history"])}
    return [entries[version] for version in sorted(entries)]
