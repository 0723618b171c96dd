"""From the `Authorization` of a request to its caller."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from shared.plumbing.access.callers import Caller
from shared.plumbing.access.issuers import read_issuers
from shared.plumbing.access.keys import PREFIX, ApiKeys
from shared.plumbing.access.refusals import TokenRefused
from shared.plumbing.access.tokens import Tokens
from shared.plumbing.core.failures import Retryable

MOST_BYTES = 512 * 1024
"""Of an answer of a provider."""
WITHIN_SECONDS = 5.0
Authenticate = Callable[[str], Awaitable[Caller]]
"""Finds the caller of a bearer token. Raises TokenRefused or Retryable."""


class Authenticator:
    """API keys and the tokens of OpenID providers, as the settings list them."""

    def __init__(self, keys: Path | None, issuers: Path | None) -> None:
        """Raises OSError or ValueError if one of the files cannot be read."""
        self._keys = ApiKeys(keys) if keys else None
        self._tokens = Tokens(read_issuers(issuers) if issuers else {}, _fetch)

    async def __call__(self, token: str) -> Caller:
        if not token.startswith(PREFIX):
            return await self._tokens.caller_of(token)
        if self._keys is None:
            raise TokenRefused("unknown-key")
        return self._keys.caller_of(token, datetime.now(UTC))


async def _fetch(address: str) -> dict[str, Any]:
    """Raises Retryable. The sentence names no address, which may hold a password."""
    try:
        async with httpx.AsyncClient(timeout=WITHIN_SECONDS) as client:
            answer = await client.get(address)
        body = answer.json() if answer.is_success and len(answer.content) <= MOST_BYTES else None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        body = None
    if not isinstance(body, dict):
        raise Retryable("the OpenID provider is away")
    return body
