"""What notify remembers of those whom it reaches."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel

from shared.contracts.envelope import Event, Timestamp
from shared.contracts.notify import Channel


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody is reached."""

    name: str
    email: str | None = None
    phone: str | None = None
    """E.164."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """The owner of a UMKM. Personal data: nothing of it leaves but in a notice to that person."""

    id: str
    business_name: str | None = None
    contact: Contact | None = None
    changed_at: datetime | None = None
    erased_at: datetime | None = None


class RecipientView(BaseModel):
    """A recipient without what would tell a stranger who it is."""

    id: str
    business_name: str | None
    email: str | None
    phone: str | None
    channels: tuple[Channel, ...]
    changed_at: datetime | None
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class EraseContact:
    """The owner is to be forgotten."""


class ContactSet(Event):
    """A contact became known; stays inside the service, and out of the history."""

    business_name: str
    name: str
    email: str | None
    phone: str | None
    at: Timestamp


class ContactErased(Event):
    """A contact was forgotten; stays inside the service."""

    at: Timestamp
