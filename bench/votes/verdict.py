"""What a run left on the topic of ballots, held against what was asked."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import orjson
from aiokafka import ConsumerRecord

from bench.pipeline.votes import AGENCIES
from bench.votes.load import Load
from shared.contracts.endorsement import UmkmEndorsed, UmkmRejected, VoteCast, VoteRefused

ANSWERS = (VoteCast.type, VoteRefused.type)
OUTCOMES = (UmkmEndorsed.type, UmkmRejected.type)


@dataclass(frozen=True, slots=True)
class VoteVerdict:
    """Counts, and all that is wrong; nothing is wrong where `faults` is empty."""

    seconds: float
    """From the first event to the last, by the time of their writing."""
    counts: dict[str, int]
    """Events by type."""
    repeated: int
    """Events that came again with the same id, to the byte: what a reader drops."""
    faults: list[str]


def judge(load: Load, records: Iterable[ConsumerRecord], *, may_repeat: bool) -> VoteVerdict:
    """Each UMKM is decided once, as its votes say, and each vote answered once.

    `may_repeat`: partitions moved, and their new owner tells again what it cannot know to be out.
    """
    raw_by_id: dict[str, bytes] = {}
    repeated, rewritten = 0, set()
    types: Counter[str] = Counter()
    outcomes: dict[str, list[str]] = {}
    answered: Counter[tuple[str, str]] = Counter()
    written: list[int] = []
    for record in records:
        value = record.value or b""
        fact = orjson.loads(value)
        written.append(record.timestamp)
        if fact["id"] in raw_by_id:
            repeated += 1
            rewritten |= set() if raw_by_id[fact["id"]] == value else {fact["id"]}
            continue
        raw_by_id[fact["id"]] = value
        types[fact["type"]] += 1
        if fact["type"] in OUTCOMES:
            outcomes.setdefault(fact["subject"], []).append(fact["type"])
        elif fact["type"] in ANSWERS:
            answered[fact["data"]["agency"], fact["data"]["vote_id"]] += 1
    expected = {(agency, f"{agency}/{umkm}") for umkm in load.ballots for agency in AGENCIES}
    wrong: dict[str, AbstractSet[object]] = {
        "are not decided": load.ballots.keys() - outcomes.keys(),
        "are decided more than once": {u for u, kinds in outcomes.items() if len(kinds) > 1},
        "are decided otherwise than their votes say": {
            u for u, kinds in outcomes.items() if set(kinds) != {load.ballots[u].outcome}
        },
        "votes have no answer": expected - answered.keys(),
        "votes are answered more than once": {v for v, n in answered.items() if n > 1},
        "votes are answered that nobody cast": answered.keys() - expected,
        "events have the id of another": rewritten,
    }
    seconds = (max(written) - min(written)) / 1000 if written else 0.0
    faults = [_sentence(what, who) for what, who in wrong.items() if who]
    if repeated and not may_repeat:
        faults.append(f"{repeated:,} events came again")
    return VoteVerdict(seconds, dict(sorted(types.items())), repeated, faults)


def _sentence(what: str, who: Iterable[object]) -> str:
    named = sorted(map(str, who))
    return f"{len(named):,} {what}: {', '.join(named[:3])}"
