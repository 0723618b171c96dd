"""What an inbox hands its messages to."""

from collections.abc import Sequence
from typing import Protocol

from shared.plumbing.core.aggregate import Input


class NamedKind(Protocol):
    """A kind of aggregate or view."""

    @property
    def name(self) -> str: ...


class Sink(Protocol):
    """Takes batches of messages. The runner is one, a projection is another."""

    @property
    def kind(self) -> NamedKind:
        """What its messages are for."""

    async def apply(self, messages: Sequence[Input]) -> object:
        """Returns when the batch is done for good: then its offsets are committed.

        The same messages may come again, alone or with others, and must then change nothing.
        Raises Retryable when MongoDB or Kafka is away, and Invalid for a message that can never
        succeed.
        """
