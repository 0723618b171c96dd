"""Sentra's endorsement service as it is: FastStream, runner, rules, histories, publisher."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from aiokafka import ConsumerRecord

from bench.pipeline.votes import NOMINATIONS, vote_topics
from services.endorsement.app import create_service
from services.endorsement.settings import Settings
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.dead_letters import DeadLetters
from shared.plumbing.kafka.bus import Member
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


class _Timed(Member):
    """Knows when the last of so many messages is committed."""

    began, ended, committed, expected = 0.0, 0.0, 0, 0
    all_committed: asyncio.Event

    async def _take(self, records: Sequence[ConsumerRecord]) -> None:
        self.began = self.began or asyncio.get_running_loop().time()
        await super()._take(records)

    async def _commit(self, records: Sequence[ConsumerRecord]) -> None:
        await super()._commit(records)
        self.committed += len(records)
        if self.committed >= self.expected:
            self.ended = asyncio.get_running_loop().time()
            self.all_committed.set()


async def _drain(service: Service, topics: list[str], messages: int) -> float:
    """Consume these topics until so many messages are committed; returns the seconds."""
    assert service.member
    subscription = replace(service.member.inbox.subscription, pattern=None, topics=topics)
    bootstrap = service.settings.kafka_bootstrap
    letters = DeadLetters(service.publisher, subscription.group, service.clock, bootstrap)
    member = _Timed(service.settings, Inbox(subscription, letters), service.probe, lambda: None)
    member.expected, member.all_committed = messages, asyncio.Event()
    await member.start()
    await member.all_committed.wait()
    await member.stop()
    return member.ended - member.began
