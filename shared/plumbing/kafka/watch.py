"""Notices a consumer that stopped silently, and counts waiting messages."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any

import structlog
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from shared.plumbing.core import metrics
from shared.plumbing.core.failures import in_short
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.kafka.bus import Member
from shared.plumbing.kafka.observer import Observer

log = structlog.get_logger()
ANSWERS_WITHIN_SECONDS = 5
Offsets = dict[TopicPartition, tuple[int, int]]
"""The committed offset and the end of each partition."""


def end_process() -> None:
    """Ask for a graceful end of this process."""
    os.kill(os.getpid(), signal.SIGTERM)


class Watch:
    """Checks the group's offsets over a connection of its own.

    If messages wait and offsets stand still, it restarts the consumer. If that does not help, it
    ends the process, and the supervisor starts a new one.
    """

    def __init__(
        self,
        settings: ServiceSettings,
        member: Member,
        group: str,
        give_up: Callable[[], None] = end_process,
        observer: Observer | None = None,
    ) -> None:
        self._settings, self._member = settings, member
        self.give_up = give_up
        # It has the id of the group, but never joins, because it subscribes to nothing.
        self._observer = observer or Observer(settings.kafka, group_id=group)
        self._asking = asyncio.Lock()  # the observer takes one call at a time
        self._stands: dict[TopicPartition, tuple[int, float]] = {}
        """The offset of each partition with waiting messages, and since when it stands there."""
        self._stuck: dict[TopicPartition, int] = {}
        """The offsets at the last restart of the consumer."""
        self.blind: str | None = None
        """The reason why offsets cannot be read, or None."""

    async def run(self) -> None:
        """Look now and then, until cancelled."""
        every = self._settings.stalled_after_seconds / 10
        try:
            while True:
                await asyncio.sleep(every)
                await self._try_to_look()
        finally:
            await self._observer.close()

    async def _try_to_look(self) -> None:
        try:
            await self.look()
        except (KafkaError, TimeoutError) as error:
            self.blind = f"Kafka is away: {in_short(error)}"
            log.warning("watch.blind", why=self.blind)
            await self._observer.close()
        else:
            self.blind = None

    async def lag(self) -> int:
        """Count the messages that wait for the group, in partitions of all members."""
        return _waiting(await self._offsets(set()))

    async def look(self) -> None:
        # A replica without partitions is idle. What waits there is the work of other members.
        offsets = {} if self._is_idle() else await self._offsets(self._assignment())
        metrics.LAG.set(_waiting(offsets))
        now = time.monotonic()
        self._stands = {
            tp: self._stands[tp]
            if self._stands.get(tp, (-1, 0.0))[0] == committed
            else (committed, now)
            for tp, (committed, end) in offsets.items()
            if committed < end and not self._member.away
        }
        too_long = now - self._settings.stalled_after_seconds
        stuck = {tp: at for tp, (at, since) in self._stands.items() if since < too_long}
        if stuck:
            self._stands = {}
            await self._revive(stuck)

    async def _revive(self, stuck: dict[TopicPartition, int]) -> None:
        not_helped, self._stuck = stuck.items() & self._stuck.items(), stuck
        if not_helped and self._assignment():
            log.error("consumer.stalled-again", partitions=len(not_helped))
            self.give_up()
            return
        log.error("consumer.stalled", partitions=len(stuck))
        await self._member.restart()

    def _is_idle(self) -> bool:
        """True for a member of the group that has no partitions. False if its consumer is gone."""
        return bool(self._member.consumer) and not self._assignment()

    def _assignment(self) -> set[TopicPartition]:
        consumer: Any = self._member.consumer
        return set(consumer.assignment()) if consumer else set()

    async def _offsets(self, ours: AbstractSet[TopicPartition]) -> Offsets:
        """Read offsets of these partitions, or of the whole group if there are none."""
        async with asyncio.timeout(ANSWERS_WITHIN_SECONDS), self._asking:
            observer = await self._observer.opened()
            partitions = list(ours or await self._all())
            begins, ends = (
                await observer.beginning_offsets(partitions),
                await observer.end_offsets(partitions),
            )
            committed = {tp: await observer.committed(tp) for tp in partitions}
        # Committed offsets may lie before the beginning: expired messages do not wait.
        return {tp: (max(committed[tp] or 0, begins[tp]), ends[tp]) for tp in partitions}

    async def _all(self) -> list[TopicPartition]:
        cluster = await self._observer.cluster()
        return [
            TopicPartition(topic, partition)
            for topic in cluster.topics()
            if self._member.inbox.subscription.hears(topic)
            for partition in cluster.partitions_for_topic(topic) or ()
        ]


def _waiting(offsets: Offsets) -> int:
    # The stand-in broker may report an end before the committed offset.
    return sum(max(0, end - committed) for committed, end in offsets.values())
