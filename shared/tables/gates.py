"""Limits the work of a replica. Above the limit a sender tries again later."""

from collections.abc import Iterator
from contextlib import contextmanager

from shared.plumbing.core.failures import Retryable


class Gate:
    """Counts pieces of work and the bytes that they need."""

    def __init__(self, at_once: int, most_bytes: int = 0) -> None:
        self._free, self._free_bytes = at_once, most_bytes

    @contextmanager
    def one_more(self, size: int = 0) -> Iterator[None]:
        """Count one piece of work while it runs. Raises Retryable if there is no room."""
        if not self._free or size > self._free_bytes:
            raise Retryable("Too many files at once; try again in a moment.")
        self._free, self._free_bytes = self._free - 1, self._free_bytes - size
        try:
            yield
        finally:
            self._free, self._free_bytes = self._free + 1, self._free_bytes + size
