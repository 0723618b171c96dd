"""Partitions take turns, so that a flooded one does not delay the others."""

from collections.abc import Collection
from typing import Any


def send_to_the_back(consumer: Any, served: Collection[tuple[str, int]]) -> None:
    """Put the partitions of this batch at the end of the queue.

    aiokafka delivers everything that it fetched from one partition before the next. A compressed
    fetch is large: a vote once waited behind 60,000 votes of another agency.
    """
    fetched = consumer._fetcher._records  # noqa: SLF001 - an OrderedDict, and no public way to order it
    for partition in served:  # a TopicPartition is such a pair
        if partition in fetched:
            fetched.move_to_end(partition)
