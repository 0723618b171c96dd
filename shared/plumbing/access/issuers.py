"""The OpenID providers whose tokens open doors, as operators list them."""

from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.plumbing.access.callers import REACHES, Role, RoleGrant
from shared.yaml_files import read_yaml

LONGEST = 200
"""Characters of a subject, a name or a reach."""


class Algorithm(StrEnum):
    """Signatures with a key pair. A shared secret would let every reader make tokens."""

    RS256 = "RS256"
    RS384 = "RS384"
    RS512 = "RS512"
    PS256 = "PS256"
    PS384 = "PS384"
    PS512 = "PS512"
    ES256 = "ES256"
    ES384 = "ES384"
    ES512 = "ES512"
    EDDSA = "EdDSA"


class ClaimNames(BaseModel):
    """Where the claims stand; a dot leads into an object. Zitadel's names hold no dot."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    roles: str = "roles"
    """A list, or an object whose names are the roles."""
    name: str = "name"
    district: str = "district"
    agency: str = "agency"
    mentor: str = "mentor"


class Issuer(BaseModel):
    """One provider."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,29}$")
    """Part of every caller's id, so it must stay."""
    issuer: str = Field(pattern=r"^https?://\S+$", max_length=500)
    """Exactly as in `iss`. Its `/.well-known/openid-configuration` leads to the keys."""
    audience: str = Field(min_length=1, max_length=LONGEST)
    algorithms: tuple[Algorithm, ...] = Field(default=(Algorithm.RS256,), min_length=1)
    roles: dict[str, Role] = Field(min_length=1)
    """The provider's words for roles. A role that is not here opens nothing."""
    claims: ClaimNames = ClaimNames()

    def grants_in(self, claims: dict[str, Any]) -> frozenset[RoleGrant]:
        """The roles of a token with their reach. A role without its reach is left out."""
        grants = set()
        for word in _words(_claim(claims, self.claims.roles)):
            role = self.roles.get(word)
            if role is None:
                continue
            if role not in REACHES:
                grants.add(RoleGrant(role))
                continue
            where = getattr(self.claims, REACHES[role], REACHES[role])
            grants |= {RoleGrant(role, reach) for reach in _words(_claim(claims, where))}
        return frozenset(grants)

    def name_in(self, claims: dict[str, Any]) -> str:
        """For people to read; the subject if the token names nobody."""
        name = _claim(claims, self.claims.name)
        return (name if isinstance(name, str) and name else str(claims["sub"]))[:LONGEST]


class IssuersFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    issuers: tuple[Issuer, ...] = Field(min_length=1, max_length=20)


def read_issuers(path: Path) -> dict[str, Issuer]:
    """The issuers by their `iss`. Raises OSError or ValueError."""
    try:
        listed = IssuersFile.model_validate(read_yaml(path)).issuers
    except (yaml.YAMLError, ValidationError) as error:
        raise ValueError(f"{path}: {error}") from error
    by_address = {each.issuer: each for each in listed}
    if len(by_address) < len(listed) or len({each.name for each in listed}) < len(listed):
        raise ValueError(f"{path}: two issuers have the same name or address")
    return by_address


def _claim(claims: dict[str, Any], path: str) -> Any:
    """The value under a whole name, or along the dots."""
    if path in claims:
        return claims[path]
    value: Any = claims
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _words(value: Any) -> list[str]:
    """The texts of a list, an object's names, or a text with blanks between words."""
    words = value.split() if isinstance(value, str) else value
    if not isinstance(words, (list, dict)):
        return []
    return [word for word in words if isinstance(word, str) and 0 < len(word) <= LONGEST]
