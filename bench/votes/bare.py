"""python -m bench.votes.bare NAMESPACE UMKM SEED: the same votes by the fastest honest loop.

What it does: `getmany`, one update of each touched ballot in one `bulk_write` (the state as a
whole, as the bare loop of `bench pipeline`, with `w=majority`, and under the same indexes, so that
the same can be asked of it), and the same keyed events with the same fields: an answer to each
vote, and one outcome for each UMKM, decided by the policy written out by hand. A vote that is too
late is written too, as it is there: an answer is a fact.
To set only the fields that change makes this loop an eighth faster: 14,900 against 13,200 votes/s.
What it saves itself: it keeps all ballots in memory and never reads one, validates nothing, has no
history, no inbox, no guard against another writer and no dead letters. A message that repeats
counts twice, and a kill between the write and the events loses these.

Prints JSON: `seconds`, `cpu_seconds` and `peak_mb`.
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from aiokafka import AIOKafkaProducer, ConsumerRecord
from pymongo import UpdateOne

from bench.bare_loop import Drained, drain
from bench.pipeline.bare import OUT
from bench.pipeline.votes import vote_topics
from bench.processes import peak_mb
from bench.votes.load import QUORUM, ULOS, Load
from services.endorsement.store.ballots import BALLOTS, BallotStore
from shared.contracts.endorsement import UmkmEndorsed, UmkmRejected, VoteCast, VoteRefused
from shared.plumbing.core.settings import ServiceSettings
from shared.plumbing.mongo import connect

VOTERS = 3
State = dict[str, Any]
Event = tuple[str, State]
"""Its type and its data."""


def open_ballots(load: Load) -> dict[str, State]:
    """Give the state that the service saves for an open ballot, by UMKM."""
    due = datetime.now(UTC) + timedelta(days=14)
    nominee = {"round_id": "bench", "district": "12.16", "nominated_by": "12.16"}
    return {
        umkm: {
            "umkm_id": umkm,
            "status": "open",
            "nominee": {**nominee, "business_name": f"Kopi {umkm}", "hs6": [ballot.hs6]},
            "votes": {},
            "policy_version": 2,
            "due_at": due,
            "decided_at": None,
            "score": None,
            "earlier_rounds": [],
            "remind_at": due - timedelta(days=7),
            "reopenings": [],
        }
        for umkm, ballot in load.ballots.items()
    }


class Loop:
    """The batch, over ballots that are known by heart."""

    def __init__(self, load: Load) -> None:
        self.ballots = open_ballots(load)
        client, self.database = connect(settings().mongo_url, "bare", retry_writes=True)
        self.collection = self.database[BALLOTS]
        self._client = client

    async def prepare(self) -> None:
        await self.collection.drop()
        await BallotStore(self.database).prepare()
        await self.collection.insert_many(
            [{"_id": key, "version": 1, "state": state} for key, state in self.ballots.items()]
        )

    async def close(self) -> None:
        await self._client.drop_database(self.database.name)
        self._client.close()

    async def batch(self, records: list[ConsumerRecord], producer: AIOKafkaProducer) -> None:
        now = datetime.now(UTC)
        counts: Counter[str] = Counter()
        out: list[tuple[bytes | None, bytes]] = []
        for record in records:
            envelope = orjson.loads(record.value or b"")
            agency, umkm = record.topic.split(".")[2], envelope["subject"]
            state = self.ballots[umkm]
            changed, events = receive(state, agency, envelope, now)
            state |= changed
            counts[umkm] += 1
            out += [
                (record.key, _written(*each, envelope, n, now)) for n, each in enumerate(events)
            ]
        operations = [
            UpdateOne(
                {"_id": umkm}, {"$set": {"state": self.ballots[umkm]}, "$inc": {"version": n}}
            )
            for umkm, n in counts.items()
        ]
        await self.collection.bulk_write(operations, ordered=False)
        sent = [await producer.send(OUT, value, key=key) for key, value in out]
        await asyncio.gather(*sent)


def receive(state: State, agency: str, envelope: State, now: datetime) -> tuple[State, list[Event]]:
    """Give what changes in the state, and what is told."""
    data, vote_id = envelope["data"], envelope["id"]
    about = {"umkm_id": state["umkm_id"], "agency": agency, "vote_id": vote_id}
    if state["status"] != "open":
        why = {"code": "already-decided", "detail": f"the ballot is {state['status']}"}
        return {}, [(VoteRefused.type, about | why)]
    vote = {k: data[k] for k in ("choice", "score", "reason")} | {"vote_id": vote_id}
    votes = state["votes"] | {agency: vote}
    cast: Event = VoteCast.type, about | vote | {"held": False}
    for_it = [each for each in votes.values() if each["choice"] == "endorse"]
    needed = [] if ULOS in state["nominee"]["hs6"] else [votes.get("karantina")]
    if len(for_it) >= QUORUM and None not in needed and all(each in for_it for each in needed):
        score = round(sum(each["score"] for each in for_it) / len(for_it), 2)
        facts = _facts(state, votes, now) | {"score": score, "hs6": state["nominee"]["hs6"]}
        decided = {"votes": votes, "status": "endorsed", "decided_at": now, "score": score}
        return decided, [cast, (UmkmEndorsed.type, facts)]
    lost = any(each is not None and each not in for_it for each in needed)
    if lost or len(votes) - len(for_it) > VOTERS - QUORUM:
        rejected = {"votes": votes, "status": "rejected", "decided_at": now}
        return rejected, [cast, (UmkmRejected.type, _facts(state, votes, now))]
    return {"votes": votes}, [cast]


def _facts(state: State, votes: Mapping[str, State], now: datetime) -> State:
    nominee = state["nominee"]
    tally: dict[str, list[str]] = {"endorse": [], "reject": [], "abstain": []}
    for agency, vote in votes.items():
        tally[vote["choice"]].append(agency)
    counted = [
        {"agency": agency, "weight": 1} | {k: vote[k] for k in ("vote_id", "choice", "score")}
        for agency, vote in votes.items()
    ]
    return {
        "umkm_id": state["umkm_id"],
        "round_id": nominee["round_id"],
        "business_name": nominee["business_name"],
        "district": nominee["district"],
        "policy_version": state["policy_version"],
        "tally": tally,
        "decided_at": now,
        "votes": counted,
    }


def _written(name: str, data: State, envelope: State, number: int, now: datetime) -> bytes:
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": f"bare/{envelope['id']}:{number}",
            "source": "/bare",
            "type": name,
            "subject": envelope["subject"],
            "time": now,
            "datacontenttype": "application/json",
            "dataschema": f"urn:sentra:schema:{name}",
            "causationid": f"vote/{envelope['id']}",
            "data": data,
        }
    )


def settings() -> ServiceSettings:
    return ServiceSettings(namespace=sys.argv[1])


async def run(load: Load) -> Drained:
    loop = Loop(load)
    await loop.prepare()
    try:
        return await drain(settings(), vote_topics(), load.votes, loop.batch)
    finally:
        await loop.close()


def main() -> None:
    drained = asyncio.run(run(Load(int(sys.argv[2]), int(sys.argv[3]))))
    result = {
        "seconds": drained.seconds,
        "cpu_seconds": drained.cpu_seconds,
        "peak_mb": peak_mb(),
    }
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
