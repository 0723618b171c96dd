"""Reads the databases of all services as they lie there, without the services' own code."""

from typing import Any

import orjson

from shared.plumbing.mongo import connect
from story.reconcile.evidence import Aggregate, Collections, StoredEntry, StoredEvent

PREFIX = "sentra_"
ARCHIVE = ".archive"
Document = dict[str, Any]


async def read_collections(mongo_url: str) -> Collections:
    client, _ = connect(mongo_url, "admin")
    collections = Collections()
    try:
        for name in sorted(await client.list_database_names()):
            if name.startswith(PREFIX):
                documents = {
                    collection: await client[name][collection].find().to_list(None)
                    for collection in await client[name].list_collection_names()
                }
                _collect(collections, name.removeprefix(PREFIX), documents)
    finally:
        client.close()
    return collections


def _collect(collections: Collections, service: str, documents: dict[str, list[Document]]) -> None:
    for collection, some in documents.items():
        if collection.endswith(ARCHIVE):
            continue
        archived: dict[str, list[Document]] = {}
        for entry in documents.get(collection + ARCHIVE, []):
            archived.setdefault(entry["aggregate"], []).append(entry)
        for document in some:
            if "history" in document:
                key = str(document["_id"])
                aggregate = aggregate_of(service, collection, document, archived.get(key, []))
                collections.aggregates.append(aggregate)
                collections.events += _events(aggregate)


def aggregate_of(
    service: str, collection: str, document: Document, archived: list[Document]
) -> Aggregate:
    """Put a document and its archive together; what was copied twice is one entry."""
    by_version = {each["version"]: each for each in [*archived, *document["history"]]}
    return Aggregate(
        service=service,
        collection=collection,
        key=str(document["_id"]),
        version=document["version"],
        state=document["state"],
        entries=tuple(_entry(by_version[version]) for version in sorted(by_version)),
        pending="pending" in document,
    )


def _entry(document: Document) -> StoredEntry:
    return StoredEntry(
        version=document["version"],
        cause=document["cause"],
        events=tuple(bytes(raw) for raw in document["events"]),
        refused=(document.get("refused") or {}).get("code"),
    )


def _events(aggregate: Aggregate) -> list[StoredEvent]:
    return [_event(aggregate, raw) for entry in aggregate.entries for raw in entry.events]


def _event(aggregate: Aggregate, raw: bytes) -> StoredEvent:
    envelope = orjson.loads(raw)
    return StoredEvent(
        service=aggregate.service,
        aggregate=f"{aggregate.collection}/{aggregate.key}",
        id=envelope["id"],
        type=envelope["type"],
        subject=envelope["subject"],
        at=envelope["time"],
        data=envelope["data"],
        raw=raw,
        cause=envelope.get("causationid"),
    )
