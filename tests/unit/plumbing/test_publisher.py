"""Events go out in order, to the partition of their subject, and every answer is heard."""

import asyncio

import pytest
from aiokafka.errors import KafkaConnectionError

from shared.contracts.envelope import CONTENT_TYPE
from shared.plumbing.core.aggregate import Outgoing
from shared.plumbing.core.failures import Retryable
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.kafka.publisher import KafkaPublisher, partition_of
from tests.support.memory_kafka import Fate, MemoryBroker, MemoryProducer, Record


class Post:
    """A publisher whose producers can be looked at."""

    def __init__(self, room: int = 262_144) -> None:
        self.broker = MemoryBroker()
        self.producers: list[MemoryProducer] = []
        self._room = room
        self.publisher = KafkaPublisher(ServiceSettings(), self._build)

    def _build(self, _settings: ServiceSettings) -> MemoryProducer:
        self.producers.append(MemoryProducer(self.broker, room=self._room))
        return self.producers[-1]


def some_events(count: int = 5, subject: str = "u1") -> list[Outgoing]:
    return [Outgoing("t", subject, f"{subject}-{n}".encode()) for n in range(count)]


async def test_all_about_one_subject_goes_in_order_to_its_partition() -> None:
    post = Post(room=10)
    events = some_events()

    await post.publisher.publish(events)

    records = post.broker.logs["t", partition_of(b"u1", 2)]
    assert [record.value for record in records] == [event.raw for event in events]
    assert records[0] == Record(b"u1", b"u1-0", (("content-type", CONTENT_TYPE.encode()),))


async def test_after_a_failed_batch_its_successors_stay_at_home() -> None:
    post = Post(room=1)
    fates = iter([Fate.ACKNOWLEDGED, Fate.LOST, Fate.ACKNOWLEDGED, Fate.ACKNOWLEDGED])
    post.broker.fate = lambda: next(fates)

    with pytest.raises(Retryable, match="did not acknowledge"):
        await post.publisher.publish(some_events())

    assert [record.value for record in post.broker.records("t")] == [b"u1-0"]


async def test_a_failed_send_leads_to_a_new_producer() -> None:
    post = Post()
    post.broker.fate = lambda: Fate.UNANSWERED
    with pytest.raises(Retryable):
        await post.publisher.publish(some_events(1))
    post.broker.fate = lambda: Fate.ACKNOWLEDGED

    await post.publisher.publish(some_events(1))

    assert len(post.producers) == 2
    assert [record.value for record in post.broker.records("t")] == [b"u1-0", b"u1-0"]


async def test_two_that_fail_together_give_up_one_producer_and_not_its_successor() -> None:
    post = Post()
    await post.publisher.publish(some_events(1))
    post.broker.fate = lambda: Fate.LOST
    sends = (post.publisher.publish(some_events(1, key)) for key in ("u1", "u2"))
    await asyncio.gather(*sends, return_exceptions=True)
    post.broker.fate = lambda: Fate.ACKNOWLEDGED
    await post.publisher.publish(some_events(1))

    with pytest.raises(Retryable):
        await post.publisher._judge(post.producers[0], [KafkaConnectionError()])

    await post.publisher.publish(some_events(1))
    assert len(post.producers) == 2


async def test_a_broker_that_is_away_is_asked_again_later() -> None:
    post = Post()
    post.broker.reachable = lambda: False
    with pytest.raises(Retryable, match="Kafka is away"):
        await post.publisher.publish(some_events())
    post.broker.reachable = lambda: True

    await post.publisher.publish(some_events())

    assert len(post.broker.records("t")) == 5


async def test_nothing_to_publish_needs_no_broker() -> None:
    post = Post()

    await post.publisher.publish([])

    assert post.producers == []


async def test_one_record_with_its_headers_is_sent_by_itself() -> None:
    post = Post()

    await post.publisher.send("t.dlq", b"k", None, [("why", b"odd")])

    assert post.broker.records("t.dlq") == [Record(b"k", None, (("why", b"odd"),))]


async def test_a_single_record_that_failed_is_retryable() -> None:
    post = Post()
    post.broker.fate = lambda: Fate.LOST

    with pytest.raises(Retryable):
        await post.publisher.send("t.dlq", b"k", b"v", [])
