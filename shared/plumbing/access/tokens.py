"""Verifies the tokens of OpenID providers."""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from shared.plumbing.access.callers import Caller
from shared.plumbing.access.issuers import LONGEST, Issuer
from shared.plumbing.access.refusals import TokenRefused
from shared.plumbing.core.failures import Retryable

ASK_AGAIN_SECONDS = 30.0
"""So often at most is a provider asked for its keys, whatever tokens come."""
LEEWAY_SECONDS = 30
"""Clocks of machines differ."""
MOST_CHARACTERS = 8_192
_TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})
Fetch = Callable[[str], Awaitable[dict[str, Any]]]
"""Gets a JSON object from an address. Raises Retryable."""


class IssuerKeys:
    """The keys of one provider, fetched when they are needed and kept while it is away."""

    def __init__(self, issuer: str, fetch: Fetch, clock: Callable[[], float]) -> None:
        self._issuer, self._fetch, self._clock = issuer, fetch, clock
        self._keys: dict[str, Key] = {}
        self._asked_at: float | None = None

    async def key(self, kid: str) -> Key | None:
        """Raises Retryable if no key is known at all and the provider is away."""
        if kid not in self._keys and self._may_ask():
            self._asked_at = self._clock()
            try:
                self._keys = await self._fetched()
            except Retryable:
                if not self._keys:
                    raise
        elif not self._keys:
            raise Retryable("the OpenID provider is away")
        return self._keys.get(kid)

    def _may_ask(self) -> bool:
        return self._asked_at is None or self._clock() - self._asked_at >= ASK_AGAIN_SECONDS

    async def _fetched(self) -> dict[str, Key]:
        address = self._issuer.rstrip("/") + "/.well-known/openid-configuration"
        described = await self._fetch(address)
        of_keys = described.get("jwks_uri")
        if described.get("issuer") != self._issuer or not isinstance(of_keys, str):
            raise Retryable("the OpenID provider describes another issuer")
        try:
            keys = KeySet.import_key_set(await self._fetch(of_keys)).keys  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise Retryable("the keys of the OpenID provider cannot be read") from error
        return {key.kid: key for key in keys if key.kid}


class Tokens:
    """The tokens of several providers."""

    def __init__(
        self,
        issuers: Mapping[str, Issuer],
        fetch: Fetch,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`clock`: seconds since 1970 by the machine. The platform's clock may run ahead."""
        self._issuers, self._clock = issuers, clock
        self._keys = {each: IssuerKeys(each, fetch, clock) for each in issuers}

    async def caller_of(self, token: str) -> Caller:
        """Raises TokenRefused, or Retryable if no key of the provider is known."""
        issuer, algorithm, kid = self._announced(token)
        key = await self._keys[issuer.issuer].key(kid)
        if key is None:
            raise TokenRefused("bad-token")
        try:
            claims = jwt.decode(token, key, algorithms=[algorithm]).claims
            self._rules_of(issuer).validate(claims)
        except JoseError as error:
            raise TokenRefused("expired" if "expired" in error.error else "bad-token") from None
        except (ValueError, TypeError):
            raise TokenRefused("bad-token") from None
        subject = claims["sub"]
        if not isinstance(subject, str) or len(subject) > LONGEST or _is_no_access_token(claims):
            raise TokenRefused("bad-token")
        who = f"{issuer.name}/{subject}"
        return Caller(who, issuer.name_in(claims), issuer.grants_in(claims))

    def _announced(self, token: str) -> tuple[Issuer, str, str]:
        """What the token says of itself. The signature is checked by nothing but this.

        Keys in the header (`jwk`, `jku`, `x5c`, `x5u`) are not looked at.
        """
        if len(token) > MOST_CHARACTERS:
            raise TokenRefused("bad-token")
        try:
            unverified = jws.extract_compact(token.encode("ascii"))
            header = unverified.headers()
            claims = orjson.loads(unverified.payload)
            issuer = self._issuers[claims["iss"]]
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            raise TokenRefused("bad-token") from None
        algorithm, kid = header.get("alg"), header.get("kid")
        if algorithm not in issuer.algorithms or not isinstance(kid, str) or "crit" in header:
            raise TokenRefused("bad-token")
        if str(header.get("typ", "jwt")).lower() not in _TYPES:
            raise TokenRefused("bad-token")
        return issuer, str(algorithm), kid

    def _rules_of(self, issuer: Issuer) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=int(self._clock()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer.issuer},
            aud={"essential": True, "value": issuer.audience},
            exp={"essential": True},
            sub={"essential": True},
        )


def _is_no_access_token(claims: dict[str, Any]) -> bool:
    """An ID token or a refresh token says so, at Keycloak in `typ`. Ours are for the program."""
    return str(claims.get("typ", "Bearer")).lower() != "bearer" or "nonce" in claims
