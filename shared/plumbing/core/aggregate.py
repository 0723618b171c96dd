"""What the runner moves: messages in, entries of a history, aggregates, changes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from shared.contracts.envelope import Event
from shared.plumbing.core.failures import Refused
from shared.plumbing.core.requests import KEY_REUSED

S = TypeVar("S")
# Named tuples where one is made for each message: frozen dataclasses cost several times as much.


class Message(NamedTuple):
    """One request or fact for one aggregate."""

    key: str
    """The aggregate's id."""
    cause: str
    """Unique among all that this aggregate hears: what was applied once is never applied again."""
    command: Any
    correlation: str | None = None
    trace: str | None = None
    expected: int | None = None
    """The version that the sender has seen, where it matters to him."""
    request_hash: str | None = None
    """The fingerprint of what is asked: under one cause there may be only one thing."""
    refused: Refused | None = None
    """The answer, where it is known before the rules are asked."""


class Outgoing(NamedTuple):
    """An event as it is stored and published."""

    topic: str
    subject: str
    raw: bytes


class Entry(NamedTuple):
    """One applied message: the line of the audit trail, of the inbox and of the outbox."""

    version: int
    at: datetime
    cause: str
    refused: Refused | None = None
    events: tuple[Outgoing, ...] = ()
    request_hash: str | None = None


@dataclass(slots=True)
class Snapshot(Generic[S]):
    """What the runner knows of a saved aggregate: its state and causes, never its old events."""

    version: int
    acknowledged: int
    """Events up to this version are known to be on their topics."""
    state: S
    causes: dict[str, int] = field(default_factory=dict)
    """The causes still inside the document, with their versions; older ones are in the archive."""
    pending: bool = False
    """Something here has no offset that would bring it back: the relay has to look after it."""

    refused: frozenset[int] = frozenset()
    """Versions still inside the document by which somebody was refused."""
    looked_up: Mapping[str, int] | None = None
    """Causes found in the archive, for the messages at hand only."""

    @property
    def archived(self) -> int:
        """Versions 1 to this one have left the document."""
        return self.version - len(self.causes)

    def version_of(self, cause: str) -> int | None:
        """Under which version this message was applied already, if it was."""
        return self.causes.get(cause) or (self.looked_up.get(cause) if self.looked_up else None)


@dataclass(frozen=True, slots=True)
class Kind(Generic[S]):
    """A kind of aggregate and its rules."""

    name: str
    """Singular, `ballot`; event ids read `<name>/<key>:<version>:<n>`."""
    source: str
    """The CloudEvents source of its events."""
    state: type[S]
    initial: Callable[[str], S]
    decide: Callable[[S, Any, datetime], Sequence[Event] | Refused]
    evolve: Callable[[S, Event], S]
    refusal: Callable[[Any, Refused], Event | None] = lambda _command, _refused: None
    """The event that answers a refused command, where its sender waits for one on a topic."""


@dataclass(slots=True)
class Change(Generic[S]):
    """What one batch does to one aggregate."""

    key: str
    before: Snapshot[S]
    state: S
    pending: bool = False
    entries: list[Entry] = field(default_factory=list)
    """New ones, in order; empty when all messages were seen before."""
    repeated: set[int] = field(default_factory=set)
    """Versions of the messages that came again: their stored events go out again."""
    turned_away: dict[str, Refused] = field(default_factory=dict)
    """Refused by cause, with no aggregate there to remember it."""
    recalled: list[Entry] = field(default_factory=list)
    """Older entries to publish before the new ones, in order."""
    acknowledged: int = 0
    archive_to: int = 0
    """Entries up to this version leave the document with this write."""

    @property
    def version(self) -> int:
        return self.before.version + len(self.entries)

    @property
    def kept(self) -> int:
        """How many entries the document holds after the write."""
        return self.version - max(self.archive_to, self.before.archived)

    def is_changed_since(self, seen: int) -> bool:
        """Whether anything but refusals came after this version."""
        if not self.before.archived <= seen <= self.version:
            return True
        return not self._refused().issuperset(range(seen + 1, self.version + 1))

    def _refused(self) -> frozenset[int]:
        new = [entry.version for entry in self.entries if entry.refused]
        return self.before.refused.union(new) if new else self.before.refused

    def outgoing(self) -> Iterator[Outgoing]:
        """Everything to publish for this aggregate, oldest first."""
        for entry in self.recalled:
            yield from entry.events
        for entry in self.entries:
            yield from entry.events

    def after(self) -> Snapshot[S]:
        """Read what the document says once this change is written."""
        causes = self.before.causes | {entry.cause: entry.version for entry in self.entries}
        if len(causes) > self.kept:
            causes = {cause: v for cause, v in causes.items() if v > self.archive_to}
        pending = self.pending or self.before.pending
        refused = self._refused()
        if refused:
            refused = refused.intersection(causes.values())
        return Snapshot(self.version, self.acknowledged, self.state, causes, pending, refused)


@dataclass(frozen=True, slots=True)
class Applied:
    """The answer to one message: the same, however often it is asked."""

    key: str
    version: int
    refused: Refused | None = None
    events: tuple[Outgoing, ...] = ()
    repeated: bool = False


def receipts_for(messages: Sequence[Message], changes: Sequence[Change[Any]]) -> list[Applied]:
    """What to tell the sender of each message, in their order."""
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


def refusals_of_reuse(messages: Sequence[Message], changes: Sequence[Change[Any]]) -> list[Message]:
    """Messages of their own, for those whose cause was used for something else."""
    if sum(len(change.entries) for change in changes) == len(messages):
        return []  # nothing came again: so it is with nearly every batch
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


def _is_reuse(message: Message, first: str | None) -> bool:
    return first is not None and message.request_hash not in {None, first}


def _unless_reused(message: Message, receipt: Applied, first: str | None) -> Applied:
    """Tell nobody that his request was done when it was another one."""
    if _is_reuse(message, first):
        return Applied(receipt.key, receipt.version, KEY_REUSED)
    return receipt


def _receipt(key: str, entry: Entry, repeated: bool) -> Applied:
    return Applied(key, entry.version, entry.refused, entry.events, repeated)


def portions_of(messages: Sequence[Message], size: int) -> list[list[Message]]:
    """Split a batch so that every aggregate is in one portion, in order."""
    count = max(1, len(messages) // size)
    portions: list[list[Message]] = [[] for _ in range(count)]
    places: dict[str, int] = {}
    for message in messages:
        portions[places.setdefault(message.key, len(places) % count)].append(message)
    return [portion for portion in portions if portion]
