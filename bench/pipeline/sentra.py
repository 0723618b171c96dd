"""Sentra's endorsement service as it is: FastStream, runner, rules, histories, publisher."""

from dataclasses import replace

from bench.pipeline.votes import NOMINATIONS, vote_topics
from bench.timed import TimedMember
from services.endorsement.app import create_service
from services.endorsement.settings import Settings
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.dead_letters import DeadLetters
from shared.plumbing.kafka.consumer import Inbox
from shared.plumbing.run.service import Service, settle_memory


async def run(settings: ServiceSettings, votes: int, umkm: int) -> float:
    """Seconds from the first batch of votes to the last commit; ballots are open before that."""
    service = create_service(Settings(**settings.model_dump()))
    for histories in service.histories.values():
        await histories.prepare()
    settle_memory()
    await _drain(service, [NOMINATIONS], umkm)
    took = await _drain(service, vote_topics(), votes)
    await service.publisher.stop()
    await service.client.drop_database(service.database.name)
    service.client.close()
    return took


async def _drain(service: Service, topics: list[str], messages: int) -> float:
    """Consume these topics until so many messages are committed; returns the seconds."""
    assert service.member
    subscription = replace(service.member.inbox.subscription, pattern=None, topics=topics)
    kafka = service.settings.kafka
    letters = DeadLetters(service.publisher, subscription.group, service.clock, kafka)
    inbox = Inbox(subscription, letters)
    member = TimedMember(service.settings, inbox, service.probe, lambda: None)
    return await member.seconds_for(messages)
