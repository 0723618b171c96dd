"""Who a recommendation speaks of: a UMKM that is known by any of its keys, or a new one.

A NIB that comes later is attached to the UMKM that its NIK or its name recognises. Another number
than the known one is another UMKM, unless it was given back to its district: then it is mended.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from services.intake.model.identities import Holders

Keys = tuple[str, ...]
"""Strongest first, each `<kind>/<id>`: the id is the one of a UMKM first heard of by this key."""


BY_NAME = "name/"
"""Name, owner and district together."""


class Recognised(NamedTuple):
    umkm_id: str
    keys: Keys
    """What may be attached to it: all keys that are of no other UMKM."""
    is_new: bool = False
    """Nobody was known by any of its keys."""


class Known:
    """The UMKM that hold any of the keys at hand."""

    def __init__(self, *holders: Holders) -> None:
        self._of: dict[str, str] = {}
        self._held: dict[str, set[str]] = {}
        self._merged: dict[str, str] = {}
        self._returned: set[str] = set()
        for each in holders:
            self.add(each)

    def add(self, holders: Holders) -> None:
        self._merged.update(holders.merged)
        self._returned.update(holders.returned)
        for umkm_id, keys in holders.held.items():
            self._hold(umkm_id, keys)

    def recognise(self, keys: Keys) -> Recognised:
        """Recognise a UMKM and remember it, for the rows that follow."""
        known = self._find(keys)
        holder = known or keys[0].partition("/")[2]
        umkm_id = self._merged.get(holder, holder)
        attached = tuple(key for key in keys if self._of.get(key, umkm_id) == umkm_id)
        self._hold(umkm_id, attached)
        return Recognised(umkm_id, attached, known is None)

    def _find(self, keys: Keys) -> str | None:
        for place, key in enumerate(keys):
            umkm_id = self._of.get(key)
            if umkm_id is None:
                continue
            is_mended = umkm_id in self._returned and key.startswith(BY_NAME)
            if is_mended or not self._is_another(umkm_id, keys[:place]):
                return umkm_id
        return None

    def _is_another(self, umkm_id: str, stronger: Sequence[str]) -> bool:
        """One owner may have two businesses: another NIB than the known one is another UMKM."""
        kinds = {key.partition("/")[0] for key in stronger}
        return any(held.partition("/")[0] in kinds for held in self._held[umkm_id])

    def _hold(self, umkm_id: str, keys: Iterable[str]) -> None:
        self._of.update(dict.fromkeys(keys, umkm_id))
        self._held.setdefault(umkm_id, set()).update(keys)
