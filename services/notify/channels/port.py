"""What a dispatch asks of a channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.notify.model.notices import Urgency
from services.notify.rules.wording import Wording


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice with its address on it."""

    notice_id: str
    name: str
    address: str
    words: Wording
    urgency: Urgency
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What the channel said to one letter. A reason holds no address: it is published."""

    sent: bool
    reason: str = ""
    permanent: bool = False


SENT = Answer(sent=True)


class Channel(Protocol):
    """A way to recipients."""

    async def open(self) -> None:
        """Be ready to send. Raises Retryable when the channel is away."""

    async def send(
        self, letters: Sequence[Letter], answers: dict[str, Answer], until: float
    ) -> None:
        """Write an answer by notice id as soon as there is one; begin none after `until`.

        Monotonic time. Raises Retryable when the channel went away. May be cancelled.
        """

    async def close(self) -> None:
        """Let go of connections; `open` opens them again."""
