"""What the three sources say, each read on its own, before anything is compared."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A row of a letter that was sent, as a spreadsheet counts its lines."""

    letter: str
    line: int


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What must become of a row, or what intake said became of it."""

    outcome: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentLetter:
    """One letter that was sent, its rows counted by us, and what intake answered to each."""

    name: str
    district: str
    lines: tuple[int, ...]
    """Where rows stand, counted from the file alone; of a file that failed, as intake answered."""
    answered: Mapping[int, Sequence[RowOutcome]]
    """By line; a row with two answers is a mistake that must be seen, so it is a sequence."""
    after_reminder: bool = False


@dataclass(frozen=True, slots=True)
class PrivateWords:
    """Personal data in the letters, in the forms in which they are searched."""

    numbers: frozenset[str] = frozenset()
    """NIK, and phones from the operator's digit on."""
    phrases: frozenset[tuple[str, ...]] = frozenset()
    """Names of owners and street addresses, word by word, in lower case."""


@dataclass(frozen=True, slots=True)
class Letters:
    sent: tuple[SentLetter, ...]
    asked_districts: tuple[str, ...]
    """Every district that was written to."""
    expected: Mapping[LetterLine, RowOutcome] | None = None
    """From the manifest, where there is one."""
    private: PrivateWords = PrivateWords()
    refused: Mapping[str, str] = field(default_factory=dict)
    """Files that intake did not read, or not to the end: why, in a sentence."""

    def answers(self) -> Counter[str]:
        """How many rows intake accepted, refused and recognised."""
        return Counter(
            answer.outcome
            for letter in self.sent
            for outcomes in letter.answered.values()
            for answer in outcomes
        )

    def refusals(self) -> Counter[str]:
        """Refused rows by reason; a row with two reasons counts under both."""
        return Counter(
            code
            for letter in self.sent
            for outcomes in letter.answered.values()
            for answer in outcomes
            for code in answer.codes
        )


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A record of a topic that is a CloudEvent."""

    topic: str
    partition: int
    offset: int
    key: str
    id: str
    type: str
    source: str
    data: Mapping[str, Any]
    raw: bytes
    cause: str | None = None

    @property
    def service(self) -> str:
        return self.type.partition(".")[0]


@dataclass(slots=True)
class Topics:
    """Every topic from its first record to its end."""

    facts: list[EventRecord] = field(default_factory=list)
    """First occurrences by id, in the order of their partition."""
    repeats: Counter[str] = field(default_factory=Counter)
    """How often an id came again, in the same bytes."""
    contradictions: list[str] = field(default_factory=list)
    """Ids that came again with other bytes."""
    unreadable: list[str] = field(default_factory=list)
    dead_letters: Counter[str] = field(default_factory=Counter)
    """By the topic on which they came."""
    dead_by_group: Counter[str] = field(default_factory=Counter)
    texts: dict[str, list[bytes]] = field(default_factory=dict)
    """All values as they lie on the topic, repeats and dead letters too."""

    def of(self, *types: str) -> list[EventRecord]:
        return [fact for fact in self.facts if fact.type in types]

    def count(self, *types: str) -> int:
        return len(self.of(*types))


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """One applied message of an aggregate."""

    version: int
    cause: str
    events: tuple[bytes, ...]
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A document, its archived entries put back before the others."""

    service: str
    collection: str
    key: str
    version: int
    state: Mapping[str, Any]
    entries: tuple[StoredEntry, ...]
    pending: bool = False


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as its aggregate remembers it."""

    service: str
    aggregate: str
    id: str
    type: str
    subject: str
    at: datetime | str
    data: Mapping[str, Any]
    raw: bytes
    cause: str | None = None


@dataclass(slots=True)
class Collections:
    """The databases of all services."""

    aggregates: list[Aggregate] = field(default_factory=list)
    events: list[StoredEvent] = field(default_factory=list)

    def count(self, *types: str) -> int:
        return sum(event.type in types for event in self.events)

    def of(self, *types: str) -> Iterator[StoredEvent]:
        return (event for event in self.events if event.type in types)

    def states(self, collection: str) -> list[Mapping[str, Any]]:
        return [each.state for each in self.aggregates if each.collection == collection]


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What left the platform: messages in the mailbox, lines in the sink."""

    mails: Counter[str] = field(default_factory=Counter)
    """By Message-ID."""
    sunk: Counter[str] = field(default_factory=Counter)
    """By notice id."""


@dataclass(frozen=True, slots=True)
class Mentors:
    """What the mentors of the story asked mentoring for, by their own book."""

    ready: int | None = None
    left: int | None = None
    exported: int | None = None


@dataclass(frozen=True, slots=True)
class RunEvidence:
    letters: Letters
    topics: Topics
    collections: Collections
    deliveries: Deliveries = Deliveries()
    mentors: Mentors = Mentors()
    capacity: int = 0
    districts: tuple[str, ...] = ()
    """Every district of the province, asked or not: the priority list is sent to all."""
    agencies: tuple[str, ...] = ()
