"""How many child processes read files at once: each may take all the memory that it is allowed."""

from collections.abc import Iterator
from contextlib import contextmanager

from services.intake.files import limits
from shared.plumbing.failures import Retryable


class Children:
    """Counts the child processes of this service."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Around the life of a child. Raises Retryable when there are enough."""
        if not self._free:
            raise Retryable("too many files are being read; try again in a moment")
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1


CHILDREN = Children(limits.CHILDREN_AT_ONCE)
