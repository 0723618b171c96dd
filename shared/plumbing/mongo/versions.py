"""Keeps a fingerprint of each version of a document, from its first use."""

from collections.abc import Mapping

from shared.plumbing.core.versioned import Versioned, insist_on_content, word_of
from shared.plumbing.mongo.connection import Database
from shared.plumbing.mongo.firsts import first_document

VERSIONS = "versions"


async def hold_to_versions(database: Database, known: Mapping[int, Versioned]) -> None:
    """Raises ValueError if one was edited: replicas would decide by different rules."""
    first: dict[int, str] = {}
    for number, each in known.items():
        key, fields = f"{word_of(known)}/{number}", {"sha256": each.fingerprint()}
        first[number] = (await first_document(database[VERSIONS], key, fields))["sha256"]
    insist_on_content(known, first)
