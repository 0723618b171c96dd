"""What waits is what Kafka still holds."""

from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition

from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.kafka.watch import Watch

VOTES = TopicPartition("endorsement.votes.bi.v1", 0)


def a_member_without_partitions() -> Any:
    subscription = SimpleNamespace(hears=lambda topic: topic == VOTES.topic)
    return SimpleNamespace(
        consumer=SimpleNamespace(assignment=set), inbox=SimpleNamespace(subscription=subscription)
    )


@pytest.mark.parametrize(
    ("begin", "committed", "end", "waiting"),
    [
        (0, None, 5, 5),
        (0, 3, 5, 2),
        (5, 3, 5, 0),  # expired while the service was away: nobody can ever commit them
        (4, 3, 6, 2),
        (4, None, 4, 0),
    ],
)
async def test_messages_that_have_expired_are_waited_for_by_nobody(
    begin: int, committed: int | None, end: int, waiting: int
) -> None:
    async def of_each(value: Any) -> Any:
        return value

    kafka = SimpleNamespace(
        beginning_offsets=lambda _: of_each({VOTES: begin}),
        end_offsets=lambda _: of_each({VOTES: end}),
        committed=lambda _: of_each(committed),
    )
    topics = SimpleNamespace(topics=lambda: [VOTES.topic], partitions_for_topic=lambda _: {0})
    observer: Any = SimpleNamespace(opened=lambda: of_each(kafka), cluster=lambda: of_each(topics))
    watch = Watch(
        ServiceSettings(), a_member_without_partitions(), "endorsement", observer=observer
    )

    assert await watch.lag() == waiting
