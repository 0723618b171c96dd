"""Limits how much a replica does at once; above the limit a sender tries again later."""

from collections.abc import Iterator
from contextlib import contextmanager

from shared.plumbing.core.failures import Retryable


class Gate:
    """Counts pieces of work and the bytes that they need."""

    def __init__(self, at_once: int, most_bytes: int = 0) -> None:
        self._free, self._free_bytes = at_once, most_bytes

    @contextmanager
    def one_more(self, size: int = 0) -> Iterator[None]:
        """Around one piece of work. Raises Retryable where there is no room for it."""
        if not self._free or size > self._free_bytes:
            raise Retryable(
                "Terlalu banyak berkas sekaligus; coba lagi sebentar lagi. / "
                "Too many files at once; try again in a moment."
            )
        self._free, self._free_bytes = self._free - 1, self._free_bytes - size
        try:
            yield
        finally:
            self._free, self._free_bytes = self._free + 1, self._free_bytes + size
