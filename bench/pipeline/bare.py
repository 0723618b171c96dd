"""The bare loop: the fastest honest way to save the same state and publish the same events."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from aiokafka import AIOKafkaProducer, ConsumerRecord
from pymongo import UpdateOne

from bench.bare_loop import drain
from bench.pipeline.votes import vote_topics
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.mongo import Database, connect

OUT = "endorsement.ballot.v1"


def open_ballots(umkm: int) -> dict[str, dict[str, Any]]:
    """Give the state that the service saves for an open ballot, by UMKM."""
    due = datetime.now(UTC) + timedelta(days=14)
    nominee = {"round_id": "bench", "district": "12.16", "nominated_by": "12.16"}
    return {
        f"U{n}": {
            "umkm_id": f"U{n}",
            "status": "open",
            "nominee": {**nominee, "business_name": f"Kopi U{n}", "hs6": ["090111"]},
            "votes": {},
            "policy_version": 1,
            "due_at": due,
            "decided_at": None,
            "score": None,
        }
        for n in range(umkm)
    }


async def run(settings: ServiceSettings, votes: int, umkm: int) -> float:
    """Seconds from the first batch to the last commit."""
    client, database = connect(
        # An `$inc` cannot be repeated by hand.
        settings.mongo_url,
        f"bare{settings.namespace}",
        retry_writes=True,
    )
    ballots = open_ballots(umkm)  # kept in memory: the fastest way to know the resulting state
    await database.ballots.insert_many(
        [{"_id": key, "version": 1, "state": state} for key, state in ballots.items()]
    )

    async def batch(records: list[ConsumerRecord], producer: AIOKafkaProducer) -> None:
        await _batch(records, database, ballots, producer)

    drained = await drain(settings, vote_topics(), votes, batch)
    await client.drop_database(database.name)
    client.close()
    return drained.seconds


async def _batch(
    records: list[ConsumerRecord],
    database: Database,
    ballots: dict[str, dict[str, Any]],
    producer: AIOKafkaProducer,
) -> None:
    touched, events = set(), []
    now = datetime.now(UTC)
    for record in records:
        try:
            envelope = orjson.loads(record.value or b"x")
        except ValueError:
            continue
        if "data" not in envelope:
            continue
        agency, vote = record.topic.split(".")[2], envelope["data"]
        kept = {
            "vote_id": envelope["id"],
            "choice": vote["choice"],
            "score": vote["score"],
            "reason": vote["reason"],
        }
        ballots[vote["umkm_id"]]["votes"][agency] = kept
        touched.add(vote["umkm_id"])
        events.append((record.key, _event(envelope, agency, kept, now)))
    operations = [
        UpdateOne({"_id": key}, {"$set": {"state": ballots[key]}, "$inc": {"version": 1}})
        for key in touched
    ]
    await database.ballots.bulk_write(operations, ordered=False)
    sent = [await producer.send(OUT, value, key=key) for key, value in events]
    await asyncio.gather(*sent)


def _event(envelope: dict[str, Any], agency: str, vote: dict[str, Any], now: datetime) -> bytes:
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": f"bare/{envelope['id']}",
            "source": "/bare",
            "type": "endorsement.vote-cast.v1",
            "subject": envelope["subject"],
            "time": now,
            "datacontenttype": "application/json",
            "dataschema": "urn:sentra:schema:endorsement.vote-cast.v1",
            "causationid": envelope["id"],
            "data": {"umkm_id": envelope["subject"], "agency": agency, "held": False, **vote},
        }
    )
