"""What mentoring reads from Kafka."""

from collections.abc import Iterable

from services.mentoring.handlers import JourneyHandlers
from shared.contracts.endorsement import UmkmPrioritised
from shared.plumbing.core.aggregate import Input
from shared.plumbing.kafka.consumer import Incoming, Subscription, Task


def subscription(handlers: JourneyHandlers) -> Subscription:
    """Read the places of priority lists. They never stop a running journey."""
    runner = handlers.journeys.runner

    def route(incoming: Incoming) -> Iterable[Task]:
        envelope, data = incoming.envelope, incoming.data
        if isinstance(data, UmkmPrioritised):
            yield runner, Input(data.umkm_id, envelope.id, data, envelope.correlationid)

    return Subscription(
        group="mentoring",
        topics=[UmkmPrioritised.topic],
        reads={
            UmkmPrioritised: "starts a journey; on a new place, brings back a UMKM that had left"
        },
        route=route,
    )
