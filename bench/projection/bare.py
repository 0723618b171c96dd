"""The bare loop: `getmany` and the same bulk write, from states that are kept in memory.

No versions, no counters, no guard: an event that repeats or comes late spoils a view.
"""

from typing import Any

import orjson
from aiokafka import AIOKafkaProducer, ConsumerRecord
from pymongo import UpdateOne

from bench.bare_loop import drain
from bench.projection.umkm_view import TOPICS
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.mongo import connect

Section = dict[str, Any]


async def run(settings: ServiceSettings, events: int) -> float:
    """Seconds from the first batch to the last commit."""
    client, database = connect(settings.mongo_url, f"bare{settings.namespace}", retry_writes=True)
    await database.create_collection("umkm")
    states: dict[tuple[str, str], Section] = {}

    async def batch(records: list[ConsumerRecord], _producer: AIOKafkaProducer) -> None:
        touched: dict[str, set[str]] = {}
        for record in records:
            envelope = orjson.loads(record.value or b"")
            section = envelope["id"].partition("/")[0]
            key = envelope["subject"]
            _fold(states.setdefault((key, section), {}), envelope)
            touched.setdefault(key, set()).add(section)
        operations = [
            UpdateOne(
                {"_id": key},
                {
                    "$set": {f"sections.{name}": {"state": states[key, name]} for name in names},
                    "$inc": {"version": 1},
                },
                upsert=True,
            )
            for key, names in touched.items()
        ]
        await database.umkm.bulk_write(operations, ordered=False)

    drained = await drain(settings, TOPICS, events, batch)
    assert await database.umkm.count_documents({"sections.ballot.state.status": "endorsed"})
    await client.drop_database(database.name)
    client.close()
    return drained.seconds


def _fold(state: Section, envelope: dict[str, Any]) -> None:
    data = envelope["data"]
    match envelope["type"]:
        case "intake.umkm-recommended.v1":
            state["business_name"], state["district"] = data["business_name"], data["district"]
            state["hs6"] = [product["hs6"] for product in data["products"]]
            state["recommended_at"] = envelope["time"]
        case "endorsement.ballot-opened.v1":
            state["status"], state["due_at"] = "open", data["due_at"]
        case "endorsement.vote-cast.v1":
            state.setdefault("votes", {})[data["agency"]] = data["choice"]
        case "endorsement.umkm-endorsed.v1":
            state["status"], state["decided_at"] = "endorsed", data["decided_at"]
