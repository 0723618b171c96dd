"""The projection as a service runs it: FastStream, inbox, folds, one transaction for each batch."""

from bench.projection.umkm_view import EVENTS_OF_ONE, TOPICS, UMKM_VIEW
from bench.timed import TimedMember
from shared.plumbing.core.clock import SystemClock
from shared.plumbing.core.projection import Projection, to_fold
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.dead_letters import DeadLetters
from shared.plumbing.kafka.consumer import Inbox, Subscription
from shared.plumbing.kafka.publisher import KafkaPublisher
from shared.plumbing.mongo import MongoViews, connect
from shared.plumbing.run.service import settle_memory


async def run(settings: ServiceSettings, events: int) -> float:
    """Seconds from the first batch to the last commit."""
    client, database = connect(settings.mongo_url, f"views{settings.namespace}")
    views, publisher = MongoViews(database, "umkm", UMKM_VIEW), KafkaPublisher(settings)
    await views.prepare()
    projection = Projection(UMKM_VIEW, views, settings.cached_aggregates)
    subscription = Subscription(
        group=f"views{settings.namespace}",
        topics=TOPICS,
        reads={
            each: why for part in UMKM_VIEW.sections.values() for each, why in part.reads.items()
        },
        route=lambda incoming: [(projection, to_fold(incoming.envelope))],
    )
    letters = DeadLetters(publisher, subscription.group, SystemClock(), settings.kafka)
    member = TimedMember(settings, Inbox(subscription, letters), _nothing, lambda: None)
    settle_memory()
    seconds = await member.seconds_for(events)
    assert (await views.counts())["ballot endorsed"] == events // EVENTS_OF_ONE
    await client.drop_database(database.name)
    client.close()
    return seconds


async def _nothing() -> None:
    return
