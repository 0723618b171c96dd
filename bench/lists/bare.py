"""python -m bench.lists.bare CAPACITY: rank and write the same documents, and nothing else.

No head that settles, no quota, no list before, no hash; a kill leaves half a list, and two at once
leave two. Prints JSON: `entries`, `seconds`.
"""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from bench.lists.load import DATABASE
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.mongo import connect

PORTION = 1_000
ORDER = [("state.score", -1), ("state.decided_at", 1), ("_id", 1)]
FIELDS = {"state.nominee": 1, "state.score": 1, "state.decided_at": 1}


def document(rank: int, capacity: int, candidate: dict[str, Any], now: datetime) -> dict[str, Any]:
    """As endorsement leaves it behind."""
    state, nominee = candidate["state"], candidate["state"]["nominee"]
    key, waits = f"list-0/{candidate['_id']}", rank > capacity
    entry: dict[str, Any] = {"version": 1, "at": now, "cause": key, "events": []}
    return {
        "_id": key,
        "version": 1,
        "guard": 1,
        "acknowledged": 0,
        "history": [entry],
        "state": {
            "list_number": 0,
            "part": "waiting" if waits else "places",
            "rank": rank - capacity if waits else rank,
            "umkm_id": candidate["_id"],
            "round_id": nominee["round_id"],
            "business_name": nominee["business_name"],
            "district": nominee["district"],
            "hs6": nominee["hs6"],
            "score": state["score"],
            "decided_at": state["decided_at"],
            "reason": "capacity" if waits else None,
            "kept": False,
            "announced": False,
        },
    }


async def run(settings: ServiceSettings, capacity: int) -> tuple[int, float]:
    client, database = connect(settings.mongo_url, DATABASE, retry_writes=True)
    entries = database[f"bare_{uuid4().hex[:8]}"]
    index = [(f"state.{name}", 1) for name in ("list_number", "part", "rank", "district")]
    await entries.create_index(index)
    count, began = 0, time.perf_counter()
    cursor = database.ballots.find({"state.status": "endorsed"}, FIELDS).sort(ORDER)
    cursor.batch_size(PORTION)
    while candidates := await cursor.to_list(PORTION):
        now = datetime.now(UTC)
        made = [document(n, capacity, each, now) for n, each in enumerate(candidates, count + 1)]
        await entries.insert_many(made, ordered=False)
        count += len(candidates)
    took = time.perf_counter() - began
    await entries.drop()
    client.close()
    return count, took


def main() -> None:
    count, seconds = asyncio.run(run(ServiceSettings(), int(sys.argv[1])))
    sys.stdout.write(json.dumps({"entries": count, "seconds": seconds}) + "\n")


if __name__ == "__main__":
    main()
