"""Reads every topic from its first record to its end, over a connection of its own."""

import asyncio
from collections.abc import Iterable

import orjson
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from shared.plumbing.dead_letters import parse
from story.reconcile.evidence import EventRecord, Topics

NOT_OURS = ("__", "platform.")
DEAD = ".dlq"
WITHIN_SECONDS = 60.0


async def read_topics(bootstrap: str) -> Topics:
    """Raise TimeoutError where the broker does not hand over all of it in a minute."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        enable_auto_commit=False,
        max_partition_fetch_bytes=8 * 1024 * 1024,
    )
    async with consumer, asyncio.timeout(WITHIN_SECONDS):
        ends = await consumer.end_offsets(await list_partitions(bootstrap))
        begins = await consumer.beginning_offsets(list(ends))
        records: dict[TopicPartition, list[ConsumerRecord]] = {
            where: [] for where, end in ends.items() if begins[where] < end
        }
        consumer.assign(list(records))
        for where in records:
            consumer.seek(where, begins[where])
        unread = set(records)
        # Until nothing more comes: the stand-in broker names the end of a partition too low.
        while (portion := await consumer.getmany(timeout_ms=500)) or unread:
            for where, some in portion.items():
                records[where] += some
            unread = {where for where in unread if await consumer.position(where) < ends[where]}
    return collect(record for where in sorted(records) for record in records[where])


async def list_partitions(bootstrap: str) -> list[TopicPartition]:
    """All partitions of the platform's topics."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        described = await admin.describe_topics()
    finally:
        await admin.close()
    return [
        TopicPartition(topic["topic"], partition["partition"])
        for topic in described
        if not topic["topic"].startswith(NOT_OURS)
        for partition in topic["partitions"]
    ]


def collect(records: Iterable[ConsumerRecord]) -> Topics:
    """Take first occurrences, and compare every later one with its first."""
    topics = Topics()
    first: dict[str, bytes] = {}
    for record in records:
        topics.texts.setdefault(record.topic, []).append(record.value or b"")
        if record.topic.endswith(DEAD):
            letter = parse(record)
            topics.dead_letters[letter.topic] += 1
            topics.dead_by_group[letter.group] += 1
            continue
        if record.value is None:  # a tombstone erases contacts
            continue
        fact = _fact(record)
        if fact is None:
            topics.unreadable.append(f"{record.topic}/{record.partition}/{record.offset}")
        elif fact.id not in first:
            first[fact.id] = fact.raw
            topics.facts.append(fact)
        elif first[fact.id] == fact.raw or _is_command(fact):
            topics.repeats[fact.id] += 1
        else:
            topics.contradictions.append(fact.id)
    return topics


def _is_command(fact: EventRecord) -> bool:
    """An agency that repeats a vote may write another time into its envelope."""
    return fact.topic.startswith("endorsement.votes.")


def _fact(record: ConsumerRecord) -> EventRecord | None:
    try:
        envelope = orjson.loads(record.value)
        return EventRecord(
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            key=(record.key or b"").decode(),
            id=envelope["id"],
            type=envelope["type"],
            source=envelope["source"],
            data=envelope["data"],
            raw=record.value,
            cause=envelope.get("causationid"),
        )
    except (ValueError, KeyError, TypeError):
        return None
