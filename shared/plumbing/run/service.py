"""Puts one service together: routes, aggregates, timers, and a graceful end."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any, TypeVar

import structlog
import uvicorn
from aiokafka.errors import KafkaError
from fastapi import FastAPI

from shared.plumbing.core.aggregate import Kind
from shared.plumbing.core.clock import Clock, PlatformClock, SystemClock
from shared.plumbing.core.desk import Desk
from shared.plumbing.core.failures import Retryable, in_short
from shared.plumbing.core.projection import ViewKind
from shared.plumbing.core.relay import Relay
from shared.plumbing.core.runner import Runner
from shared.plumbing.core.settings import ClockKind, ServiceSettings
from shared.plumbing.dead_letters import DeadLetters
from shared.plumbing.http import HeadLimit
from shared.plumbing.http.doors import Doors
from shared.plumbing.kafka.bus import Member
from shared.plumbing.kafka.clock import follow
from shared.plumbing.kafka.consumer import Inbox, Subscription
from shared.plumbing.kafka.publisher import KafkaPublisher
from shared.plumbing.kafka.watch import Watch
from shared.plumbing.mongo import MongoHistories, MongoRequests, connect, world
from shared.plumbing.run import logs
from shared.plumbing.run.hosting import HostedProjection
from shared.plumbing.run.jobs import Job, Jobs
from shared.plumbing.run.serving import app_of

log = structlog.get_logger()
S = TypeVar("S")
Worker = Callable[[], Coroutine[Any, Any, None]]
Before = Callable[[], AsyncIterator[None] | Coroutine[Any, Any, None]]


class Service:
    """All parts of a service. Building it does no I/O; the lifespan does."""

    def __init__(self, name: str, settings: ServiceSettings, description: str = "") -> None:
        self.name, self.settings, self.description = name, settings, description
        platform = settings.clock is ClockKind.PLATFORM
        self.clock: Clock = PlatformClock() if platform else SystemClock()
        self.clock_known = asyncio.Event()
        self.client, self.database = connect(
            settings.mongo_url, f"sentra_{name}{settings.namespace}"
        )
        self.requests = MongoRequests(self.database)
        self.publisher = KafkaPublisher(settings)
        self.jobs = Jobs(self.clock, settings.jobs_every_seconds)
        self.histories: dict[str, MongoHistories[Any]] = {}
        self.desks: list[Desk[Any]] = []
        self.projections: dict[str, HostedProjection] = {}
        self.doors: list[tuple[Doors, list[Before]]] = []
        self.uploads: tuple[str, ...] = ()
        """Paths to which large bodies are posted. Each door has its own limit."""
        self.key_owner = ""
        """The path parameter with the owner of an `Idempotency-Key`."""
        self.openers: list[Any] = []
        self.workers: list[Worker] = []
        self.member: Member | None = None
        self.watch: Watch | None = None
        self.ready = False
        self.broken = False

    def aggregates(self, collection: str, kind: Kind[S], cached: int | None = None) -> Desk[S]:
        """Own a collection of aggregates. `cached` replaces the setting."""
        histories = MongoHistories(self.database, collection, kind)
        cached = self.settings.cached_aggregates if cached is None else cached
        runner = Runner(kind, histories, self.publisher, self.clock, cached)
        desk = Desk(runner, Relay(runner, self.settings.relay_every_seconds), self.requests)
        self.histories[kind.name] = histories
        self.desks.append(desk)
        return desk

    def listen(self, subscription: Subscription) -> None:
        """Join a consumer group."""
        subscription = replace(subscription, group=subscription.group + self.settings.namespace)
        inbox = Inbox(subscription, self._dead_letters_of(subscription.group))
        self.member = Member(self.settings, inbox, self.probe, self._forget)
        self.watch = Watch(self.settings, self.member, subscription.group)

    def project(self, kind: ViewKind) -> HostedProjection:
        """Keep views of what other services publish."""
        group = f"{self.name}.{kind.name}"
        hosted = HostedProjection(
            kind, group, self.settings, self.database, self._dead_letters_of, self.probe
        )
        self.projections[kind.name] = hosted
        self.prepare(hosted.prepare)
        self.work(hosted.run)
        return hosted

    def _dead_letters_of(self, group: str) -> DeadLetters:
        return DeadLetters(self.publisher, group, self.clock, self.settings.kafka)

    def every_now_and_then(self, name: str, job: Job) -> None:
        self.jobs.add(name, job)

    def prepare(self, opener: Any) -> None:
        """Await this once before the service is ready, such as indexes of a store."""
        self.openers.append(opener)

    def work(self, worker: Worker) -> None:
        """Run this in the background until the end. It must handle its own failures."""
        self.workers.append(worker)

    def serve(self, doors: Doors, *before: Before) -> None:
        """Serve these doors; await each of `before` at each request, before its body is read."""
        self.doors.append((doors, [self._require_ready, *before]))

    def app(self) -> FastAPI:
        return app_of(self)

    async def _require_ready(self) -> None:
        """Raises Retryable while the clock, the indexes or a held policy are unknown."""
        if not self.ready:
            raise Retryable("starting")

    @property
    def waits_for(self) -> str | None:
        """The reason why the service waits, or None."""
        noticed = [desk.relay.away for desk in self.desks]
        noticed += [hosted.waits_for for hosted in self.projections.values()]
        if self.member and self.watch:
            noticed += [self.member.away, self.watch.blind]
        return next((why for why in noticed if why), None)

    async def probe(self) -> None:
        """Raises Retryable unless MongoDB answers."""
        with world():
            await self.client.admin.command("ping")

    def _forget(self) -> None:
        for desk in self.desks:
            desk.runner.forget()

    def _end_process(self, background: asyncio.Task[None]) -> None:
        """End the process if its background task died. The supervisor starts a new one."""
        if not background.cancelled() and background.exception():
            self.broken = True
            log.error("service.broken", exc_info=background.exception())
            os.kill(os.getpid(), signal.SIGTERM)

    @asynccontextmanager
    async def lifespan(self, _app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(self.client.close)
            stack.push_async_callback(self.publisher.stop)
            # Joining a group takes seconds. Health answers meanwhile; readiness waits.
            background = asyncio.create_task(self._run())
            background.add_done_callback(self._end_process)
            stack.push_async_callback(_cancelled, background)
            yield
            self.ready = False
            if self.member:
                await self.member.stop()
            for desk in self.desks:
                await desk.relay.flush()
            log.info("service.stopped")

    async def _run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            if isinstance(self.clock, PlatformClock):
                follower = follow(self.clock, self.settings.kafka, self.clock_known)
                tasks.create_task(follower)
                await self.clock_known.wait()
            await self._open()
            for desk in self.desks:
                tasks.create_task(desk.relay.run())
            if self.watch:
                tasks.create_task(self.watch.run())
            tasks.create_task(self.jobs.run())
            for worker in self.workers:
                tasks.create_task(worker())
            self.ready = True
            log.info("service.ready")

    async def _open(self) -> None:
        while True:
            try:
                for histories in self.histories.values():
                    await histories.prepare()
                await self.requests.prepare()
                for opener in self.openers:
                    await opener()
                if self.member:
                    await self.member.start()
            except (Retryable, KafkaError) as error:
                log.warning("service.waits", why=in_short(error))
                await asyncio.sleep(1)
            else:
                return


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def settle_memory() -> None:
    """Keep the garbage collector off the cached states: walking them cost a third of the time.

    With a lower threshold it would walk the rows of every portion in vain. An import of 100,000
    rows reached 0.47 to 0.52 of the bare loop with 50,000, and 0.51 to 0.57 with 200,000.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


def tell_doubts(settings: ServiceSettings) -> None:
    for doubt in settings.doubts():
        log.warning("settings.doubtful", why=doubt)


def run(service: Service) -> None:
    """Serve until SIGTERM, then end gracefully."""
    settings = service.settings
    logs.set_up(service.name, settings)
    tell_doubts(settings)
    settle_memory()
    uvicorn.run(
        service.app(),
        host=settings.http_host,
        port=settings.http_port,
        http=HeadLimit,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=5,
    )
    if service.broken:
        sys.exit(1)
