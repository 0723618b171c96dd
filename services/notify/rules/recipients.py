"""The rules of recipients: how to reach them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from services.notify.model.recipients import (
    Contact,
    ContactErased,
    ContactSet,
    EraseContact,
    Recipient,
    RecipientView,
)
from shared.contracts.envelope import Event
from shared.contracts.intake import ContactChanged
from shared.contracts.notify import Channel
from shared.indonesia.masking import masked, masked_email
from shared.plumbing.core.failures import Refused

OWNER = "umkm:"


def decide(recipient: Recipient, command: object, now: datetime) -> Sequence[Event] | Refused:
    match command:
        case ContactChanged():
            return [_set(command, now)]
        case EraseContact():
            # Also if unknown: a compacted topic may hold the tombstone only.
            return [ContactErased(at=now)]
    raise TypeError(f"{type(command).__name__} is no command for {recipient.id}")


def evolve(recipient: Recipient, event: Event) -> Recipient:
    match event:
        case ContactSet():
            return replace(
                recipient,
                business_name=event.business_name,
                contact=Contact(event.name, event.email, event.phone),
                changed_at=event.at,
                erased_at=None,
            )
        case ContactErased():
            return Recipient(recipient.id, erased_at=event.at)
    return recipient


def channels(contact: Contact | None) -> tuple[Channel, ...]:
    """In order: e-mail, WhatsApp, SMS. A land line has only e-mail."""
    if contact is None:
        return ()
    usable = [Channel.EMAIL] if contact.email else []
    if contact.phone:
        usable += _by_phone(contact.phone)
    return tuple(usable)


def view_of(recipient: Recipient) -> RecipientView:
    """Show a recipient without its name, with masked addresses."""
    contact = recipient.contact
    email, phone = (contact.email, contact.phone) if contact else (None, None)
    return RecipientView(
        id=recipient.id,
        business_name=recipient.business_name,
        email=masked_email(email) if email else None,
        phone=masked(phone) if phone else None,
        channels=channels(contact),
        changed_at=recipient.changed_at,
        erased_at=recipient.erased_at,
    )


def _by_phone(phone: str) -> list[Channel]:
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(phone))
    except NumberParseException:
        return []
    if kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE):
        return [Channel.WHATSAPP, Channel.SMS]
    return [] if kind == PhoneNumberType.FIXED_LINE else [Channel.SMS]


def _set(changed: ContactChanged, now: datetime) -> ContactSet:
    return ContactSet(
        business_name=changed.business_name,
        name=changed.owner_name,
        email=changed.email,
        phone=changed.phone,
        at=now,
    )
