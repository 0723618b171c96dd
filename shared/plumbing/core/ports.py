"""What the runner needs from outside: a store of histories and a publisher."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Protocol, TypeVar

from shared.plumbing.core.aggregate import Change, HistoryEntry, Outgoing, Snapshot

S = TypeVar("S")


class Histories(Protocol[S]):
    """Stores one kind of aggregate and its archive. Raises Retryable when away."""

    async def load(self, keys: Collection[str]) -> dict[str, Snapshot[S]]:
        """Load states and causes, without events. Missing aggregates are left out."""

    async def write(self, changes: Sequence[Change[S]]) -> set[str]:
        """Save each change unless another writer was first. Returns the keys that lost.

        Raises HeldByAnother if a unique value belongs to another aggregate. The others are saved.
        """

    async def recall(self, wanted: Mapping[str, Collection[int]]) -> dict[str, list[HistoryEntry]]:
        """Load entries of these versions from documents and archive, oldest first."""

    async def find_archived(
        self, causes: Mapping[str, Collection[str]]
    ) -> dict[str, dict[str, int]]:
        """Find the causes that are in the archive, with their versions, by aggregate."""

    async def archive(self, up_to: Mapping[str, int]) -> None:
        """Copy entries up to these versions to the archive. Safe to repeat."""

    async def clear_pending(self, published: Mapping[str, int]) -> None:
        """Note what is published. Clear the pending mark if the version is still the same."""

    async def read_acknowledged(self, keys: Collection[str]) -> dict[str, int]:
        """Read up to which version the events of these aggregates are published for certain."""

    async def list_pending(self, limit: int) -> dict[str, int]:
        """List aggregates that wait for the relay, oldest first, with their versions."""

    async def put_last(self, key: str) -> None:
        """Move an aggregate to the end of the queue of the relay."""

    def replay(self) -> AsyncIterator[list[Outgoing]]:
        """Yield all events in portions, in order within each aggregate."""


class Publisher(Protocol):
    """Publishes events. Raises Retryable unless every event was acknowledged."""

    async def publish(self, events: Sequence[Outgoing]) -> None:
        """Publish in this order within each output partition."""
