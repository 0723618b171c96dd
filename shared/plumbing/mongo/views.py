"""Views in MongoDB: one document for each subject, and counters in shards."""

import secrets
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from pydantic import TypeAdapter
from pymongo import InsertOne, UpdateOne
from pymongo.errors import BulkWriteError, OperationFailure

from shared.plumbing.core.projection import Counts, Section, View, ViewChange, ViewKind
from shared.plumbing.mongo.connection import Database, Document, world
from shared.plumbing.mongo.guarded import (
    DUPLICATE_KEY,
    GUARD_FAILED,
    create_guarded,
    lost_operations,
)

SHARDS = 16
"""Documents that share the counters. Transactions seldom meet in one."""
WRITE_CONFLICT = 112
DOT = "\uff0e"
"""Takes the place of a dot in names, because MongoDB reads a dot as a path."""


class MongoViews:
    """Documents `{_id, version, guard, sections: {name: {version, n, state}}}`.

    The collection `<name>.counts` holds the counters: `{_id: shard, counts: {name: count}}`.
    """

    def __init__(self, database: Database, name: str, kind: ViewKind) -> None:
        self.collection = database[name]
        self._counters = database[f"{name}.counts"]
        self._client = database.client
        self._states: dict[str, TypeAdapter[Any]] = {
            name: TypeAdapter(part.state) for name, part in kind.sections.items()
        }
        self._shard = secrets.randbelow(SHARDS)

    async def prepare(self) -> None:
        """Create the collections; safe to repeat and from several replicas at once."""
        with world():
            await create_guarded(self.collection)
            await self._counters.create_index("_id")  # makes the collection, unless it exists

    async def load(self, keys: Collection[str]) -> dict[str, View]:
        with world():
            cursor = self.collection.find({"_id": {"$in": list(keys)}})
            documents = await cursor.batch_size(len(keys) + 1).to_list(None)
        return {document["_id"]: self._view(document) for document in documents}

    def _view(self, document: Document) -> View:
        """Leaves out sections that only a newer or an older program knows. They stay stored."""
        sections = {}
        for field, kept in document["sections"].items():
            if state := self._states.get(_kind(field)):
                read = state.validate_python(kept["state"])
                sections[_name(field)] = Section(kept["version"], kept["n"], read)
        return View(document["version"], sections)

    async def write(self, changes: Sequence[ViewChange], counts: Counts) -> bool:
        try:
            with world():
                return await self._write(changes, counts)
        except BulkWriteError as error:
            lost_operations(error, DUPLICATE_KEY, GUARD_FAILED)
            return False

    async def _write(self, changes: Sequence[ViewChange], counts: Counts) -> bool:
        """Write in one transaction. MongoDB refuses it if another writer was first."""
        operations = [self._operation(change) for change in changes]
        steps = {f"counts.{_field(name)}": count for name, count in counts.items()}
        try:
            async with await self._client.start_session() as session, session.start_transaction():
                await self.collection.bulk_write(operations, ordered=False, session=session)
                if steps:
                    shard = {"_id": self._shard}
                    await self._counters.update_one(
                        shard, {"$inc": steps}, upsert=True, session=session
                    )
        except OperationFailure as error:
            if error.code != WRITE_CONFLICT:
                raise
            return False
        return True

    def _operation(self, change: ViewChange) -> InsertOne[Document] | UpdateOne:
        changed = {
            _field(name): self._kept(name, section)
            for name, section in change.sections.items()
            if section is not change.before.sections.get(name)
        }
        version = change.before.version + 1
        if version == 1:
            head = {"_id": change.key, "version": version, "guard": version}
            return InsertOne({**head, "sections": changed})
        fields = {f"sections.{field}": kept for field, kept in changed.items()}
        update = {"$inc": {"version": 1}, "$set": {"guard": version, **fields}}
        # With the upsert a vanished view is a lost race, not a silent loss.
        return UpdateOne({"_id": change.key}, update, upsert=True)

    def _kept(self, name: str, section: Section) -> Document:
        state = self._states[_kind(name)].dump_python(section.state)
        return {"version": section.version, "n": section.n, "state": state}

    async def counts(self) -> dict[str, int]:
        """The counters that are not zero, each summed over the shards."""
        with world():
            shards = await self._counters.find({}).to_list(None)
        summed: Counter[str] = Counter()
        for shard in shards:
            summed.update(shard["counts"])
        return {_name(field): count for field, count in summed.items() if count}


def _field(name: str) -> str:
    return name.replace(".", DOT)


def _name(field: str) -> str:
    return field.replace(DOT, ".")


def _kind(section: str) -> str:
    return section.partition("/")[0]
