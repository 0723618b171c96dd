"""What a request asks under its `Idempotency-Key`: the same key may not ask for two things."""

import hashlib
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


@dataclass(slots=True)
class KeyedRequest:
    """One request that named itself."""

    place: str
    """The key, and who asks, where that is known: each of them names its own requests."""
    fingerprint: str
    claimed: bool = False


class Requests(Protocol):
    """Remembers what was asked under a key, for all replicas."""

    async def is_first_or_same(self, request: KeyedRequest) -> bool:
        """Remember it, unless something else is remembered. Raises Retryable when away."""


_present: ContextVar[KeyedRequest | None] = ContextVar("present_request", default=None)


def present_request() -> KeyedRequest | None:
    """What the present request asks, if it named itself."""
    return _present.get()


def remember_request(request: KeyedRequest) -> None:
    """Let everything that follows from this request know what it asks."""
    _present.set(request)


def fingerprint(body: bytes) -> str:
    """Of what a body says: neither spaces nor the order of its fields make it another one."""
    with suppress(ValueError, TypeError):  # not JSON, or too deep: then its bytes count
        body = orjson.dumps(orjson.loads(body), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(body).hexdigest()[:DIGITS]
