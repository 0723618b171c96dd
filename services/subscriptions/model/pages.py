"""What a poller asks for, and the page that it gets."""

import time
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from aiokafka import ConsumerRecord

from services.subscriptions.model.cursors import Offsets
from services.subscriptions.model.selection import Selection

MOST_BYTES = 1024 * 1024
"""A page ends with the event that reaches this."""
READS_FOR_SECONDS = 2.0
"""If few events match, the poller gets an empty page that says where to go on."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What a poller asks for; neither `after` nor `since`: from the beginning."""

    selection: Selection = field(default_factory=Selection)
    after: Offsets | None = None
    since: datetime | None = None
    limit: int = 500
    wait: float = 0.0


@dataclass(slots=True)
class Page:
    """Events as they are on Kafka, to the byte."""

    selection: Selection
    limit: int
    next: Offsets = field(default_factory=dict)
    caught_up: bool = True
    events: list[bytes] = field(default_factory=list)
    size: int = 0
    until: float = field(default_factory=lambda: time.monotonic() + READS_FOR_SECONDS)

    def has_room(self) -> bool:
        return (
            len(self.events) < self.limit
            and self.size < MOST_BYTES
            and time.monotonic() < self.until
        )

    def take(self, record: ConsumerRecord) -> None:
        raw: bytes = record.value or b""
        try:
            fact = orjson.loads(raw)
        except orjson.JSONDecodeError:  # it would spoil the page for everybody
            return
        if isinstance(fact, dict) and self.selection.has(fact):
            self.events.append(raw)
            self.size += len(raw)
