"""A notice, its commands and its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from shared.contracts.envelope import Event, Timestamp
from shared.contracts.notify import Channel


class Urgency(StrEnum):
    """Urgent notices leave first. The store sorts by this word, backwards."""

    URGENT = "urgent"
    NORMAL = "normal"


class NoticeStatus(StrEnum):
    NEW = "new"
    QUEUED = "queued"
    WAITING = "waiting"
    """The recipient has no contact yet."""
    SENDING = "sending"
    """Claimed by a process that sends it now, or died."""
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a notice. The address is looked up when it leaves."""

    about: str = ""
    recipient: str = ""
    template: str = ""
    template_version: int = 0
    urgency: Urgency = Urgency.NORMAL
    fields: Mapping[str, str] = field(default_factory=dict)
    """The fields of the event in words."""
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
    """`<process>/<number>` of the claim, while it is being sent."""
    attempts: int = 0
    """Failed attempts on the present channel."""
    given_up: tuple[Channel, ...] = ()
    channel: Channel | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Notify:
    """Queue a notice for an event."""

    content: Content


@dataclass(frozen=True, slots=True)
class Await:
    """The recipient has no contact yet. `claim`: the dead claim on the notice, if any."""

    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A process is about to send. `instead_of`: the dead claim of another process."""

    token: str
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """The channel was away, so the claim is undone."""

    token: str


@dataclass(frozen=True, slots=True)
class MarkSent:
    channel: Channel


@dataclass(frozen=True, slots=True)
class MarkRefused:
    """The channel refused the message."""

    token: str
    channel: Channel
    reason: str
    permanent: bool
    others: bool
    """True if the recipient has another channel."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The timer found no contact in time."""


@dataclass(frozen=True, slots=True)
class Redrive:
    """An operator wants a failed notice tried again."""


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
    """The channel refused it. `given_up`: the channel is not tried again."""

    channel: Channel
    given_up: bool
    not_before: Timestamp
    reason: str


class NoticeRedriven(Event):
    at: Timestamp
