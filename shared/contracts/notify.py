"""What notify says about the notices that it sends. No addresses."""

from enum import StrEnum

from shared.contracts.envelope import Event, LongText, Text


class Channel(StrEnum):
    EMAIL = "email"
    WHATSAPP = "whatsapp"
    SMS = "sms"


class NoticeEvent(Event):
    """Something that happened to one notice to one recipient."""

    notice_id: Text
    about: Text
    """The UMKM, round or list that the notice is about."""
    recipient: Text
    """`umkm:<id>`, `district:<code>` or `agency:<id>`."""
    template: Text

    def subject(self) -> str:
        return self.about


class NoticeSent(NoticeEvent, type="notify.notice-sent.v1", topic="notify.notice.v1"):
    """The channel took the notice over."""

    channel: Channel


class NoticeFailed(NoticeEvent, type="notify.notice-failed.v1", topic="notify.notice.v1"):
    """No channel could take the notice."""

    reason: LongText
