"""Which events a poller wants; and which there are for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from shared.contracts.envelope import Event
from shared.contracts.registry import all_messages
from shared.plumbing.core.failures import Invalid

ANY = "*"
OPEN_SERVICES = ("intake", "endorsement", "mentoring")
"""Notices are nobody's business but their recipients'; commands are no events."""


@cache
def public_events() -> Mapping[str, str]:
    """The topic of each type that everybody may read; what can be erased is personal."""
    return {
        name: cls.topic
        for name, cls in all_messages().items()
        if issubclass(cls, Event) and not cls.erasable and name.partition(".")[0] in OPEN_SERVICES
    }


@cache
def public_topics() -> tuple[str, ...]:
    """In the order in which things usually happen to a UMKM."""
    return tuple(dict.fromkeys(public_events().values()))


@dataclass(frozen=True, slots=True)
class Selection:
    """Each part narrows; within a part, any of its values will do. Empty: everything."""

    types: tuple[str, ...] = ()
    """Whole, or the beginning and an asterisk."""
    districts: tuple[str, ...] = ()
    commodities: tuple[str, ...] = ()
    """HS codes, or their beginnings."""

    def chosen(self) -> Mapping[str, str]:
        """Types with their topics. Raises Invalid for one that no event has: it is misspelt."""
        for pattern in self.types:
            if not any(_fits(name, pattern) for name in public_events()):
                raise Invalid(f"no public event has the type {pattern!r}")
        return {
            name: topic
            for name, topic in public_events().items()
            if not self.types or any(_fits(name, pattern) for pattern in self.types)
        }

    def has(self, fact: Mapping[str, Any]) -> bool:
        """Look at the event's own fields alone: what it does not carry, it does not match."""
        data = fact.get("data")
        if not isinstance(data, Mapping):
            return False
        if self.types and not any(_fits(str(fact.get("type")), pattern) for pattern in self.types):
            return False
        if self.districts and data.get("district") not in self.districts:
            return False
        return not self.commodities or any(
            code.startswith(self.commodities) for code in _goods(data)
        )


def _fits(name: str, pattern: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith(ANY) else name == pattern


def _goods(data: Mapping[str, Any]) -> list[str]:
    codes = [*(data.get("hs6") or ()), *(p.get("hs6") for p in data.get("products") or ())]
    return [code for code in codes if isinstance(code, str)]
