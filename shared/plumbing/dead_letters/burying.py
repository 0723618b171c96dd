"""Writes dead letters."""

from aiokafka import ConsumerRecord

from shared.plumbing.core.clock import Clock
from shared.plumbing.core.kafka_server import KafkaServer
from shared.plumbing.dead_letters.dead_letter import SUFFIX, Headers, describe
from shared.plumbing.dead_letters.making import make_sure
from shared.plumbing.kafka.publisher import MAX_REQUEST_BYTES, KafkaPublisher

ROOM = MAX_REQUEST_BYTES - 65_536
"""Bytes for the original message. The rest of a request holds the description."""
OF_A_HEADER = 10
"""Most bytes for the two lengths of a header."""


class DeadLetters:
    """Writes to `<topic>.dlq`. Returns when the broker has the message."""

    def __init__(
        self, publisher: KafkaPublisher, group: str, clock: Clock, kafka: KafkaServer
    ) -> None:
        self._publisher, self._group, self._clock = publisher, group, clock
        self._kafka = kafka
        self._made: set[str] = set()

    async def bury(self, record: ConsumerRecord, reason: str, attempts: int) -> None:
        """Keep key, value and headers as they came, and add headers with the reason."""
        key, value, headers, left_out = _fitting(record)
        about = {
            "reason": reason[:2000],
            "attempts": attempts,
            "topic": record.topic,
            "partition": record.partition,
            "offset": record.offset,
            "at": self._clock.now().isoformat(),
            "group": self._group,
            "left-out": left_out,
        }
        if key is None and value is None:
            key = b""  # the client sends no record without key and value
        topic = f"{record.topic}{SUFFIX}"
        if topic not in self._made:
            await make_sure(self._kafka, record.topic)
            self._made.add(topic)
        await self._publisher.send(topic, key, value, [*headers, *describe(about)])


def _fitting(record: ConsumerRecord) -> tuple[bytes | None, bytes | None, Headers, int]:
    """Return what fits, and the number of bytes that do not fit.

    A compressed batch may hold a record that is too large to send. It must not stop its partition.
    """
    key, value, headers = record.key, record.value, tuple(record.headers)
    size = sum(len(name.encode()) + len(text or b"") + OF_A_HEADER for name, text in headers)
    size += len(key or b"") + len(value or b"")
    if size <= ROOM:
        return key, value, headers, 0
    kept_key = key[: ROOM // 2] if key is not None else None
    kept_value = value[: ROOM // 2] if value is not None else None
    kept = len(kept_key or b"") + len(kept_value or b"")
    return kept_key, kept_value, (), size - kept
