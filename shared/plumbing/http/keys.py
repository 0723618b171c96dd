"""Names requests: one `Idempotency-Key` is one command."""

import hashlib
from typing import Annotated

import orjson
from fastapi import Depends, Header, Request
from uuid_utils.compat import uuid7

from shared.plumbing.access import present_caller
from shared.plumbing.core.requests import DIGITS, KeyedRequest, fingerprint, remember_request

IdempotencyKey = Annotated[
    str | None, Header(alias="idempotency-key", max_length=120, pattern="^[ -~]+$")
]


async def key_of_request(request: Request, key: IdempotencyKey = None) -> str:
    """Return the `Idempotency-Key`, or a new one.

    The same key with another body is refused (409).
    """
    if key is None:
        return str(uuid7())
    heed_key(request, key, await request.body())
    return key


async def cause_of_request(request: Request, key: Annotated[str, Depends(key_of_request)]) -> str:
    """Name the request: the same `Idempotency-Key` is the same command, applied once."""
    return cause_under(request, key)


def cause_under(request: Request, key: str) -> str:
    """Name a command. Events carry the name, so the key itself is not in it."""
    return f"http/{_name_of(request, key)}"


def heed_key(request: Request, key: str | None, content: bytes) -> None:
    """Bind this key to this request. Another request under it is refused."""
    if key is not None:
        query = sorted(request.query_params.multi_items())
        what = orjson.dumps([request.method, request.url.path, query, fingerprint(content)])
        request_hash = hashlib.sha256(what).hexdigest()[:DIGITS]
        remember_request(KeyedRequest(_name_of(request, key), request_hash))


def _name_of(request: Request, key: str) -> str:
    """Each caller has keys of its own. Callers without account and owner share theirs."""
    state = request.app.state
    owner = present_caller().id or request.path_params.get(state.key_owner, "")
    return str(state.key_names.name_of(owner, key))
