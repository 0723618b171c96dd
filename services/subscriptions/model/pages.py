"""What a poller asks for, and the page that it gets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.subscriptions.model.cursors import Offsets
from services.subscriptions.model.selection import Selection


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What a poller asks for; neither `after` nor `since`: from the beginning."""

    selection: Selection = field(default_factory=Selection)
    after: Offsets | None = None
    since: datetime | None = None
    limit: int = 500
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """Events as they are on Kafka, to the byte."""

    events: Sequence[bytes]
    next: Offsets
    caught_up: bool
