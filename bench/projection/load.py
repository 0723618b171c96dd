"""The load: what a UMKM goes through from its recommendation to its endorsement."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bench.pipeline.votes import AGENCIES, COFFEE, REASON, recommend, send, writer
from shared.contracts.endorsement import (
    BallotOpened,
    Choice,
    CountedVote,
    Tally,
    UmkmEndorsed,
    VoteCast,
)
from shared.contracts.envelope import Message
from shared.contracts.ids import EventId
from shared.plumbing.core.wire import Origin

BALLOTS = BallotOpened.topic


async def write_load(bootstrap: str, umkm: int, seed: int) -> None:
    """Recommend each UMKM, then play all ballots at once, in random order."""
    await recommend(bootstrap, {f"U{n}": COFFEE for n in range(umkm)})
    now = datetime.now(UTC)
    origin = Origin("/bench", now)
    ballots = {n: _ballot(f"U{n}", now) for n in range(umkm)}
    turns = [n for n in range(umkm) for _ in range(5)]
    random.Random(seed).shuffle(turns)
    async with writer(bootstrap) as producer:
        for n in turns:
            version, event = next(ballots[n])
            event_id = str(EventId("ballot", f"U{n}", version, 0))
            await send(producer, BALLOTS, event, event_id, origin)


def _ballot(umkm_id: str, now: datetime) -> Iterator[tuple[int, Message]]:
    yield (
        1,
        BallotOpened(
            umkm_id=umkm_id,
            round_id="bench",
            business_name=f"Kopi {umkm_id}",
            district="12.16",
            hs6=(COFFEE,),
            nominated_by="12.16",
            agencies=AGENCIES,
            policy_version=1,
            due_at=now + timedelta(days=14),
        ),
    )
    for version, agency in enumerate(AGENCIES, 2):
        yield (
            version,
            VoteCast(
                umkm_id=umkm_id,
                agency=agency,
                vote_id=f"{agency}/{umkm_id}",
                choice=Choice.ENDORSE,
                reason=REASON,
            ),
        )
    votes = [
        CountedVote(agency=agency, vote_id=f"{agency}/{umkm_id}", choice=Choice.ENDORSE)
        for agency in AGENCIES
    ]
    yield (
        5,
        UmkmEndorsed(
            umkm_id=umkm_id,
            round_id="bench",
            business_name=f"Kopi {umkm_id}",
            district="12.16",
            policy_version=1,
            tally=Tally(endorse=AGENCIES),
            decided_at=now,
            votes=tuple(votes),
            hs6=(COFFEE,),
        ),
    )
