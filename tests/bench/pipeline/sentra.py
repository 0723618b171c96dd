"""Sentra's endorsement service as it is: FastStream, runner, rules, histories, publisher."""

import asyncio
from dataclasses import replace

from services.endorsement.app import create_service
from services.endorsement.settings import Settings
from shared.plumbing.bus import Member
from shared.plumbing.consumer import Inbox, Subscription
from shared.plumbing.dead_letters import DeadLetters
from shared.plumbing.service import Service
from tests.bench.pipeline.votes import NOMINATIONS, vote_topics


async def run(settings: Settings, votes: int, umkm: int) -> float:
    """Seconds from the first batch of votes to the last commit."""
    service = create_service(settings)
    for histories in service.histories.values():
        await histories.prepare()
    await _drain(service, [NOMINATIONS], umkm)
    took = await _drain(service, vote_topics(), votes)
    await service.publisher.stop()
    service.client.close()
    return took


async def _drain(service: Service, topics: list[str], messages: int) -> float:
    """Consume these topics until so many messages are committed."""
    assert service.member
    subscription: Subscription = service.member.inbox.subscription
    counted = _Counted(
        replace(subscription, pattern=None, topics=topics),
        DeadLetters(service.publisher, subscription.group, service.clock),
    )
    member = Member(service.settings, counted, service.probe, lambda: None)
    await member.start()
    loop = asyncio.get_running_loop()
    while counted.taken < messages:
        await asyncio.sleep(0.005)  # a bench may look now and then; tests wait for conditions
    batches = -1
    while batches != member.batches:
        batches = member.batches
        await asyncio.sleep(0.01)
    took = loop.time() - counted.began
    print("CPU us", (__import__("time").process_time() - counted.cpu) / counted.taken * 1e6)
    await member.stop()
    return took


class _Counted(Inbox):
    """Counts what went through."""

    def __init__(self, subscription: Subscription, dead_letters: DeadLetters) -> None:
        super().__init__(subscription, dead_letters)
        self.taken = 0
        self.began = 0.0

    async def take(self, records: "list[object]") -> None:  # type: ignore[override] # wider
        if not self.began:
            self.began = asyncio.get_running_loop().time()
            self.cpu = __import__("time").process_time()
        await super().take(records)  # type: ignore[arg-type] # the same records
        self.taken += len(records)
