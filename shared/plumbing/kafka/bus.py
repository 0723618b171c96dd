"""One member of a consumer group. FastStream runs the loop; offsets are ours."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

import structlog
from aiokafka import ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.message import KafkaAckableMessage
from faststream.security import BaseSecurity, SASLScram512

from shared.plumbing.core import metrics
from shared.plumbing.core.failures import Retryable, in_short
from shared.plumbing.core.kafka_server import KafkaServer
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.kafka.consumer import Inbox, insist
from shared.plumbing.kafka.odd_headers import read_odd_headers
from shared.plumbing.kafka.partition_turns import send_to_the_back

log = structlog.get_logger()
PROBE_EVERY_SECONDS = 2.0


class Member(ConsumerRebalanceListener):  # type: ignore[misc] # the library has no types
    """Reads batches and commits each after all its work is done.

    If MongoDB or Kafka is away, it tries again in place. Then it seeks back, pauses and keeps
    polling, so that the group keeps it and memory does not grow.
    """

    def __init__(
        self,
        settings: ServiceSettings,
        inbox: Inbox,
        probe: Callable[[], Awaitable[None]],
        forget: Callable[[], None],
    ) -> None:
        self._settings = settings
        self.inbox = inbox
        self._probe = probe
        self._forget = forget
        self._batch = asyncio.Lock()
        self._leaving = asyncio.Event()
        self._resuming: asyncio.Task[None] | None = None
        self.away: str | None = None
        """The reason why this member waits, or None."""
        self.batches = 0
        self.broker, self._subscriber = self._build()

    @property
    def consumer(self) -> Any:
        """The aiokafka consumer. Each start makes a new object."""
        return self._subscriber.consumer

    async def start(self) -> None:
        await self.broker.start()

    async def stop(self) -> None:
        """Finish the batch in flight, then leave the group."""
        self._leaving.set()
        self._stop_waiting()
        with suppress(TimeoutError):
            # stop() may hang if the broker is away. Work is safe to repeat, so leave.
            await asyncio.wait_for(self.broker.stop(), self._settings.shutdown_within_seconds)

    async def restart(self) -> None:
        """Start the consumer again if it stands still while messages wait."""
        metrics.RESTARTED.inc()
        self._stop_waiting()
        # A graceful stop would wait for the hanging batch, and its loop would go on.
        for task in self._subscriber.tasks:
            task.cancel()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._subscriber.stop(), 10)
        self._forget()
        self._leaving.clear()
        await self._subscriber.start()

    async def on_partitions_revoked(self, _revoked: Sequence[TopicPartition]) -> None:
        """Finish the batch before another member takes over, and drop cached states."""
        self._leaving.set()
        async with self._batch:
            self._forget()
        self._leaving.clear()

    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        self._stop_waiting()  # nothing is paused now, and our partitions may be others
        log.info("consumer.assigned", partitions=len(assigned))

    def _build(self) -> tuple[KafkaBroker, Any]:
        read_odd_headers()
        settings = self._settings
        broker = KafkaBroker(
            settings.kafka_bootstrap,
            security=_security(settings.kafka),
            apply_types=False,
            logger=None,
            allow_auto_create_topics=False,
            client_id=f"sentra-{self.inbox.subscription.group}",
            metadata_max_age_ms=settings.metadata_max_age_ms,
            graceful_timeout=settings.shutdown_within_seconds,
        )
        subscriber = self._subscribe(broker)
        subscriber(self._take)
        return broker, subscriber

    def _subscribe(self, broker: KafkaBroker) -> Any:
        settings, subscription = self._settings, self.inbox.subscription
        return broker.subscriber(
            *subscription.topics,
            pattern=subscription.pattern,
            group_id=subscription.group,
            group_instance_id=settings.instance,
            batch=True,
            max_records=settings.batch_size,
            batch_timeout_ms=50,
            auto_offset_reset="earliest",
            # FastStream acknowledges on receipt by default. Its other policies skip some failed
            # messages. Here a lost message is a lost UMKM.
            ack_policy=AckPolicy.MANUAL,
            parser=self._parse,
            decoder=_records,
            listener=self,
            # Range: partition 3 of every topic has one owner, so one replica gets all messages of
            # an aggregate. With other assignors half of the events went out twice, because an
            # owner does not know what another published. Only one assignor: aiokafka rejoins for
            # each, and members that rejoin at the same time never settle.
            partition_assignment_strategy=(RangePartitionAssignor,),
            session_timeout_ms=settings.session_timeout_ms,
            heartbeat_interval_ms=settings.session_timeout_ms // 3,
            rebalance_timeout_ms=60_000,
            max_poll_interval_ms=settings.max_poll_interval_ms,
            max_partition_fetch_bytes=262_144,  # for each partition: they all come at once
        )

    async def _parse(self, records: tuple[ConsumerRecord, ...]) -> KafkaAckableMessage:
        """Wrap a batch unread, because FastStream's parser fails on odd headers."""
        return KafkaAckableMessage(
            raw_message=records,
            body=b"",
            correlation_id="-",
            message_id="-",
            consumer=self._subscriber.consumer,
        )

    async def _take(self, records: Sequence[ConsumerRecord]) -> None:
        async with self._batch:
            served = {(record.topic, record.partition) for record in records}
            send_to_the_back(self.consumer, served)
            done = await insist(
                lambda: self._try(records), self._settings.retry_in_place_seconds, self._leaving
            )
            if done:
                self.away = None
                self.batches += 1
                await self._commit(records)
            else:
                self._give_back(records)

    async def _try(self, records: Sequence[ConsumerRecord]) -> None:
        try:
            await self.inbox.take(records)
        except Exception as error:
            # Also a bug outside of any message: FastStream would skip the batch.
            self.away = str(error) if isinstance(error, Retryable) else f"bug: {in_short(error)}"
            metrics.PUT_OFF.inc()
            log.warning("batch.put-off", messages=len(records), why=self.away)
            raise Retryable(self.away) from error

    async def _commit(self, records: Sequence[ConsumerRecord]) -> None:
        ends = {TopicPartition(r.topic, r.partition): r.offset + 1 for r in records}
        mine = self.consumer.assignment()
        try:
            if still := {tp: end for tp, end in ends.items() if tp in mine}:
                await self.consumer.commit(still)
        except (CommitFailedError, IllegalStateError, KafkaError) as error:
            # The partition moved. Its new owner reads the messages again and knows their causes.
            log.warning("commit.failed", why=in_short(error))

    def _give_back(self, records: Sequence[ConsumerRecord]) -> None:
        """Go back to the first record of each partition, and pause."""
        firsts: dict[TopicPartition, int] = {}
        for record in records:
            firsts.setdefault(TopicPartition(record.topic, record.partition), record.offset)
        for where, offset in firsts.items():
            with suppress(IllegalStateError):  # this partition was revoked
                self.consumer.seek(where, offset)
        if not self._leaving.is_set():
            self.consumer.pause(*self.consumer.assignment())
            self._resuming = asyncio.create_task(self._resume_when_back())
            log.warning("consumer.paused", why=self.away)

    async def _resume_when_back(self) -> None:
        while True:
            await asyncio.sleep(PROBE_EVERY_SECONDS)
            try:
                await self._probe()
            except Exception as error:  # noqa: BLE001 - else the consumer stays paused for ever
                log.info("consumer.waits", why=in_short(error))
            else:
                break
        self.consumer.resume(*self.consumer.assignment())
        log.info("consumer.resumed")

    def _stop_waiting(self) -> None:
        if self._resuming:
            self._resuming.cancel()
        self.away = None


async def _records(message: KafkaAckableMessage) -> Any:
    """Return the raw records. FastStream would decode each of them slowly."""
    return message.raw_message


def _security(kafka: KafkaServer) -> BaseSecurity:
    """The same account as all other clients, in FastStream's words."""
    if not kafka.security.has_account:
        return BaseSecurity(ssl_context=kafka.tls, use_ssl=kafka.security.has_tls)
    return SASLScram512(
        kafka.user,
        kafka.password.get_secret_value(),
        ssl_context=kafka.tls,
        use_ssl=kafka.security.has_tls,
    )
