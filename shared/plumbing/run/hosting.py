"""Hosts a projection in a service. A rebuild is a new generation beside the live one."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from aiokafka.errors import KafkaError

from shared.plumbing.core.failures import Retryable, in_short
from shared.plumbing.core.projection import Projection, ViewKind, to_fold
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.kafka.bus import Member
from shared.plumbing.kafka.consumer import Inbox, KeepsDeadLetters, Subscription
from shared.plumbing.kafka.watch import Watch
from shared.plumbing.mongo import MongoViews
from shared.plumbing.mongo.connection import Database
from shared.plumbing.mongo.generations import Generations, GenerationsInUse

log = structlog.get_logger()


def subscription_of(projection: Projection, group: str) -> Subscription:
    """Read every topic of the view."""
    sections = projection.kind.sections.values()
    return Subscription(
        group=group,
        topics=sorted({section.topic for section in sections}),
        reads={event: why for section in sections for event, why in section.reads.items()},
        route=lambda incoming: [(projection, to_fold(incoming.envelope))],
    )


@dataclass(slots=True)
class Generation:
    """Views with a consumer group of their own, so that its offsets always belong to them."""

    views: MongoViews
    member: Member
    watch: Watch
    watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        await self.views.prepare()
        try:
            await self.member.start()
        except KafkaError:
            await self.member.stop()
            raise
        self.watching = asyncio.create_task(self.watch.run())

    async def stop(self) -> None:
        await self.member.stop()
        if self.watching:
            self.watching.cancel()
            await asyncio.gather(self.watching, return_exceptions=True)


class HostedProjection:
    """Keeps one view up to date on every replica, and switches when a rebuild is done."""

    def __init__(
        self,
        kind: ViewKind,
        group: str,
        settings: ServiceSettings,
        database: Database,
        dead_letters_of: Callable[[str], KeepsDeadLetters],
        probe: Callable[[], Awaitable[None]],
    ) -> None:
        self.kind = kind
        self.generations = Generations(database, kind.name)
        self.away: str | None = None
        """The reason why generations cannot be looked up, or None."""
        self._group, self._settings, self._database = group, settings, database
        self._dead_letters_of, self._probe = dead_letters_of, probe
        self._open: dict[int, Generation] = {}
        self._live: MongoViews | None = None

    @property
    def views(self) -> MongoViews:
        """The live views, for the stores of the service."""
        if self._live is None:
            raise Retryable(f"the view {self.kind.name} is not open yet")
        return self._live

    @property
    def subscription(self) -> Subscription:
        """What it reads. Each generation reads the same in a consumer group of its own."""
        return subscription_of(Projection(self.kind, self._views(0)), self._group)

    @property
    def waits_for(self) -> str | None:
        members = (generation.member.away for generation in self._open.values())
        return next((why for why in (self.away, *members) if why), None)

    async def prepare(self) -> None:
        """Open the live views for readers."""
        in_use = await self.generations.read()
        self._live = self._views(in_use.live)
        await self._live.prepare()

    async def run(self) -> None:
        """Keep the views up to date, until cancelled."""
        try:
            while True:
                await self._try_to_look()
                await asyncio.sleep(self._settings.jobs_every_seconds)
        finally:
            for generation in self._open.values():
                await generation.stop()

    async def _try_to_look(self) -> None:
        try:
            await self.look()
        except (Retryable, KafkaError, TimeoutError) as error:
            self.away = in_short(error)
            log.warning("projection.waits", view=self.kind.name, why=self.away)
        else:
            self.away = None

    async def look(self) -> None:
        """Read what is live and what is being built, and do what follows."""
        in_use = await self.generations.read()
        wanted = {number for number in in_use if number}
        for number in wanted - self._open.keys():
            generation = self._build(number)
            await generation.start()
            self._open[number] = generation
        self._live = self._open[in_use.live].views
        for number in self._open.keys() - wanted:
            await self._open.pop(number).stop()
        if in_use.next and await self._is_level(in_use, in_use.next):
            await self.generations.promote(in_use.next)
            log.info("projection.rebuilt", view=self.kind.name, generation=in_use.next)

    async def lag(self) -> int:
        """Count the messages that wait for the live views. Raises Retryable before it is open."""
        live = (await self.generations.read()).live
        if live not in self._open:
            raise Retryable(f"the view {self.kind.name} is not open yet")
        return await self._open[live].watch.lag()

    async def _is_level(self, in_use: GenerationsInUse, built: int) -> bool:
        """True when the new generation has read as far as the live one."""
        behind = await self._open[built].watch.lag()
        return behind <= await self._open[in_use.live].watch.lag()

    def _views(self, number: int) -> MongoViews:
        return MongoViews(self._database, self.generations.collection_of(number), self.kind)

    def _build(self, number: int) -> Generation:
        views = self._views(number)
        projection = Projection(self.kind, views, self._settings.cached_aggregates)
        group = f"{self._group}.{number}{self._settings.namespace}"
        inbox = Inbox(subscription_of(projection, group), self._dead_letters_of(group))
        member = Member(self._settings, inbox, self._probe, projection.forget)
        return Generation(views, member, Watch(self._settings, member, group))
