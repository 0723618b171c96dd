"""Connects to MongoDB, and tells an absent database from a wrong request."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date
from decimal import Decimal
from typing import Any

from bson.codec_options import CodecOptions, TypeRegistry
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo.errors import (
    BulkWriteError,
    DocumentTooLarge,
    InvalidOperation,
    OperationFailure,
    PyMongoError,
)

from shared.plumbing.core.failures import Retryable

Document = dict[str, Any]
Client = AsyncIOMotorClient[Document]
Database = AsyncIOMotorDatabase[Document]
Collection = AsyncIOMotorCollection[Document]


def connect(url: str, database: str, *, retry_writes: bool = False) -> tuple[Client, Database]:
    """Open lazily, with majority for reads and writes.

    So an answered command survives the loss of a primary, and an applied message is never rolled
    back. Writes are safe to repeat, because the guard and the causes show what was done. So
    MongoDB's retryable writes are off: they cost a fifth more time.
    """
    client: Client = AsyncIOMotorClient(
        url,
        w="majority",
        retryWrites=retry_writes,
        readConcernLevel="majority",
        serverSelectionTimeoutMS=5_000,
        connectTimeoutMS=5_000,
        socketTimeoutMS=30_000,
        tz_aware=True,
        uuidRepresentation="standard",
    )
    options: CodecOptions[Document] = CodecOptions(
        tz_aware=True, tzinfo=UTC, type_registry=TypeRegistry(fallback_encoder=_encode)
    )
    return client, client.get_database(database, codec_options=options)


def _encode(value: Any) -> Any:
    """BSON has no plain dates and decimals. They become text, and pydantic reads it back."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} cannot be stored")


OUR_MISTAKES = frozenset({2, 9, 14, 28, 40, 48, 52, 57, 66, 85, 86, 121, 10334, 11000, 17419})
"""Error codes for a wrong request. A repeat would fail again."""


def is_away(error: PyMongoError) -> bool:
    """True when the same request may succeed later.

    Every error counts that does not blame the request, such as a full disk or a changed password.
    No message becomes a dead letter for that.
    """
    if isinstance(error, DocumentTooLarge | InvalidOperation | BulkWriteError):
        return False
    return not isinstance(error, OperationFailure) or error.code not in OUR_MISTAKES


@contextmanager
def world() -> Iterator[None]:
    """Raises Retryable when MongoDB is away. Other errors are our mistakes and pass through."""
    try:
        yield
    except PyMongoError as error:
        if is_away(error):
            raise Retryable(f"MongoDB is away: {type(error).__name__}") from error
        raise
