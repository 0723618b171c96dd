"""Which UMKM hold the keys by which they are recognised."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple


class Holders(NamedTuple):
    held: Mapping[str, Iterable[str]]
    """By UMKM, all its keys."""
    merged: Mapping[str, str] = {}
    """By UMKM that the province merged, the one that stays; its keys remain where they are."""
    returned: AbstractSet[str] = frozenset()
    """Those whose district mends them just now."""
