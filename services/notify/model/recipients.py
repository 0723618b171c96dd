"""Recipients and their contacts."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel

from shared.contracts.envelope import Event, Timestamp
from shared.contracts.notify import Channel


@dataclass(frozen=True, slots=True)
class Contact:
    """E-mail and phone of a recipient."""

    name: str
    email: str | None = None
    phone: str | None = None
    """E.164."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """The owner of a UMKM. Personal data: it leaves only in notices to that person."""

    id: str
    business_name: str | None = None
    contact: Contact | None = None
    changed_at: datetime | None = None
    erased_at: datetime | None = None


class RecipientView(BaseModel):
    """A recipient without data that identify a person."""

    id: str
    business_name: str | None
    email: str | None
    phone: str | None
    channels: tuple[Channel, ...]
    changed_at: datetime | None
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class EraseContact:
    """Erase the contact of an owner."""


class ContactSet(Event):
    """A contact became known. It stays inside the service, and out of the history."""

    business_name: str
    name: str
    email: str | None
    phone: str | None
    at: Timestamp


class ContactErased(Event):
    """A contact was erased. It stays inside the service."""

    at: Timestamp
