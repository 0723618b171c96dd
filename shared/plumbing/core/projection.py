"""Folds events into views: what a service only reads. See docs/architecture.md.

One document holds all that a view knows of one subject, with a section for each aggregate.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from shared.contracts.envelope import CloudEvent, Message
from shared.contracts.ids import EventId
from shared.plumbing.core import metrics
from shared.plumbing.core.aggregate import Input
from shared.plumbing.core.failures import Invalid, LostRace
from shared.plumbing.core.recent import Recent

S = TypeVar("S")
RACES = 20
"""Tries against other writers before a batch is put off."""
Counts = Mapping[str, int]
NOTHING: Counts = {}


@dataclass(frozen=True, slots=True)
class SectionKind(Generic[S]):
    """What a view keeps of one kind of aggregate, from one topic."""

    topic: str
    state: type[S]
    """A new field needs a default, because older views are read until they are built again."""
    initial: Callable[[], S]
    fold: Callable[[S, CloudEvent[Any]], S]
    """Pure, without a clock. It sees its own section alone, so topics may overtake each other."""
    reads: Mapping[type[Message], str]
    """Each event with the reaction in words, for `docs/events/reactions.md`."""


class Section(NamedTuple):
    """What the events of one aggregate came to, up to the event (version, n)."""

    version: int
    n: int
    state: Any


Sections = Mapping[str, Section]


@dataclass(frozen=True, slots=True)
class ViewKind:
    """A kind of view and its folds, by kind of aggregate."""

    name: str
    sections: Mapping[str, SectionKind[Any]]
    count: Callable[[Sections], Counts] = lambda _sections: NOTHING
    """The counters that this one view adds to, by name. Pure."""


class View(NamedTuple):
    """A view as it is stored. A section has the name of its kind.

    If the key of the aggregate is not the key of the view, the name is `<kind>/<key>`.
    """

    version: int
    """Counts the writes. 0: it is not stored."""
    sections: Sections


class ViewChange(NamedTuple):
    """What one batch does to one view."""

    key: str
    before: View
    sections: Sections


class Views(Protocol):
    """Stores the views of one kind, and their counters. Raises Retryable when away."""

    async def load(self, keys: Collection[str]) -> dict[str, View]:
        """Load views. Missing ones are left out."""

    async def write(self, changes: Sequence[ViewChange], counts: Counts) -> bool:
        """Save all changes and add to the counters, or do nothing.

        False if another writer was first at one of the views.
        """


class Projection:
    """A sink that keeps views. The cause of a message is an event id, its command the envelope.

    Events of one aggregate about one subject come in order, with repeats (see `EventId`). So an
    event that is not newer than its section was folded before, and is dropped.
    """

    def __init__(self, kind: ViewKind, views: Views, cached: int = 0) -> None:
        self.kind = kind
        self._views = views
        self._cached = bool(cached)
        self._cache: Recent[View] = Recent(cached)

    async def apply(self, messages: Sequence[Input]) -> None:
        grouped = grouped_by_key(messages)
        for _ in range(RACES):
            changes = self._folded(grouped, await self._load(grouped))
            if await self._write(changes):
                return
            metrics.RACES_LOST.labels(self.kind.name).inc()
        raise LostRace(f"{len(grouped)} views of kind {self.kind.name} kept changing")

    def forget(self) -> None:
        """Drop the cached views, because other replicas may own these subjects now."""
        self._cache.clear()

    async def _load(self, keys: Collection[str]) -> dict[str, View]:
        loaded = {key: view for key in keys if (view := self._cache.get(key))}
        missing = [key for key in keys if key not in loaded]
        return loaded | await self._views.load(missing) if missing else loaded

    async def _write(self, changes: Sequence[ViewChange]) -> bool:
        if not changes:
            return True
        for change in changes:  # until the outcome is known
            self._cache.drop(change.key)
        written = await self._views.write(changes, self._counts(changes))
        if written and self._cached:
            for change in changes:
                self._cache.put(change.key, View(change.before.version + 1, change.sections))
        return written

    def _folded(
        self, grouped: Mapping[str, list[tuple[EventId, Any]]], views: Mapping[str, View]
    ) -> list[ViewChange]:
        """The views that change."""
        changes = []
        for key, events in grouped.items():
            before = views.get(key) or View(0, {})
            sections = fold_all(self.kind, key, before.sections, events)
            if sections is not before.sections:
                changes.append(ViewChange(key, before, sections))
        return changes

    def _counts(self, changes: Iterable[ViewChange]) -> Counts:
        counted: Counter[str] = Counter()
        for change in changes:
            counted.update(self.kind.count(change.sections))
            if change.before.version:
                counted.subtract(self.kind.count(change.before.sections))
        return {name: count for name, count in counted.items() if count}


def to_fold(envelope: CloudEvent[Any]) -> Input:
    """The message to a projection. A view is about the subject of its events."""
    return Input(envelope.subject, envelope.id, envelope)


def grouped_by_key(messages: Sequence[Input]) -> dict[str, list[tuple[EventId, Any]]]:
    """Group events by view, in order. Raises Invalid for an id that tells no version."""
    grouped: dict[str, list[tuple[EventId, Any]]] = {}
    for message in messages:
        try:
            event_id = EventId.parse(message.cause)
        except ValueError as error:
            raise Invalid(str(error)) from error
        grouped.setdefault(message.key, []).append((event_id, message.command))
    return grouped


def fold_all(
    kind: ViewKind, key: str, sections: Sections, events: Iterable[tuple[EventId, CloudEvent[Any]]]
) -> Sections:
    """Fold the events that are new. Returns the same sections if there is none."""
    folded = dict[str, Section]()
    for event_id, envelope in events:
        part = kind.sections.get(event_id.kind)
        if part is None or part.topic != envelope.data.topic:
            continue  # the view keeps nothing of it
        name = event_id.kind if event_id.key == key else f"{event_id.kind}/{event_id.key}"
        section = folded.get(name) or sections.get(name) or Section(0, 0, part.initial())
        at = event_id.version, event_id.n
        if at > (section.version, section.n):
            folded[name] = Section(*at, part.fold(section.state, envelope))
    return {**sections, **folded} if folded else sections
