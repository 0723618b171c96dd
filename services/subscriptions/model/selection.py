"""Which events are public, and which of them a poller wants."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from shared.contracts.envelope import Message
from shared.contracts.registry import all_messages
from shared.plumbing.core.failures import Invalid

ANY = "*"
Codes = tuple[str, ...]
Path = tuple[str, ...]


@cache
def public_events() -> Mapping[str, type[Message]]:
    """Every event that its contract declares public, by type."""
    return {name: cls for name, cls in all_messages().items() if cls.public}


@cache
def public_topics() -> tuple[str, ...]:
    """In the order in which things usually happen to a UMKM."""
    return tuple(dict.fromkeys(cls.topic for cls in public_events().values()))


@cache
def filterable_paths() -> Mapping[tuple[str, str], Sequence[Path]]:
    """By type and field, where an event carries the field: `hs6` is in `products.hs6`."""
    paths: dict[tuple[str, str], list[Path]] = {}
    for name, cls in public_events().items():
        for path in (tuple(declared.split(".")) for declared in cls.filterable):
            paths.setdefault((name, path[-1]), []).append(path)
    return paths


@dataclass(frozen=True, slots=True)
class Selection:
    """Each part narrows; within a part, any of its values will do. Empty: everything."""

    types: tuple[str, ...] = ()
    """Whole, or the beginning and an asterisk."""
    fields: Mapping[str, Codes] = field(default_factory=dict)
    """By the name of a filterable field: the codes that fit, whole or their beginnings."""

    def topics(self) -> frozenset[str]:
        """Where the chosen types travel. Raises Invalid if a type is misspelt: no event has it."""
        for pattern in self.types:
            if not any(_fits(name, pattern) for name in public_events()):
                raise Invalid(f"no public event has the type {pattern!r}")
        return frozenset(
            cls.topic
            for name, cls in public_events().items()
            if not self.types or any(_fits(name, pattern) for pattern in self.types)
        )

    def has(self, fact: Mapping[str, Any]) -> bool:
        """Look only at the event itself: an event without a field does not match its filter."""
        data, kind = fact.get("data"), str(fact.get("type"))
        if not isinstance(data, Mapping):
            return False
        if self.types and not any(_fits(kind, pattern) for pattern in self.types):
            return False
        return all(
            any(code.startswith(codes) for code in _codes(kind, name, data))
            for name, codes in self.fields.items()
            if codes
        )


def _fits(name: str, pattern: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith(ANY) else name == pattern


def _codes(kind: str, name: str, data: object) -> Iterator[str]:
    for path in filterable_paths().get((kind, name), ()):
        yield from _at(data, path)


def _at(part: object, path: Path) -> Iterator[str]:
    """Every text at a path; a list on the way stands for each of its items."""
    if isinstance(part, list):
        for item in part:
            yield from _at(item, path)
    elif path and isinstance(part, Mapping):
        yield from _at(part.get(path[0]), path[1:])
    elif isinstance(part, str) and not path:
        yield part
