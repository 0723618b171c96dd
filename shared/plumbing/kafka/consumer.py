"""Takes batches from Kafka. No message is lost, and none stops its partition."""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import orjson
import stamina
import structlog
from aiokafka import ConsumerRecord

from shared.contracts.channels import travels_on
from shared.contracts.envelope import CloudEvent, Message
from shared.plumbing.core import metrics
from shared.plumbing.core.aggregate import Input
from shared.plumbing.core.failures import Invalid, Retryable, in_short
from shared.plumbing.core.sink import Sink
from shared.plumbing.core.traces import well_formed
from shared.plumbing.core.wire import MessageReader
from shared.plumbing.kafka.binary_mode import structured_value

log = structlog.get_logger()
BUG_ATTEMPTS = 3
Task = tuple[Sink, Input]


class Incoming(NamedTuple):
    """A decoded record."""

    topic: str
    envelope: CloudEvent[Any]

    @property
    def data(self) -> Message:
        data: Message = self.envelope.data
        return data


def no_tombstones(_topic: str, _key: str, _cause: str) -> Iterable[Task]:
    """Refuses an empty record, on topics where it has no meaning."""
    raise Invalid("the record has no value")


@dataclass(frozen=True, slots=True)
class Subscription:
    """What one service reads, and how it reacts."""

    group: str
    reads: Mapping[type[Message], str]
    """Each message with the reaction in words, for `docs/events/reactions.md`."""
    route: Callable[[Incoming], Iterable[Task]]
    """Makes the messages to aggregates and views. Pure; may raise Invalid."""
    topics: Sequence[str] = ()
    pattern: str | None = None
    """A pattern, for topics that are not known beforehand."""
    strict: Callable[[str], bool] = lambda _topic: False
    """True for topics of commands. There an unknown type is a dead letter."""
    erase: Callable[[str, str, str], Iterable[Task]] = no_tombstones
    """Makes the messages for an empty record (topic, key, cause)."""
    answer: Callable[[str, bytes, str], Iterable[Task]] = lambda _topic, _value, _why: ()
    """Answers the sender of a dead letter (topic, value, reason), if it waits for one."""

    def hears(self, topic: str) -> bool:
        return topic in self.topics or bool(self.pattern and re.match(self.pattern, topic))


class KeepsDeadLetters(Protocol):
    """Keeps messages that can never succeed."""

    async def bury(self, record: ConsumerRecord, reason: str, attempts: int) -> None:
        """Returns when the message is stored. Raises Retryable when away."""


class Inbox:
    """Decodes and applies a batch of records. Bad records become dead letters."""

    def __init__(self, subscription: Subscription, dead_letters: KeepsDeadLetters) -> None:
        self.subscription = subscription
        self._reader = MessageReader(tuple(subscription.reads))
        self._dead_letters = dead_letters
        self._buried: set[tuple[str, int, int]] = set()  # of a batch that is tried again

    async def take(self, records: Sequence[ConsumerRecord]) -> None:
        """Returns when all work is saved. After Retryable, take the same records again."""
        metrics.BATCH.observe(len(records))
        routed: list[tuple[ConsumerRecord, list[Task]]] = []
        for topic, count in Counter(record.topic for record in records).items():
            metrics.RECEIVED.labels(topic).inc(count)
        for record in records:
            try:
                routed.append((record, self._tasks(record)))
            except Invalid as error:
                await self._bury(record, str(error), 1)
                routed.append((record, self._answer(record, error)))
            except Exception as error:  # a bug in routing must not stop the partition
                log.exception("message.bug", **_about(record))
                await self._bury(record, f"bug: {in_short(error)}", 1)
        try:
            await self._apply(task for _, tasks in routed for task in tasks)
        except Retryable:
            raise
        except Exception:
            log.exception("batch.bug", messages=len(records))
            for record, tasks in routed:
                await self._apply_alone(record, tasks)
        self._buried -= {(r.topic, r.partition, r.offset) for r in records}

    def _tasks(self, record: ConsumerRecord) -> list[Task]:
        subscription = self.subscription
        if record.value is None and record.key is not None:
            cause = f"{record.topic}/{record.partition}/{record.offset}"
            key = record.key.decode(errors="replace")
            return list(subscription.erase(record.topic, key, cause))
        value = structured_value(record)
        envelope = self._reader.read(value, strict=subscription.strict(record.topic))
        if envelope is None:
            metrics.IGNORED.labels(record.topic).inc()
            return []
        carried: type[Message] = type(envelope.data)
        if not travels_on(carried, record.topic):
            # A writer of one topic must not speak for the writers of another.
            raise Invalid(f"{envelope.type} does not travel on this topic")
        tasks = subscription.route(Incoming(record.topic, envelope))
        if trace := well_formed(envelope.traceparent):
            return [(sink, message._replace(trace=trace)) for sink, message in tasks]
        return list(tasks)

    async def _apply(self, tasks: Iterable[Task]) -> None:
        by_sink: dict[Sink, list[Input]] = {}
        for sink, message in tasks:
            by_sink.setdefault(sink, []).append(message)
        for sink, messages in by_sink.items():
            await sink.apply(messages)

    async def _apply_alone(self, record: ConsumerRecord, tasks: list[Task]) -> None:
        """Apply one record alone, so that only the one with a bug becomes a dead letter."""
        for attempt in range(1, BUG_ATTEMPTS + 1):
            try:
                return await self._apply(tasks)
            except Retryable:
                raise
            except Invalid as error:
                await self._bury(record, str(error), attempt)
                return await self._try_to_answer(record, error)
            except Exception as error:
                if attempt == BUG_ATTEMPTS:
                    log.exception("message.bug", **_about(record))
                    return await self._bury(record, f"bug: {in_short(error)}", attempt)
        return None

    def _answer(self, record: ConsumerRecord, error: Invalid) -> list[Task]:
        value = structured_value(record) or b""
        return list(self.subscription.answer(record.topic, value, str(error)))

    async def _try_to_answer(self, record: ConsumerRecord, error: Invalid) -> None:
        try:
            await self._apply(self._answer(record, error))
        except Retryable:
            raise
        except Exception:  # the dead letter is kept, and the partition goes on
            log.exception("answer.bug", **_about(record))

    async def _bury(self, record: ConsumerRecord, reason: str, attempts: int) -> None:
        where = record.topic, record.partition, record.offset
        if where in self._buried:
            return
        log.warning("message.dead", **_about(record), reason=reason)
        await self._dead_letters.bury(record, reason, attempts)
        self._buried.add(where)
        metrics.DEAD_LETTERS.labels(record.topic).inc()


def _about(record: ConsumerRecord) -> dict[str, Any]:
    """Fields for the log: the record, and its correlation id if readable."""
    about = {"topic": record.topic, "partition": record.partition, "offset": record.offset}
    try:
        content = orjson.loads(structured_value(record) or b"")
    except orjson.JSONDecodeError:
        return about
    correlation = content.get("correlationid") if isinstance(content, dict) else None
    return about | ({"correlation": correlation[:200]} if isinstance(correlation, str) else {})


async def insist(
    attempt: Callable[[], Awaitable[None]], within: float, leaving: asyncio.Event
) -> bool:
    """Try again while MongoDB or Kafka is away. False when time is up or we must leave."""
    again = stamina.retry_context(
        on=Retryable, attempts=None, timeout=within, wait_initial=0.1, wait_max=3.0
    )
    try:
        async for each in again:
            if leaving.is_set() and each.num > 1:
                return False
            with each:
                await attempt()
    except Retryable:
        return False
    return True
