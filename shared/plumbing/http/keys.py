"""Names requests: one `Idempotency-Key` is one command."""

import hashlib
from typing import Annotated

import orjson
from fastapi import Header, Request
from uuid_utils.compat import uuid7

from shared.plumbing.core.requests import DIGITS, KeyedRequest, fingerprint, remember_request

IdempotencyKey = Annotated[
    str | None, Header(alias="idempotency-key", max_length=120, pattern="^[ -~]+$")
]


async def cause_of_request(request: Request, key: IdempotencyKey = None) -> str:
    """Name the request: the same `Idempotency-Key` is the same command, applied once.

    The same key with another body is refused (409).
    """
    if key is None:
        return f"http/{uuid7()}"
    heed_key(request, key, await request.body())
    return f"http/{key}"


def heed_key(request: Request, key: str | None, content: bytes) -> None:
    """Bind this key to this request. Another request under it is refused."""
    if key is not None:
        query = sorted(request.query_params.multi_items())
        what = orjson.dumps([request.method, request.url.path, query, fingerprint(content)])
        # Callers without a known owner share their keys.
        owner = request.path_params.get(getattr(request.app.state, "key_owner", ""), "")
        remember_request(KeyedRequest(f"{owner} {key}", hashlib.sha256(what).hexdigest()[:DIGITS]))
