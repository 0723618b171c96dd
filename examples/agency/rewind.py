"""Sets an agency's reader back: `rewind.py beginning`, or `rewind.py 2026-11-01T00:00:00+07:00`.

Stop the client first: Kafka moves the offsets of a group only while nobody is in it.
"""

import asyncio
import os
import ssl
import sys
from datetime import datetime

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

KAFKA = os.environ.get("KAFKA", "127.0.0.1:9092")
AGENCY = os.environ.get("AGENCY", "bi")
GROUP = os.environ.get("GROUP", f"agency-{AGENCY}")
BALLOTS = "endorsement.ballot.v1"
BEGINNING = "beginning"


async def rewind(to: str) -> int:
    """Return how many partitions were moved."""
    where = await partitions()
    consumer = AIOKafkaConsumer(group_id=GROUP, enable_auto_commit=False, **account())
    async with consumer:
        offsets = await consumer.beginning_offsets(where)
        if to != BEGINNING:
            ends = await consumer.end_offsets(where)
            moment = int(datetime.fromisoformat(to).timestamp() * 1000)
            starts = await consumer.offsets_for_times(dict.fromkeys(where, moment))
            offsets = {each: at.offset if at else ends[each] for each, at in starts.items()}
        consumer.assign(where)
        await consumer.commit(offsets)
    return len(offsets)


async def partitions() -> list[TopicPartition]:
    admin = AIOKafkaAdminClient(**account())
    await admin.start()
    try:
        [topic] = await admin.describe_topics([BALLOTS])
    finally:
        await admin.close()
    return [TopicPartition(BALLOTS, each["partition"]) for each in topic["partitions"]]


def account() -> dict[str, object]:
    if not (password := os.environ.get("KAFKA_PASSWORD")):
        return {"bootstrap_servers": KAFKA}
    encrypted = os.environ.get("KAFKA_TLS") != "off"
    return {
        "bootstrap_servers": KAFKA,
        "security_protocol": "SASL_SSL" if encrypted else "SASL_PLAINTEXT",
        "ssl_context": ssl.create_default_context(cafile=os.environ.get("KAFKA_CA")),
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": f"agency-{AGENCY}",
        "sasl_plain_password": password,
    }


def is_place(to: str) -> bool:
    """`beginning`, or a moment with its zone, so that no zone of a machine is guessed."""
    try:
        return to == BEGINNING or datetime.fromisoformat(to).tzinfo is not None
    except ValueError:
        return False


if __name__ == "__main__":
    if len(sys.argv) != 2 or not is_place(to := sys.argv[1]):  # noqa: PLR2004 - the program and its argument
        sys.exit(f"{sys.argv[0]} {BEGINNING}, or a moment such as 2026-11-01T00:00:00+07:00")
    print(f"{asyncio.run(rewind(to))} partitions of {GROUP} are moved to {to}")
