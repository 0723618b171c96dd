"""The rules of a notice: it leaves, waits, is tried again or fails."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from services.notify.model.notices import (
    AttemptFailed,
    Await,
    Claim,
    GiveUp,
    MarkRefused,
    MarkSent,
    Notice,
    NoticeAwaited,
    NoticeClaimed,
    NoticeQueued,
    NoticeRedriven,
    NoticeReleased,
    NoticeStatus,
    Notify,
    Redrive,
    Release,
)
from shared.contracts.envelope import Event
from shared.contracts.notify import NoticeFailed, NoticeSent
from shared.plumbing.core.failures import Refused

NO_CONTACT = "no-contact"
PATIENCE = timedelta(days=7)
"""How long a notice waits for a contact of its recipient."""
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
"""The pause after each failed attempt. One failure more gives the channel up."""
LONGEST_ID = 180
"""Our event ids contain the notice id, and an id has at most 200 characters."""
LEAVING = NoticeStatus.QUEUED, NoticeStatus.WAITING
DONE = NoticeStatus.SENT, NoticeStatus.FAILED


def notice_id(event_id: str, recipient: str) -> str:
    """One event makes one notice for each recipient, also when it comes again."""
    plain = f"{event_id}@{recipient}"
    if len(plain) <= LONGEST_ID:
        return plain
    return f"{hashlib.sha256(event_id.encode()).hexdigest()[:32]}@{recipient}"


def decide(notice: Notice, command: object, now: datetime) -> Sequence[Event] | Refused:
    if isinstance(command, Notify):
        return _notify(notice, command, now)
    if notice.status is NoticeStatus.NEW:
        return Refused("no-notice", f"There is no notice {notice.id}.", missing=True)
    return _decide(notice, command, now)


def _decide(notice: Notice, command: object, now: datetime) -> Sequence[Event] | Refused:
    outcome: Sequence[Event] | Refused
    match command:
        case Await():
            outcome = _await(notice, command, now)
        case Claim():
            outcome = _claim(notice, command)
        case Release():
            mine = notice.claim == command.token
            outcome = [NoticeReleased()] if mine else _not_yours(notice)
        case MarkSent():
            outcome = _sent(notice, command)
        case MarkRefused():
            outcome = _refused(notice, command, now)
        case GiveUp():
            outcome = _give_up(notice, now)
        case Redrive():
            outcome = _redrive(notice, now)
        case _:
            raise TypeError(f"{type(command).__name__} is no command for {notice.id}")
    return outcome


def _notify(notice: Notice, command: Notify, now: datetime) -> Sequence[Event] | Refused:
    if notice.status is not NoticeStatus.NEW:
        return Refused("known", f"{notice.id} exists.")
    return [NoticeQueued(content=command.content, at=now)]


def _await(notice: Notice, command: Await, now: datetime) -> Sequence[Event] | Refused:
    dead = notice.status is NoticeStatus.SENDING and notice.claim == command.claim
    if notice.status is not NoticeStatus.QUEUED and not dead:
        return Refused("not-queued", f"{notice.id} is {notice.status}.")
    return [NoticeAwaited(until=now + PATIENCE)]


def _claim(notice: Notice, command: Claim) -> Sequence[Event] | Refused:
    """No clock here: platform time may jump during a claim."""
    replaced = notice.status is NoticeStatus.SENDING and notice.claim == command.instead_of
    if notice.status in LEAVING or replaced:
        return [NoticeClaimed(token=command.token)]
    return _not_yours(notice)


def _sent(notice: Notice, command: MarkSent) -> Sequence[Event] | Refused:
    """A fact, so the holder of the claim does not matter. Recorded once."""
    if notice.status in DONE:
        return Refused("already-done", f"{notice.id} is {notice.status}.")
    return [
        NoticeSent(
            notice_id=notice.id,
            about=notice.content.about,
            recipient=notice.content.recipient,
            template=notice.content.template,
            channel=command.channel,
        )
    ]


def _refused(notice: Notice, command: MarkRefused, now: datetime) -> Sequence[Event] | Refused:
    if notice.claim != command.token:
        return _not_yours(notice)
    last = command.permanent or notice.attempts >= len(BACK_OFF)
    if last and not command.others:
        return [_failed(notice, command.reason)]
    pause = timedelta(0) if last else BACK_OFF[notice.attempts]
    return [
        AttemptFailed(
            channel=command.channel, given_up=last, not_before=now + pause, reason=command.reason
        )
    ]


def _give_up(notice: Notice, now: datetime) -> Sequence[Event] | Refused:
    waited = notice.status is NoticeStatus.WAITING and notice.wait_until is not None
    if not waited or (notice.wait_until and now < notice.wait_until):
        return Refused("not-yet", f"{notice.id} is {notice.status}.")
    return [_failed(notice, NO_CONTACT)]


def _redrive(notice: Notice, now: datetime) -> Sequence[Event] | Refused:
    if notice.status is not NoticeStatus.FAILED:
        return Refused("not-failed", f"{notice.id} is {notice.status}; only a failed one can be.")
    return [NoticeRedriven(at=now)]


def _failed(notice: Notice, reason: str) -> NoticeFailed:
    return NoticeFailed(
        notice_id=notice.id,
        about=notice.content.about,
        recipient=notice.content.recipient,
        template=notice.content.template,
        reason=reason,
    )


def _not_yours(notice: Notice) -> Refused:
    return Refused("not-yours", f"{notice.id} is {notice.status} by another claim.")
