"""Waiting until everything that follows from what was done has happened."""

import asyncio
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

import httpx
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from shared.contracts.intake import UmkmRecommended
from story.calling import Services
from story.platform import StoryError, StoryPlatform
from story.reconcile.topics import list_partitions

STALLED_SECONDS = 90.0
"""So long nothing may move before the story gives up."""
LOOK_EVERY_SECONDS = 0.2


@dataclass(slots=True)
class Look:
    """The platform at one moment."""

    ends: dict[TopicPartition, int] = field(default_factory=dict)
    behind: list[str] = field(default_factory=list)
    """Who has still to do what, in words."""
    now: dict[str, datetime] = field(default_factory=dict)
    jobs: dict[str, dict[str, datetime]] = field(default_factory=dict)

    def unfinished_since(self, calm: "Look") -> list[str]:
        """Jobs that have not run through since an earlier look; a new process has run none."""
        return [
            f"{service} has not finished its job {job!r}"
            for service, jobs in self.jobs.items()
            for job in {*calm.jobs[service], *jobs}
            if job not in jobs or jobs[job] < calm.now[service]
        ]


class Quiescence(AsyncExitStack):
    """Two looks in a row at which nobody is behind, no topic grew and every job ran in between.

    A consumer commits after its events are on their topics, and what has no offset is pending
    until it is; so nothing can be under way that none of this shows.
    """

    def __init__(self, platform: StoryPlatform, services: Services) -> None:
        super().__init__()
        self._platform, self._services = platform, services
        self._partitions: list[TopicPartition] = []
        self._observers: dict[str, AIOKafkaConsumer] = {}

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        for agency in self._platform.agencies:
            observer = AIOKafkaConsumer(
                bootstrap_servers=self._platform.kafka,
                group_id=f"agency-{agency}",  # never joins: it subscribes to nothing
                enable_auto_commit=False,
                metadata_max_age_ms=2_000,
            )
            self._observers[agency] = await self.enter_async_context(observer)
        return self

    async def wait(self, since: datetime) -> None:
        """Return when all that follows from the present time `since` is done.

        Raises StoryError that names who is behind when nothing moves any more.
        """
        calm: Look | None = None
        seen, moved = Look(), time.monotonic()
        while True:
            look = await self._look(since)
            if look.behind or calm is None or look.ends != calm.ends:
                calm, waiting = (None if look.behind else look), look.behind
            elif not (waiting := look.unfinished_since(calm)):
                return
            if (look.ends, look.behind) != (seen.ends, seen.behind):
                seen, moved = look, time.monotonic()
            elif time.monotonic() - moved > STALLED_SECONDS:
                raise StoryError(f"Nothing moves any more: {'; '.join(waiting)}.")
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _look(self, since: datetime) -> Look:
        look = Look()
        try:
            look.ends = await self._ends()
            for agency, observer in self._observers.items():
                await self._see_agency(look, agency, observer)
        except (KafkaError, TimeoutError) as error:
            look.behind.append(f"Kafka does not answer ({type(error).__name__})")
        for service in self._platform.services:
            try:
                self._see_service(look, service, await self._services.status(service), since)
            except (httpx.HTTPError, OSError) as error:
                look.behind.append(f"{service} does not answer ({type(error).__name__})")
        return look

    async def _ends(self) -> dict[TopicPartition, int]:
        # Asked for once: topics of the platform get no new partitions, and the story no new topics.
        if not self._partitions:
            self._partitions = await list_partitions(self._platform.kafka)
        ends: dict[TopicPartition, int]
        ends = await next(iter(self._observers.values())).end_offsets(self._partitions)
        return ends

    @staticmethod
    async def _see_agency(look: Look, agency: str, observer: AIOKafkaConsumer) -> None:
        ends = {tp: end for tp, end in look.ends.items() if tp.topic == UmkmRecommended.topic}
        # The stand-in broker names the end of a partition too low: ahead of it is not behind.
        waiting = [max(0, end - (await observer.committed(tp) or 0)) for tp, end in ends.items()]
        if lag := sum(waiting):
            look.behind.append(f"agency {agency} has {lag} recommendations to read")

    @staticmethod
    def _see_service(look: Look, service: str, status: dict[str, Any], since: datetime) -> None:
        look.now[service] = datetime.fromisoformat(status["now"])
        jobs = status["jobs"]
        look.jobs[service] = {job: datetime.fromisoformat(at) for job, at in jobs.items() if at}
        if not status["healthy"] or None in jobs.values():
            look.behind.append(f"{service} is not ready")
        elif look.now[service] < since:
            look.behind.append(f"{service} has not heard of the new time")
        elif status["pending"] is None:
            look.behind.append(f"{service} cannot see its database")
        elif status["pending"]:
            look.behind.append(f"{service} has {status['pending']} aggregates to publish")
        elif status["lag"] is None:
            look.behind.append(f"{service} cannot see its topics")
        elif status["lag"] > 0:
            look.behind.append(f"{service} has {status['lag']} messages to read")
