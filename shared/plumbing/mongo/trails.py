"""The audit trail of one aggregate, read for people."""

from itertools import chain

from shared.plumbing.core.aggregate import Entry
from shared.plumbing.mongo.connection import Database, world
from shared.plumbing.mongo.entries import to_entry


async def read_trail(database: Database, collection: str, key: str) -> list[Entry]:
    """All that was ever asked of an aggregate, the oldest first; empty where there is none."""
    with world():
        archived = await database[f"{collection}.archive"].find({"aggregate": key}).to_list(None)
        document = await database[collection].find_one({"_id": key}, {"history": 1})
    if not document:
        return []
    # An entry may be in both places while it is on its way to the archive.
    entries = {each["version"]: to_entry(each) for each in chain(archived, document["history"])}
    return [entries[version] for version in sorted(entries)]
