"""Which UMKM a recommendation speaks of: its identity, its keys, and who holds them."""

import hmac
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from pydantic import SecretStr

from services.intake.model.recommendation import Recommendation
from shared.tables.spelling import normalised

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Two characters at once: three ids are made for each row of a file.
_PAIRS = tuple(first + second for first in _CROCKFORD for second in _CROCKFORD)
_LEGAL_FORM = re.compile(r"\b(?:u ?d|c ?v|p ?t)\b")


class Holders(NamedTuple):
    held: Mapping[str, Iterable[str]]
    """By UMKM, all its keys."""
    merged: Mapping[str, str] = {}
    """By UMKM that the province merged, the one that stays; its keys remain where they are."""
    returned: AbstractSet[str] = frozenset()
    """Those whose district mends them just now."""


def identity_keys(recommendation: Recommendation, key: SecretStr) -> tuple[str, ...]:
    """`nib/U...`, `nik/U...`, `name/U...`: what recognises a UMKM, readable for nobody.

    The strongest comes first; it gives a new UMKM its id. NIK and NPWP can be one string for one
    person, so NPWP is no key of its own.
    """
    secret = key.get_secret_value().encode()
    business = _without_legal_form(normalised(recommendation.business_name))
    name = f"{business}|{normalised(recommendation.owner_name)}|{recommendation.district}"
    named = (("nib", recommendation.nib), ("nik", recommendation.nik), ("name", name))
    return tuple(f"{kind}/{_id(f'{kind}:{value}', secret)}" for kind, value in named if value)


def keyed(text: str, key: SecretStr) -> str:
    """Stand for a text where everybody may read: without the key nobody can try texts."""
    return hmac.digest(key.get_secret_value().encode(), text.encode(), "sha256")[:16].hex()


def _id(identity: str, secret: bytes) -> str:
    """`U` and 60 bits: of a million UMKM any two meet with a chance below 1 in 2 million.

    Keyed, because the id travels on open topics: a NIK has so few values that without a secret
    anyone could try them all and read it out of the id (UU 27/2022).
    """
    keyed = _keyed(secret).copy()
    keyed.update(identity.encode())
    bits = int.from_bytes(keyed.digest()[:8], "big") >> 4
    return "U" + "".join([_PAIRS[bits >> shift & 1023] for shift in (50, 40, 30, 20, 10, 0)])


@lru_cache(maxsize=4)
def _keyed(secret: bytes) -> hmac.HMAC:
    """Take in the key once: it costs as much as all the rest, and lets go of the interpreter."""
    return hmac.new(secret, digestmod="sha256")


def business_words(name: str) -> list[str]:
    """The words that tell one business from another."""
    return _without_legal_form(normalised(name)).split()


def _without_legal_form(name: str) -> str:
    # A business called only "UD" keeps its name: an empty one would match every other empty one.
    return " ".join(_LEGAL_FORM.sub(" ", name).split()) or name
