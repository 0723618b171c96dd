"""Events of notify, without addresses."""

from enum import StrEnum

from shared.contracts.envelope import Event, LongText, Text


class Channel(StrEnum):
    EMAIL = "email"
    WHATSAPP = "whatsapp"
    SMS = "sms"


class NoticeEvent(Event):
    """An event of one notice to one recipient."""

    notice_id: Text
    about: Text
    """The UMKM, round or list that the notice is about."""
    recipient: Text
    """`umkm:<id>`, `district:<code>` or `agency:<id>`."""
    template: Text

    def subject(self) -> str:
        return self.about


class NoticeSent(NoticeEvent, type="notify.notice-sent.v1", topic="notify.notice.v1"):
    """A channel accepted the notice."""

    channel: Channel


class NoticeFailed(NoticeEvent, type="notify.notice-failed.v1", topic="notify.notice.v1"):
    """No channel could send the notice."""

    reason: LongText
