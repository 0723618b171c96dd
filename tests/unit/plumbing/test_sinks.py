"""One inbox serves aggregates and views: each message reaches every sink that it is for."""

from collections.abc import Iterable
from typing import Any

import pytest
from aiokafka import ConsumerRecord

from shared.contracts.endorsement import VoteWithdrawn
from shared.plumbing.core.aggregate import Input
from shared.plumbing.core.failures import Retryable
from shared.plumbing.core.projection import Projection, to_fold
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.core.sink import Sink
from shared.plumbing.kafka.consumer import Inbox, Incoming, Subscription
from shared.plumbing.run.hosting import subscription_of
from shared.plumbing.run.service import Service
from tests.support.counting import Count, Counted
from tests.support.engine import Pause, no_pause
from tests.support.memory_views import MemoryViews
from tests.support.running import BALLOTS, Running
from tests.support.viewing import VIEWING, Seen, an_event

IDS = ("ballot/u1:1:0", "ballot/u1:2:0")


class Letters:
    """Keeps what was buried."""

    def __init__(self) -> None:
        self.buried: list[str] = []

    async def bury(self, _record: ConsumerRecord, reason: str, _attempts: int) -> None:
        self.buried.append(reason)


class Both:
    """An inbox with a runner and a projection."""

    def __init__(self, database: Pause = no_pause) -> None:
        self.running, self.letters = Running(), Letters()
        self.views = MemoryViews(VIEWING, pause=database)
        self._projection = Projection(VIEWING, self.views)
        subscription = Subscription("both", {VoteWithdrawn: "counts it"}, self._route, [BALLOTS])
        self.inbox = Inbox(subscription, self.letters)

    def _route(self, incoming: Incoming) -> Iterable[tuple[Sink, Input]]:
        cause = incoming.envelope.id
        yield self.running.runner, Input("u1", cause, Count("u1", cause))
        yield self._projection, to_fold(incoming.envelope)

    async def seen(self) -> tuple[Counted, Any]:
        counted = (await self.running.histories.load(["u1"]))["u1"].state
        views = self.views.all()
        return counted, views["u1"].sections["ballot"].state if views else None


def a_record(event_id: str) -> ConsumerRecord:
    raw = an_event(event_id).model_dump_json().encode()
    return ConsumerRecord(BALLOTS, 0, 3, 0, 0, b"u1", raw, None, 2, len(raw), ())


async def test_a_message_reaches_a_runner_and_a_projection() -> None:
    both = Both()

    await both.inbox.take([a_record(each) for each in IDS])

    assert await both.seen() == (Counted(IDS), Seen(IDS))


async def test_a_batch_that_is_taken_again_counts_once_at_every_sink() -> None:
    away = iter([True, False])

    async def database() -> None:
        if next(away, False):
            raise Retryable("MongoDB is away")

    both = Both(database)
    batch = [a_record(each) for each in IDS]
    with pytest.raises(Retryable):
        await both.inbox.take(batch)

    await both.inbox.take(batch)

    assert await both.seen() == (Counted(IDS), Seen(IDS))


async def test_a_message_that_a_projection_cannot_place_does_not_stop_the_others() -> None:
    both = Both()

    await both.inbox.take([a_record(IDS[0]), a_record("ballot/without-version"), a_record(IDS[1])])

    _, seen = await both.seen()
    assert seen == Seen(IDS)
    assert both.letters.buried == [
        "'ballot/without-version' does not read <kind>/<key>:<version>:<n>"
    ]


async def test_a_service_reads_every_topic_of_a_view_and_says_why() -> None:
    projection = Projection(VIEWING, MemoryViews(VIEWING))

    subscription = subscription_of(projection, "viewer")

    assert subscription.topics == [BALLOTS, "endorsement.priority-list.v1"]
    assert set(subscription.reads.values()) == {"keeps it"}


async def test_views_cannot_be_read_before_they_are_open() -> None:
    hosted = Service("viewer", ServiceSettings()).project(VIEWING)

    with pytest.raises(Retryable, match="not open"):
        assert hosted.views
