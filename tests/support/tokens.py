"""Signs tokens as an OpenID provider does."""

from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from shared.plumbing.access.issuers import Algorithm, Issuer
from shared.plumbing.access.tokens import Tokens
from shared.plumbing.core.failures import Retryable

ISSUER = "https://id.example.go.id/realms/sentra"
NOW = 1_800_000_000
ROLES = {each: each for each in ("province", "district", "agency", "mentor", "operations")}


def an_issuer(**changes: Any) -> Issuer:
    fields: dict[str, Any] = {
        "name": "province",
        "issuer": ISSUER,
        "audience": "sentra",
        "algorithms": [Algorithm.ES256],
        "roles": ROLES,
    }
    return Issuer(**fields | changes)


@dataclass
class Provider:
    """Answers like a provider; `away` makes it fail."""

    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "k1"}))
    away: bool = False
    fetched: list[str] = field(default_factory=list)
    now: float = NOW

    async def fetch(self, address: str) -> dict[str, Any]:
        self.fetched.append(address)
        if self.away:
            raise Retryable("away")
        if address.endswith("openid-configuration"):
            return {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/keys"}
        return {"keys": [self.key.as_dict(private=False)]}

    def tokens(self, **changes: Any) -> Tokens:
        issuer = an_issuer(**changes)
        return Tokens({issuer.issuer: issuer}, self.fetch, lambda: self.now)

    def sign(self, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """A token that opens doors but for what the arguments change. None leaves a claim out."""
        body = {"iss": ISSUER, "aud": "sentra", "sub": "s-1", "exp": NOW + 600, "name": "Rina"}
        body |= {"roles": ["district"], "district": "12.01"} | claims
        body = {name: value for name, value in body.items() if value is not None}
        known = {"alg": "ES256", "kid": "k1", "typ": "at+jwt"} | (header or {})
        known = {name: value for name, value in known.items() if value is not None}
        return jwt.encode(known, body, self.key, algorithms=["ES256", "ES384"])
