"""The data of the runner: messages, entries of a history, snapshots, changes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from shared.contracts.envelope import Event
from shared.contracts.registry import erasable_topics
from shared.plumbing.core.failures import Refused
from shared.plumbing.core.requests import KEY_REUSED

S = TypeVar("S")
# Each message makes several of these. Named tuples cost far less than frozen dataclasses.


class Input(NamedTuple):
    """One request or fact for one aggregate."""

    key: str
    """The aggregate's id."""
    cause: str
    """Unique within the aggregate. A second message with the same cause is not applied again."""
    command: Any
    correlation: str | None = None
    trace: str | None = None
    expected: int | None = None
    """The version that the sender saw. None: any version will do."""
    request_hash: str | None = None
    """The fingerprint of the request. Another request under the same cause is refused."""
    refused: Refused | None = None
    """The answer, if it is known before the rules decide."""
    actor: str | None = None


class Outgoing(NamedTuple):
    """An event as it is stored and published."""

    topic: str
    subject: str
    raw: bytes


class HistoryEntry(NamedTuple):
    """One applied message. It serves as audit trail, inbox and outbox."""

    version: int
    at: datetime
    cause: str
    refused: Refused | None = None
    events: tuple[Outgoing, ...] = ()
    request_hash: str | None = None
    actor: str | None = None


@dataclass(slots=True)
class Snapshot(Generic[S]):
    """A saved aggregate as the runner holds it: state and causes, without old events."""

    version: int
    acknowledged: int
    """Events up to this version are on their topics for certain."""
    state: S
    causes: dict[str, int] = field(default_factory=dict)
    """Causes inside the document, with their versions. Older causes are in the archive."""
    pending: bool = False
    """The relay must publish its events, because no Kafka offset brings them back."""
    refused: frozenset[int] = frozenset()
    """Versions inside the document that hold a refusal."""
    looked_up: Mapping[str, int] | None = None
    """Causes from the archive, for the messages of this batch only."""
    is_own: bool = False

    @property
    def archived(self) -> int:
        """Versions up to this one have left the document."""
        return self.version - len(self.causes)

    def version_of(self, cause: str) -> int | None:
        """The version that this message made, if it was applied before."""
        return self.causes.get(cause) or (self.looked_up.get(cause) if self.looked_up else None)


@dataclass(frozen=True, slots=True)
class Kind(Generic[S]):
    """A kind of aggregate and its rules."""

    name: str
    """Singular, `ballot`, without a slash. Event ids begin with it, see `EventId`."""
    source: str
    """The CloudEvents source of its events."""
    state: type[S]
    initial: Callable[[str], S]
    decide: Callable[[S, Any, datetime], Sequence[Event] | Refused]
    evolve: Callable[[S, Event], S]
    refusal: Callable[[Any, Refused], Event | None] = lambda _command, _refused: None
    """The event that answers a refused command, if its sender waits for one on a topic."""


@dataclass(slots=True)
class Change(Generic[S]):
    """What one batch does to one aggregate."""

    key: str
    before: Snapshot[S]
    state: S
    pending: bool = False
    entries: list[HistoryEntry] = field(default_factory=list)
    """New entries, in order. Empty if every message was applied before."""
    repeated: set[int] = field(default_factory=set)
    """Versions of messages that came again. Their stored events are published again."""
    turned_away: dict[str, Refused] = field(default_factory=dict)
    """Refusals by cause that no entry records."""
    recalled: list[HistoryEntry] = field(default_factory=list)
    """Older entries to publish before the new ones, in order."""
    acknowledged: int = 0
    archive_to: int = 0
    """Entries up to this version leave the document with this write."""

    @property
    def version(self) -> int:
        return self.before.version + len(self.entries)

    @property
    def kept(self) -> int:
        """The number of entries in the document after the write."""
        return self.version - max(self.archive_to, self.before.archived)

    def is_changed_since(self, seen: int) -> bool:
        """True if anything but refusals came after this version."""
        if not self.before.archived <= seen <= self.version:
            return True
        return not self._refused().issuperset(range(seen + 1, self.version + 1))

    def _refused(self) -> frozenset[int]:
        new = [entry.version for entry in self.entries if entry.refused]
        return self.before.refused.union(new) if new else self.before.refused

    def outgoing(self, published: int = 0) -> Iterator[Outgoing]:
        """Events to publish for this aggregate, oldest first.

        Leaves out those up to version `published`, except what a repeated message asks for again.
        """
        published = max(published, self.acknowledged)
        for entry in self.recalled:
            if entry.version <= published and entry.version not in self.repeated:
                continue
            if entry.version > self.acknowledged:
                yield from entry.events
            else:  # sent before: since then, an erasable event may have been erased
                yield from (e for e in entry.events if e.topic not in erasable_topics())
        for entry in self.entries:
            if entry.version > published:
                yield from entry.events

    def after(self) -> Snapshot[S]:
        """The snapshot after this change is written."""
        causes = self.before.causes | {entry.cause: entry.version for entry in self.entries}
        if len(causes) > self.kept:
            causes = {cause: v for cause, v in causes.items() if v > self.archive_to}
        pending = self.pending or self.before.pending
        refused = self._refused()
        if refused:
            refused = refused.intersection(causes.values())
        return Snapshot(
            self.version, self.acknowledged, self.state, causes, pending, refused, is_own=True
        )


@dataclass(frozen=True, slots=True)
class Applied:
    """The receipt of one message. A repeated message gets the same receipt."""

    key: str
    version: int
    refused: Refused | None = None
    events: tuple[Outgoing, ...] = ()
    repeated: bool = False


def receipts_for(messages: Sequence[Input], changes: Sequence[Change[Any]]) -> list[Applied]:
    """The receipt of each message, in the same order."""
    receipts: dict[tuple[str, str], Applied] = {}
    first = _first_hashes(changes)
    for change in changes:
        for cause, refused in change.turned_away.items():
            receipts[change.key, cause] = Applied(change.key, 0, refused)
        for entry in (*change.recalled, *change.entries):
            repeated = entry.version <= change.before.version
            receipts[change.key, entry.cause] = _receipt(change.key, entry, repeated)
    return [
        _unless_reused(message, receipts[message[:2]], first.get(message[:2]))
        for message in messages
    ]


def refusals_of_reuse(messages: Sequence[Input], changes: Sequence[Change[Any]]) -> list[Input]:
    """New messages that record a refusal for each reused cause."""
    if sum(len(change.entries) for change in changes) == len(messages):
        return []  # no message came again, as in nearly every batch
    first = _first_hashes(changes)
    return [
        message._replace(
            cause=f"reused/{message.cause}/{message.request_hash}",
            request_hash=None,
            refused=KEY_REUSED,
        )
        for message in messages
        if _is_reuse(message, first.get(message[:2]))
    ]


def _first_hashes(changes: Sequence[Change[Any]]) -> dict[tuple[str, str], str | None]:
    return {
        (change.key, entry.cause): entry.request_hash
        for change in changes
        for entry in (*change.recalled, *change.entries)
    }


def _is_reuse(message: Input, first: str | None) -> bool:
    return first is not None and message.request_hash not in {None, first}


def _unless_reused(message: Input, receipt: Applied, first: str | None) -> Applied:
    """A receipt belongs to the first request. Another request under its cause is refused."""
    if _is_reuse(message, first):
        return Applied(receipt.key, receipt.version, KEY_REUSED)
    return receipt


def _receipt(key: str, entry: HistoryEntry, repeated: bool) -> Applied:
    return Applied(key, entry.version, entry.refused, entry.events, repeated)


def by_key(messages: Sequence[Input]) -> dict[str, list[Input]]:
    grouped: dict[str, list[Input]] = {}
    for message in messages:
        grouped.setdefault(message.key, []).append(message)
    return grouped


def portions_of(messages: Sequence[Input], size: int) -> list[list[Input]]:
    """Split a batch. All messages of one aggregate stay in one portion, in order."""
    count = max(1, len(messages) // size)
    portions: list[list[Input]] = [[] for _ in range(count)]
    places: dict[str, int] = {}
    for message in messages:
        portions[places.setdefault(message.key, len(places) % count)].append(message)
    return [portion for portion in portions if portion]
