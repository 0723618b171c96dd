"""What notify remembers of a notice, and what may be asked of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shared.contracts.envelope import Event, Timestamp
from shared.contracts.notify import Channel


class Urgency(StrEnum):
    """What leaves first. The store sorts by the word, backwards."""

    URGENT = "urgent"
    NORMAL = "normal"


class NoticeStatus(StrEnum):
    NEW = "new"
    QUEUED = "queued"
    WAITING = "waiting"
    """Nobody knows yet how to reach the recipient."""
    SENDING = "sending"
    """Claimed by a process that sends it now, or died over it."""
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Content:
    """What is said to whom. No address: that is looked up when it leaves."""

    about: str = ""
    recipient: str = ""
    template: str = ""
    template_version: int = 0
    urgency: Urgency = Urgency.NORMAL
    fields: Mapping[str, str] = field(default_factory=dict)
    """What the event said, in the words of people."""
    correlation: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one recipient."""

    id: str
    status: NoticeStatus = NoticeStatus.NEW
    content: Content = Content()
    queued_at: datetime | None = None
    not_before: datetime | None = None
    """Set by the back-off after a failed attempt."""
    wait_until: datetime | None = None
    claim: str | None = None
    """`<process>/<number>` of the claim under which it is being sent."""
    attempts: int = 0
    """On the present channel."""
    given_up: tuple[Channel, ...] = ()
    channel: Channel | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Notify:
    """An event calls for a notice."""

    content: Content


@dataclass(frozen=True, slots=True)
class Await:
    """The recipient has no contact yet. `claim`: the dead one under which the notice was found."""

    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A process is about to send. `instead_of`: the claim of another one that seems dead."""

    token: str
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """The channel was away: as if it had never been claimed."""

    token: str


@dataclass(frozen=True, slots=True)
class MarkSent:
    channel: Channel


@dataclass(frozen=True, slots=True)
class MarkRefused:
    """The channel answered, and did not take it."""

    token: str
    channel: Channel
    reason: str
    permanent: bool
    others: bool
    """Whether the recipient can be reached by another channel."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The timer's word that nobody came to know how to reach the recipient."""


@dataclass(frozen=True, slots=True)
class Redrive:
    """Somebody wants a failed notice tried again."""


class NoticeQueued(Event):
    content: Content
    at: Timestamp


class NoticeAwaited(Event):
    until: Timestamp


class NoticeClaimed(Event):
    token: str


class NoticeReleased(Event):
    pass


class AttemptFailed(Event):
    """The channel did not take it. `given_up`: nor will it be asked again."""

    channel: Channel
    given_up: bool
    not_before: Timestamp
    reason: str


class NoticeRedriven(Event):
    at: Timestamp
