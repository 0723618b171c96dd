"""Stores and reads entries of a history, in the document and in the archive."""

from collections.abc import Iterable

from shared.plumbing.core.aggregate import HistoryEntry, Outgoing
from shared.plumbing.core.failures import Refused
from shared.plumbing.core.wire import outgoing
from shared.plumbing.mongo.connection import Document


def archive_id(key: str, cause: str) -> str:
    """The id of an archived entry. A second copy gets the same id."""
    return f"{key}|{cause}"


def to_document(entry: HistoryEntry) -> Document:
    document: Document = {
        "version": entry.version,
        "at": entry.at,
        "cause": entry.cause,
        "events": [event.raw for event in entry.events],
    }
    if entry.refused:
        document["refused"] = {"code": entry.refused.code, "detail": entry.refused.detail}
        if entry.refused.missing:
            document["refused"]["missing"] = True
    if entry.request_hash:
        document["asked"] = entry.request_hash
    if entry.actor:
        document["actor"] = entry.actor
    return document


def to_entry(document: Document) -> HistoryEntry:
    refused = document.get("refused")
    return HistoryEntry(
        document["version"],
        document["at"],
        document["cause"],
        Refused(**refused) if refused else None,
        tuple(_events(document["events"])),
        document.get("asked"),
        document.get("actor"),
    )


def _events(stored: Iterable[bytes]) -> Iterable[Outgoing]:
    return (outgoing(raw) for raw in stored)
