"""An agency votes over Kafka: needs `faststream[kafka]`, an address and an account.

It stands alone: copy it, and write what your agency thinks into `opinion`.
"""

import asyncio
import json
import os
import ssl
from datetime import UTC, datetime
from typing import Any

from faststream import AckPolicy, FastStream
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.security import SASLScram512

KAFKA = os.environ.get("KAFKA", "127.0.0.1:9092")
AGENCY = os.environ.get("AGENCY", "bi")
GROUP = os.environ.get("GROUP", f"agency-{AGENCY}")
PASSWORD, CA = os.environ.get("KAFKA_PASSWORD", ""), os.environ.get("KAFKA_CA")
BALLOTS, VOTES = "endorsement.ballot.v1", f"endorsement.votes.{AGENCY}.v1"
HEADERS = {"content-type": "application/cloudevents+json"}
Event = dict[str, Any]
# An offset moves only after the vote was acknowledged; who fails takes the same event again.
READING: dict[str, Any] = {"auto_offset_reset": "earliest", "ack_policy": AckPolicy.NACK_ON_ERROR}


def opinion(opened: Event) -> Event:
    """Judge one UMKM; a mean of the 3K is its score."""
    if not opened.get("hs6"):
        return {"choice": "need-info", "reason": "Kode HS produk belum dinyatakan."}
    return {"choice": "endorse", "scores": {"kualitas": 85, "kuantitas": 70, "kontinuitas": 75}}


def vote_on(opened: Event) -> Event:
    """Answer one opened ballot: the same event always has the same vote id, so it counts once."""
    return {
        "specversion": "1.0",
        "type": "endorsement.cast-vote.v1",
        "id": f"{AGENCY}/{opened['id']}",
        "source": f"/agencies/{AGENCY}",
        "subject": opened["data"]["umkm_id"],
        "time": datetime.now(UTC).isoformat(),
        "datacontenttype": "application/json",
        "correlationid": opened.get("correlationid", opened["id"]),
        "causationid": opened["id"],
        "data": {"umkm_id": opened["data"]["umkm_id"], **opinion(opened["data"])},
    }


def say(line: str) -> None:
    print(line, flush=True)


def build() -> FastStream:
    tls = None if os.environ.get("KAFKA_TLS") == "off" else ssl.create_default_context(cafile=CA)
    account = SASLScram512(f"agency-{AGENCY}", PASSWORD, tls, use_ssl=bool(tls))
    broker = KafkaBroker(KAFKA, security=account if PASSWORD else None, acks="all", logger=None)

    seen: set[str] = set()

    async def take(message: KafkaMessage) -> None:
        event: Event = json.loads(message.body)
        if event["id"] in seen:  # delivery is at least once
            return
        kind, data = event["type"].split(".")[1], event["data"]
        if kind == "ballot-opened" and AGENCY in data["agencies"]:
            say(f"asked     {data['umkm_id']} {data['business_name']}, due {data['due_at'][:10]}")
            vote = vote_on(event)
            key, value = vote["subject"].encode(), json.dumps(vote).encode()
            await broker.publish(value, VOTES, key=key, headers=HEADERS)
            say(f"voted     {data['umkm_id']} {vote['data']['choice']}")
        elif kind.startswith("vote-") and data["agency"] == AGENCY:
            say(f"answered  {data['umkm_id']} {kind} {data.get('detail', '')}".rstrip())
        seen.add(event["id"])

    broker.subscriber(BALLOTS, group_id=GROUP, **READING)(take)
    return FastStream(broker, logger=None)


if __name__ == "__main__":
    say(f"{AGENCY} reads {BALLOTS} at {KAFKA}; Ctrl-C ends it")
    asyncio.run(build().run())
