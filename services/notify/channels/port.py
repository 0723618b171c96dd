"""What a dispatch needs from a channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.notify.model.notices import Urgency
from services.notify.rules.wording import Wording


@dataclass(frozen=True, slots=True)
class AddressedNotice:
    """A notice with its address."""

    notice_id: str
    name: str
    address: str
    words: Wording
    urgency: Urgency
    at: datetime


@dataclass(frozen=True, slots=True)
class ChannelAnswer:
    """The answer of the channel. A reason holds no address, because it is published.

    `permanent`: the address is refused for good, and the next channel of the recipient is tried.
    Otherwise a failed try counts, and the notice is tried again later. If the channel itself is
    away, it raises Retryable instead: then no try counts.
    """

    sent: bool
    reason: str = ""
    permanent: bool = False


SENT = ChannelAnswer(sent=True)


class Carrier(Protocol):
    """A way to recipients."""

    async def open(self) -> None:
        """Get ready to send. Raises Retryable when the channel is away."""

    async def send(
        self, notices: Sequence[AddressedNotice], answers: dict[str, ChannelAnswer], until: float
    ) -> None:
        """Send, and write each answer at once, by notice id. Start none after `until`.

        `until` is monotonic time. Raises Retryable when the channel is away. May be cancelled.
        """

    async def close(self) -> None:
        """Close connections. `open` opens them again."""
