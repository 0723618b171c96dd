"""A dead letter, and the headers with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiokafka import ConsumerRecord, TopicPartition

from shared.contracts.registry import erasable_topics

PREFIX = "sentra-"
SUFFIX = ".dlq"
ABOUT = ("reason", "attempts", "topic", "partition", "offset", "at", "group", "left-out")
"""The headers that we add, in this order, after the original headers."""
Headers = tuple[tuple[str, bytes | None], ...]
Place = tuple[TopicPartition, int]
NOWHERE: Place = (TopicPartition("", 0), -1)


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A record of a `.dlq` topic, with key, value and headers of the original."""

    topic: str
    partition: int
    offset: int
    at: str
    group: str
    reason: str
    attempts: int
    left_out: int
    """Bytes of the original that did not fit."""
    key: bytes | None
    value: bytes | None
    headers: Headers
    where: TopicPartition
    position: int

    @property
    def id(self) -> str:
        """`<topic>/<partition>/<position>` of the dead letter, not of the original."""
        topic = self.where.topic.removesuffix(SUFFIX)
        return f"{topic}/{self.where.partition}/{self.position}"

    @property
    def is_whole(self) -> bool:
        """True if the original can be sent again unchanged."""
        return not self.left_out and bool(self.key or self.value)

    def require_redrivable(self) -> None:
        """Raises ValueError if the original is not whole, or would undo an erasure.

        On a compacted topic the newest record counts, and an old one would become the newest.
        """
        if not self.is_whole:
            raise ValueError(f"{self.id} was not kept whole: it can only be discarded.")
        if self.topic in erasable_topics() and self.value is not None:
            raise ValueError(
                f"{self.id} may have been erased or replaced since: discard it, then run "
                "`./sentra replay --contacts`, which sends the newest ones that were not erased."
            )


def place_of(id_: str) -> Place:
    """Return the place for an id, or NOWHERE if it is no id."""
    topic, _, rest = id_.partition("/")
    partition, _, position = rest.partition("/")
    if not (partition.isdecimal() and position.isdecimal()):
        return NOWHERE
    return TopicPartition(topic + SUFFIX, int(partition)), int(position)


def describe(about: Mapping[str, object]) -> Headers:
    """Encode ABOUT as headers. Any error text becomes bytes."""
    return tuple(
        (PREFIX + name, str(about[name]).encode(errors="backslashreplace")) for name in ABOUT
    )


def parse(record: ConsumerRecord) -> DeadLetter:
    """Read a record of a `.dlq` topic, also one that another program wrote."""
    about, headers = _split(record.headers)
    return DeadLetter(
        topic=about.get("topic", record.topic.removesuffix(SUFFIX)),
        partition=_number(about.get("partition"), -1),
        offset=_number(about.get("offset"), -1),
        at=about.get("at", ""),
        group=about.get("group", ""),
        reason=about.get("reason", ""),
        attempts=_number(about.get("attempts"), 0),
        left_out=_number(about.get("left-out"), 0),
        key=record.key,
        value=record.value,
        headers=headers,
        where=TopicPartition(record.topic, record.partition),
        position=record.offset,
    )


def _split(headers: Headers) -> tuple[dict[str, str], Headers]:
    """Split our headers from the original ones. Ours are the last."""
    came, ours = headers[: -len(ABOUT)], headers[-len(ABOUT) :]
    if tuple(name for name, _ in ours) != tuple(PREFIX + name for name in ABOUT):
        return {}, headers
    texts = ((value or b"").decode(errors="replace") for _, value in ours)
    return dict(zip(ABOUT, texts, strict=True)), came


def _number(text: str | None, otherwise: int) -> int:
    try:
        return int(text or otherwise)
    except ValueError:
        return otherwise
