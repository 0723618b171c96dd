"""How each event changes a notice."""

from dataclasses import replace

from services.notify.model.notices import (
    AttemptFailed,
    Notice,
    NoticeAwaited,
    NoticeClaimed,
    NoticeQueued,
    NoticeRedriven,
    NoticeReleased,
    NoticeStatus,
)
from shared.contracts.envelope import Event
from shared.contracts.notify import NoticeFailed, NoticeSent


def evolve(notice: Notice, event: Event) -> Notice:
    after = notice
    match event:
        case NoticeQueued():
            after = Notice(notice.id, NoticeStatus.QUEUED, event.content, event.at)
        case NoticeAwaited():
            waiting = replace(notice, status=NoticeStatus.WAITING, claim=None)
            after = replace(waiting, wait_until=event.until)
        case NoticeClaimed():
            after = replace(notice, status=NoticeStatus.SENDING, claim=event.token, wait_until=None)
        case NoticeReleased():
            after = replace(notice, status=NoticeStatus.QUEUED, claim=None)
        case AttemptFailed():
            after = _tried(notice, event)
        case NoticeSent():
            after = replace(_settled(notice, NoticeStatus.SENT), channel=event.channel, reason=None)
        case NoticeFailed():
            after = replace(_settled(notice, NoticeStatus.FAILED), reason=event.reason)
        case NoticeRedriven():
            after = Notice(notice.id, NoticeStatus.QUEUED, notice.content, event.at)
    return after


def _settled(notice: Notice, status: NoticeStatus) -> Notice:
    return replace(notice, status=status, claim=None, wait_until=None, not_before=None)


def _tried(notice: Notice, event: AttemptFailed) -> Notice:
    return replace(
        notice,
        status=NoticeStatus.QUEUED,
        claim=None,
        attempts=0 if event.given_up else notice.attempts + 1,
        given_up=(*notice.given_up, event.channel) if event.given_up else notice.given_up,
        not_before=event.not_before,
        reason=event.reason,
    )
