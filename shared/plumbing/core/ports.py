"""What the runner asks of the world: a place for histories, and a way out for events."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Protocol, TypeVar

from shared.plumbing.core.aggregate import Change, Entry, Outgoing, Snapshot

S = TypeVar("S")


class Histories(Protocol[S]):
    """The documents of one kind of aggregate, and their archive. Raises Retryable when away."""

    async def load(self, keys: Collection[str]) -> dict[str, Snapshot[S]]:
        """States and causes, without events; what does not exist is left out."""

    async def write(self, changes: Sequence[Change[S]]) -> set[str]:
        """Save each change if nobody else saved since; returns the keys that lost that race.

        Raises HeldByAnother where a change claims what is another aggregate's; others are saved.
        """

    async def recall(self, wanted: Mapping[str, Collection[int]]) -> dict[str, list[Entry]]:
        """Whole entries of these versions, from the documents and the archive, oldest first."""

    async def find_archived(
        self, causes: Mapping[str, Collection[str]]
    ) -> dict[str, dict[str, int]]:
        """Which of these causes are in the archive, with their versions, by aggregate."""

    async def archive(self, up_to: Mapping[str, int]) -> None:
        """Copy entries up to these versions to the archive; twice does no harm."""

    async def settle(self, published: Mapping[str, int]) -> None:
        """Clear the pending mark where the version is still this one."""

    async def list_pending(self, limit: int) -> dict[str, int]:
        """Aggregates that wait for the relay, oldest first, with their versions."""

    async def put_last(self, key: str) -> None:
        """If it waits for the relay, let it wait behind all others."""

    def replay(self) -> AsyncIterator[list[Outgoing]]:
        """Every event ever, in order within each aggregate, in portions."""


class Publisher(Protocol):
    """The way out. Raises Retryable unless every event was acknowledged."""

    async def publish(self, events: Sequence[Outgoing]) -> None:
        """Publish in this order, as far as each output partition is concerned."""
