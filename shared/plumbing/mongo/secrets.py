"""Secrets of one database: one that its replicas share, and the fingerprint of one that stays."""

import hmac
import secrets

from pydantic import SecretStr

from shared.plumbing.mongo.connection import Database
from shared.plumbing.mongo.firsts import first_document

SECRETS = "secrets"
BYTES = 32


async def shared_secret(database: Database, name: str) -> bytes:
    """Return the secret of this name. The first replica makes it."""
    document = await first_document(database[SECRETS], name, {"secret": secrets.token_bytes(BYTES)})
    return bytes(document["secret"])


async def hold_to_secret(database: Database, name: str, secret: SecretStr, way_out: str) -> None:
    """Raises ValueError with the way out if the database was used with another secret."""
    # Keyed with the secret itself: who reads the fingerprint can only try secrets one by one.
    fingerprint = hmac.digest(secret.get_secret_value().encode(), name.encode(), "sha256").hex()
    first = await first_document(database[SECRETS], name, {"fingerprint": fingerprint})
    if first["fingerprint"] != fingerprint:
        raise ValueError(f"{name} is another one than before. {way_out}")
