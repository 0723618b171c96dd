"""What waits is what Kafka still holds."""

from collections.abc import Set as AbstractSet
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition
from prometheus_client import REGISTRY

from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.kafka.watch import Watch

VOTES = TopicPartition("endorsement.votes.bi.v1", 0)


class AMember:
    """A member of the group with these partitions."""

    def __init__(
        self, partitions: AbstractSet[TopicPartition] = frozenset(), *, is_gone: bool = False
    ) -> None:
        subscription = SimpleNamespace(hears=lambda topic: topic == VOTES.topic)
        self.consumer = None if is_gone else SimpleNamespace(assignment=lambda: partitions)
        self.inbox = SimpleNamespace(subscription=subscription)
        self.away = None
        self.restarts = 0

    async def restart(self) -> None:
        self.restarts += 1


def an_observer(begin: int, committed: int | None, end: int) -> Any:
    async def of_each(value: Any) -> Any:
        return value

    kafka = SimpleNamespace(
        beginning_offsets=lambda _: of_each({VOTES: begin}),
        end_offsets=lambda _: of_each({VOTES: end}),
        committed=lambda _: of_each(committed),
    )
    topics = SimpleNamespace(topics=lambda: [VOTES.topic], partitions_for_topic=lambda _: {0})
    return SimpleNamespace(opened=lambda: of_each(kafka), cluster=lambda: of_each(topics))


def a_watch(member: Any, observer: Any) -> Watch:
    """A watch without patience: a member that stands still at the second look is stalled."""
    settings = ServiceSettings(stalled_after_seconds=1e-9)
    return Watch(settings, member, "endorsement", observer=observer)


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
    watch = a_watch(AMember(), an_observer(begin, committed, end))

    assert await watch.lag() == waiting


@pytest.mark.parametrize(
    ("member", "lag", "restarts"),
    [(AMember({VOTES}), 3, 1), (AMember(), 0, 0), (AMember(is_gone=True), 3, 1)],
    ids=["with partitions", "idle", "without a consumer"],
)
async def test_only_a_member_with_work_or_without_a_consumer_is_started_again(
    member: AMember, lag: int, restarts: int
) -> None:
    watch = a_watch(member, an_observer(0, 2, 5))

    await watch.look()
    await watch.look()

    assert REGISTRY.get_sample_value("sentra_lag_messages") == lag
    assert member.restarts == restarts
