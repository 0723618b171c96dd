"""Replicas of endorsement on real engines, and all that a test does with them."""

from asyncio import subprocess
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self
from uuid import uuid4

import httpx
from aiokafka import AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.records_to_delete import RecordsToDelete

from services.endorsement.app import create_service
from services.endorsement.settings import Settings
from shared.plumbing.dead_letters import DeadLetter, parse
from shared.plumbing.run.service import Service
from tests.integration.endorsement.messages import (
    BALLOTS,
    Fact,
    Sent,
    answers,
    first_occurrences,
    out_of_order,
)
from tests.support.doors import begin_process, open_door
from tests.support.engines import Engines
from tests.support.topics import LARGEST, TopicReader
from tests.support.waiting import until


@dataclass(frozen=True, slots=True)
class Replica:
    """One endorsement inside this process."""

    service: Service
    door: httpx.AsyncClient
    stack: AsyncExitStack

    async def health(self) -> Fact:
        health: Fact = (await self.door.get("/health")).json()
        return health

    async def leave(self) -> None:
        """End as after SIGTERM."""
        await self.stack.aclose()


class Hall:
    """A set of replicas with a database and a consumer group of their own.

    They read nothing that was sent before.
    """

    def __init__(
        self, engines: Engines, stack: AsyncExitStack, producer: AIOKafkaProducer, **settings: Any
    ) -> None:
        self.engines, self._stack, self.producer = engines, stack, producer
        self.run = uuid4().hex[:8]
        self.group = f"endorsement_{self.run}"
        self.topics = TopicReader(engines.kafka_bootstrap, group=self.group)
        stack.push_async_callback(self.topics.stop)
        self.settings = {
            "kafka_bootstrap": engines.kafka_bootstrap,
            "kafka_idempotence": engines.kafka_idempotence,
            "mongo_url": engines.mongo_url,
            "namespace": f"_{self.run}",
            "batch_size": 50,
            "metadata_max_age_ms": 500,
            "session_timeout_ms": 6_000,
            "jobs_every_seconds": 0.5,
            "relay_every_seconds": 0.5,
            **settings,
        }

    @classmethod
    @asynccontextmanager
    async def open(cls, engines: Engines, **settings: Any) -> AsyncIterator[Self]:
        async with AsyncExitStack() as stack:
            producer = AIOKafkaProducer(
                bootstrap_servers=engines.kafka_bootstrap,
                acks="all",
                enable_idempotence=engines.kafka_idempotence,
                compression_type="gzip",
                max_request_size=LARGEST,
            )
            await producer.start()
            stack.push_async_callback(producer.stop)
            hall = cls(engines, stack, producer, **settings)
            await hall.topics.skip_past()
            yield hall

    def umkm(self, name: str, count: int = 1) -> list[str]:
        """Give ids that no other test has."""
        run = uuid4().hex[:8]
        return [f"{name}{n}-{run}" for n in range(count)]

    async def replica(
        self, prepare: Callable[[Service], None] = lambda _service: None, **settings: Any
    ) -> Replica:
        """Start a replica and wait until it is ready."""
        service = create_service(Settings(**(self.settings | settings)))
        prepare(service)
        stack = await self._stack.enter_async_context(AsyncExitStack())
        door = await open_door(stack, service.app(), "endorsement")
        return Replica(service, door, stack)

    async def process(self, module: str, **overrides: Any) -> subprocess.Process:
        """Start a replica as a process of its own, to be killed."""
        return await begin_process(
            self._stack, module, self.settings | {"http_port": 0} | overrides
        )

    async def send(self, *messages: Sent) -> None:
        """Send in this order and wait until the broker has all."""
        for one in messages:
            await self.producer.send(one.topic, one.value, key=one.key, headers=list(one.headers))
        await self.producer.flush()

    async def facts(self, umkm: Sequence[str]) -> list[Fact]:
        """Read what is said of these on the topic of ballots, without repeats."""
        wanted = {each.encode() for each in umkm}
        records = [r for r in await self.records(BALLOTS) if r.key in wanted]
        return first_occurrences(records)

    async def answered(self, umkm: Sequence[str], *vote_ids: str) -> list[Fact]:
        """Wait until each of these votes was answered, and check what always holds."""

        async def all_are() -> bool:
            return set(answers(await self.facts(umkm))) >= set(vote_ids)

        await until(f"the answers to {len(vote_ids)} votes: {vote_ids[:3]}", all_are)
        facts = await self.facts(umkm)
        twice = {vote: times for vote, times in answers(facts).items() if times > 1}
        assert (twice, out_of_order(facts)) == ({}, [])
        return facts

    async def letters(self, topic: str) -> list[DeadLetter]:
        """Dead letters of this group, of one original topic."""
        letters = [parse(record) for record in await self.records(f"{topic}.dlq")]
        return [letter for letter in letters if letter.group == self.group]

    async def records(self, topic: str) -> list[ConsumerRecord]:
        return await self.topics.records(topic)

    async def forget(self, topic: str) -> None:
        """Delete all that there is on a topic, as retention does."""
        await self.topics.forget(topic)
        admin = AIOKafkaAdminClient(bootstrap_servers=self.engines.kafka_bootstrap)
        await admin.start()
        try:
            partitions = await self.producer.partitions_for(topic)
            whole = {TopicPartition(topic, n): RecordsToDelete(-1) for n in partitions}
            await admin.delete_records(whole)
        finally:
            await admin.close()

    async def committed(self, topic: str, partition: int) -> int:
        """The offset up to which this group has dealt with a partition."""
        return await self.topics.committed(topic, partition)

    async def committed_past(self, topic: str, partition: int, offset: int) -> None:
        async def is_past() -> bool:
            return await self.committed(topic, partition) > offset

        await until(f"{topic}/{partition}/{offset} is dealt with", is_past)
