"""Partitions take turns: whoever floods one waits behind the others, not they behind him."""

from collections.abc import Collection
from typing import Any


def send_to_the_back(consumer: Any, served: Collection[tuple[str, int]]) -> None:
    """Let the partitions of this batch come last in the next ones.

    aiokafka empties what it has fetched of one partition before it turns to the next. A fetch is
    compressed: measured, a vote waited for 60,000 of another agency instead of some batches.
    """
    fetched = consumer._fetcher._records  # noqa: SLF001 - an OrderedDict, and no public way to order it
    for partition in served:  # a TopicPartition is such a pair
        if partition in fetched:
            fetched.move_to_end(partition)
