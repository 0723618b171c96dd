"""Parcels: notices with an address, a channel and a text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from services.notify.channels.port import AddressedNotice, ChannelAnswer
from services.notify.model.notices import MarkRefused, MarkSent, Notice, Release
from services.notify.model.recipients import Contact, Recipient
from services.notify.model.wording import Template
from services.notify.rules.recipients import channels
from services.notify.rules.wording import render
from shared.contracts.notify import Channel
from shared.plumbing.core.aggregate import Input

log = structlog.get_logger()
Templates = Mapping[tuple[str, int], Template]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A notice on its way."""

    notice: Notice
    addressed: AddressedNotice | None
    """None if its text could not be made."""
    channel: Channel
    others: bool
    """True if the recipient has another channel."""


def open_channels(notice: Notice, recipient: Recipient | None) -> list[Channel]:
    """The channels of the recipient, without those that failed."""
    every = channels(recipient.contact) if recipient else ()
    return [channel for channel in every if channel not in notice.given_up]


def pack(
    notice: Notice, recipient: Recipient | None, templates: Templates, now: datetime
) -> Parcel | None:
    """Address a notice. None if its recipient cannot be reached."""
    usable = open_channels(notice, recipient)
    if not (usable and recipient and recipient.contact):
        return None
    addressed = _addressed(notice, recipient.contact, usable[0], templates, now)
    others = len(usable) > 1 and addressed is not None
    return Parcel(notice, addressed, usable[0], others)


def _addressed(
    notice: Notice, contact: Contact, channel: Channel, templates: Templates, now: datetime
) -> AddressedNotice | None:
    address = contact.email if channel is Channel.EMAIL else contact.phone
    content = notice.content
    try:
        template = templates[content.template, content.template_version]
        words = render(template, content.fields, contact.name)
        return AddressedNotice(notice.id, contact.name, address or "", words, content.urgency, now)
    except (KeyError, ValueError):
        log.exception("notice.unsayable", notice=notice.id, template=content.template)
        return None


def mark_of(parcel: Parcel, token: str, answer: ChannelAnswer | None) -> Input:
    """Turn the answer of a channel into the outcome of the claim."""
    command: MarkSent | MarkRefused | Release
    if answer is None:
        command = Release(token)
    elif answer.sent:
        command = MarkSent(parcel.channel)
    else:
        command = MarkRefused(
            token, parcel.channel, answer.reason, permanent=answer.permanent, others=parcel.others
        )
    cause = f"{type(command).__name__}/{token}"
    return Input(parcel.notice.id, cause, command, parcel.notice.content.correlation)
