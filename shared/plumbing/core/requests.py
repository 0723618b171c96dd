"""Requests with an `Idempotency-Key`. One key stands for one request."""

import hashlib
import hmac
import secrets
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

import orjson

from shared.plumbing.core.failures import Refused

DIGITS = 32
KEY_REUSED = Refused(
    "key-reused", "This key was used for another request, and that one stands; choose a new one."
)


class KeyNames:
    """Names the keys of requests where everybody may read: nobody can tell a key from its name.

    All replicas of a service share the secret. Two owners can use the same key.
    """

    def __init__(self) -> None:
        self.secret = secrets.token_bytes(32)
        """Until the shared one is known. No request is taken before."""

    def name_of(self, owner: str, key: str) -> str:
        text = f"{owner} {key}".encode()
        return hmac.digest(self.secret, text, "sha256").hex()[:DIGITS]


@dataclass(slots=True)
class KeyedRequest:
    """A request with a key."""

    name: str
    """Stands for the key and its owner."""
    fingerprint: str
    reserved: bool = False
    replayed: bool | None = None
    """Whether all its answers were given before. None: nothing was answered yet."""


class Requests(Protocol):
    """Remembers the first request of each key, for all replicas."""

    async def is_first_or_same(self, request: KeyedRequest) -> bool:
        """True if the key is new or has the same request. Raises Retryable when away."""


_present: ContextVar[KeyedRequest | None] = ContextVar("present_request", default=None)


def present_request() -> KeyedRequest | None:
    """The present request, if it has a key."""
    return _present.get()


def remember_request(request: KeyedRequest | None) -> None:
    """Make this the present request. None: the present request has no key so far."""
    _present.set(request)


def fingerprint(body: bytes) -> str:
    """Hash a body. Spaces and the order of fields do not change the hash."""
    with suppress(ValueError, TypeError):  # not JSON, or too deep: hash the bytes
        body = orjson.dumps(orjson.loads(body), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(body).hexdigest()[:DIGITS]
