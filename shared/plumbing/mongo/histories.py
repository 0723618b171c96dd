"""Histories in MongoDB: one document for each aggregate, one archive for each kind."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar, get_type_hints

from pydantic import TypeAdapter
from pymongo import InsertOne, UpdateOne
from pymongo.errors import BulkWriteError

from shared.plumbing.core.aggregate import Change, HistoryEntry, Kind, Outgoing, Snapshot
from shared.plumbing.core.failures import HeldByAnother
from shared.plumbing.mongo.connection import Database, Document, world
from shared.plumbing.mongo.entries import archive_id, to_document, to_entry
from shared.plumbing.mongo.guarded import (
    DUPLICATE_KEY,
    GUARD_FAILED,
    create_guarded,
    lost_operations,
)

S = TypeVar("S")
BY_ID = {"_id": 1}
WITHOUT_EVENTS = {
    "history.events": 0,
    "history.at": 0,
    "history.refused.detail": 0,
    "history.asked": 0,
}


class MongoHistories(Generic[S]):
    """Documents `{_id, version, guard, acknowledged, state, history, pending?}`.

    `history` holds the newest entries, and the collection `<name>.archive` older ones.
    """

    def __init__(self, database: Database, name: str, kind: Kind[S]) -> None:
        self.collection = database[name]
        self._archive = database[f"{name}.archive"]
        self._state: TypeAdapter[S] = TypeAdapter(kind.state)
        hints = get_type_hints(kind.state)
        self._fields = {name: TypeAdapter(hint) for name, hint in hints.items()}

    async def prepare(self) -> None:
        """Create the indexes; safe to repeat and from several replicas at once."""
        with world():
            await create_guarded(self.collection)
            pending = {"pending": {"$exists": True}}
            await self.collection.create_index("pending", partialFilterExpression=pending)
            await self._archive.create_index([("aggregate", 1), ("version", 1)])

    async def load(self, keys: Collection[str]) -> dict[str, Snapshot[S]]:
        with world():
            # One more than there are keys: the default first batch of 101 needs a second trip.
            cursor = self.collection.find({"_id": {"$in": list(keys)}}, WITHOUT_EVENTS)
            documents = await cursor.batch_size(len(keys) + 1).to_list(None)
        return {document["_id"]: self._snapshot(document) for document in documents}

    def _snapshot(self, document: Document) -> Snapshot[S]:
        return Snapshot(
            document["version"],
            document["acknowledged"],
            self._state.validate_python(document["state"]),
            {entry["cause"]: entry["version"] for entry in document["history"]},
            "pending" in document,
            frozenset([each["version"] for each in document["history"] if "refused" in each]),
        )

    async def write(self, changes: Sequence[Change[S]]) -> set[str]:
        try:
            with world():
                await self.collection.bulk_write([self._operation(c) for c in changes], False)
        except BulkWriteError as error:
            lost = lost_operations(error, DUPLICATE_KEY, GUARD_FAILED)
            _refuse_what_others_hold(error)
            return {changes[index].key for index in lost}
        return set()

    def _operation(self, change: Change[S]) -> InsertOne[Document] | UpdateOne:
        head: Document = {"guard": change.version}
        acknowledged = {"acknowledged": change.acknowledged}
        mark = {"pending": datetime.now(UTC)} if change.pending else {}  # orders the relay's work
        entries = [to_document(entry) for entry in change.entries]
        if not change.before.version:
            state = self._state.dump_python(change.state)
            first = {"_id": change.key, "version": change.version, "history": entries}
            return InsertOne({**first, **head, **acknowledged, "state": state, **mark})
        push: Document = {"$each": entries}
        if change.archive_to:
            push["$slice"] = -change.kept
        update: Document = {
            "$inc": {"version": len(entries)},
            "$set": head | self._changed_fields(change),
            "$push": {"history": push},
            "$max": acknowledged,  # another replica may have published more by now
        }
        if mark:  # always: another process may clear the older mark at the same version
            update["$min"] = mark
        # With the upsert a vanished aggregate is a lost race, not a silent loss.
        return UpdateOne({"_id": change.key}, update, upsert=True)

    def _changed_fields(self, change: Change[S]) -> Document:
        """The fields that the rules replaced. Most messages change one field of many."""
        before, after = change.before.state, change.state
        return {
            f"state.{name}": field.dump_python(value)
            for name, field in self._fields.items()
            if (value := getattr(after, name)) is not getattr(before, name)
        }

    async def recall(self, wanted: Mapping[str, Collection[int]]) -> dict[str, list[HistoryEntry]]:
        with world():
            cursor = self.collection.find({"_id": {"$in": list(wanted)}}, {"history": 1})
            documents = await cursor.batch_size(len(wanted) + 1).to_list(None)
            inside = {
                document["_id"]: {e["version"]: to_entry(e) for e in document["history"]}
                for document in documents
            }
            older = {key: set(vs) - inside.get(key, {}).keys() for key, vs in wanted.items()}
            for key, versions in older.items():
                if versions:
                    which = {"aggregate": key, "version": {"$in": sorted(versions)}}
                    async for entry in self._archive.find(which):
                        inside.setdefault(key, {})[entry["version"]] = to_entry(entry)
        return {
            key: [inside[key][version] for version in sorted(versions)]
            for key, versions in wanted.items()
        }

    async def find_archived(
        self, causes: Mapping[str, Collection[str]]
    ) -> dict[str, dict[str, int]]:
        ids = [archive_id(key, cause) for key, some in causes.items() for cause in some]
        versions: dict[str, dict[str, int]] = {}
        with world():
            fields = {"aggregate": 1, "cause": 1, "version": 1}
            async for entry in self._archive.find({"_id": {"$in": ids}}, fields):
                versions.setdefault(entry["aggregate"], {})[entry["cause"]] = entry["version"]
        return versions

    async def archive(self, up_to: Mapping[str, int]) -> None:
        with world():
            cursor = self.collection.find({"_id": {"$in": list(up_to)}}, {"history": 1})
            documents = [
                {"_id": archive_id(key, entry["cause"]), "aggregate": key, **entry}
                async for document in cursor
                for key in [document["_id"]]
                for entry in document["history"]
                if entry["version"] <= up_to[key]
            ]
        await self._insert_new(documents)

    async def _insert_new(self, documents: list[Document]) -> None:
        """Insert missing entries. Another process may copy the same ones."""
        if not documents:
            return
        try:
            with world():
                await self._archive.bulk_write([InsertOne(d) for d in documents], False)
        except BulkWriteError as error:
            lost_operations(error, DUPLICATE_KEY)

    async def clear_pending(self, published: Mapping[str, int]) -> None:
        updates = [UpdateOne({"_id": key}, _clearing(v)) for key, v in published.items()]
        try:
            with world():
                await self.collection.bulk_write(updates, False)
        except BulkWriteError as error:
            lost_operations(error, DUPLICATE_KEY)

    async def read_acknowledged(self, keys: Collection[str]) -> dict[str, int]:
        with world():
            cursor = self.collection.find({"_id": {"$in": list(keys)}}, {"acknowledged": 1})
            return {document["_id"]: document["acknowledged"] async for document in cursor}

    async def list_pending(self, limit: int) -> dict[str, int]:
        with world():
            cursor = self.collection.find({"pending": {"$exists": True}}, {"version": 1})
            documents = await cursor.sort("pending", 1).limit(limit).to_list(None)
        return {document["_id"]: document["version"] for document in documents}

    async def put_last(self, key: str) -> None:
        waits = {"_id": key, "pending": {"$exists": True}}
        with world():
            await self.collection.update_one(waits, {"$set": {"pending": datetime.now(UTC)}})

    async def count_pending(self) -> int:
        """Count the aggregates that wait for the relay."""
        with world():
            return await self.collection.count_documents({"pending": {"$exists": True}})

    async def replay(self) -> AsyncIterator[list[Outgoing]]:
        with world():
            async for document in self.collection.find({}, {"history": 1}, batch_size=500):
                oldest = min(entry["version"] for entry in document["history"])
                which = {"aggregate": document["_id"], "version": {"$lt": oldest}}
                if oldest > 1:
                    async for entry in self._archive.find(which, sort=[("version", 1)]):
                        yield list(to_entry(entry).events)
                yield [event for e in document["history"] for event in to_entry(e).events]


def _refuse_what_others_hold(error: BulkWriteError) -> None:
    """Raises HeldByAnother if a unique index of a store refused a value."""
    details: Mapping[str, Any] = error.details or {}
    for each in details.get("writeErrors", []):
        index = each.get("keyPattern", BY_ID)
        if index != BY_ID:
            raise HeldByAnother(f"another aggregate has this {', '.join(index)}") from error


def _clearing(version: int) -> list[Document]:
    """One update costs less than one for the version and one for the mark."""
    unless_newer = {"$cond": [{"$eq": ["$version", version]}, "$$REMOVE", "$pending"]}
    published = {"$max": ["$acknowledged", version]}
    return [{"$set": {"acknowledged": published, "pending": unless_newer}}]
