"""Keeps a fingerprint of a secret from its first use, so that no other one takes its place."""

import hmac

from pydantic import SecretStr
from pymongo import ReturnDocument

from shared.plumbing.mongo.connection import Database, world

SECRETS = "secrets"


async def hold_to_secret(database: Database, name: str, secret: SecretStr, way_out: str) -> None:
    """Raises ValueError with the way out if the database was used with another secret."""
    # Keyed with the secret itself: who reads the fingerprint can only try secrets one by one.
    fingerprint = hmac.digest(secret.get_secret_value().encode(), name.encode(), "sha256").hex()
    with world():
        first = await database[SECRETS].find_one_and_update(
            {"_id": name},
            {"$setOnInsert": {"fingerprint": fingerprint}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
    if first["fingerprint"] != fingerprint:
        raise ValueError(f"{name} is another one than before. {way_out}")
