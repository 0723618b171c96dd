"""The load: one vote of each agency on each UMKM, each agency in a random order of its own."""

import asyncio
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import NamedTuple

from bench.pipeline.votes import AGENCIES, COFFEE, REASON, recommend, writer
from shared.contracts.endorsement import CastVote, Choice, UmkmEndorsed, UmkmRejected
from shared.plumbing.core.wire import Origin, encode

ULOS = "621410"
"""The quarantine office need not endorse it; coffee it must."""
CHOICES = (Choice.ENDORSE, Choice.ENDORSE, Choice.REJECT, Choice.ABSTAIN)
QUORUM = 2


class CountedBallot(NamedTuple):
    """What is voted on, and what the agencies will say in whatever order."""

    hs6: str
    choices: Mapping[str, Choice]

    @property
    def outcome(self) -> str:
        """The type of its decision under policy version 2: no order of these votes changes it."""
        endorsing = [agency for agency, choice in self.choices.items() if choice is Choice.ENDORSE]
        is_enough = len(endorsing) >= QUORUM and (self.hs6 == ULOS or "karantina" in endorsing)
        return UmkmEndorsed.type if is_enough else UmkmRejected.type


@dataclass
class Load:
    """The same whenever it is written, to the byte: it is made once, and then only sent."""

    umkm: int
    seed: int
    ballots: dict[str, CountedBallot] = field(init=False)

    def __post_init__(self) -> None:
        chance = random.Random(self.seed)
        self.ballots = {
            f"U{n}": CountedBallot(
                ULOS if n % 5 == 0 else COFFEE,
                {agency: chance.choice(CHOICES) for agency in AGENCIES},
            )
            for n in range(self.umkm)
        }

    @property
    def votes(self) -> int:
        return self.umkm * len(AGENCIES)

    async def recommend(self, bootstrap: str) -> None:
        goods = {umkm: ballot.hs6 for umkm, ballot in self.ballots.items()}
        await recommend(bootstrap, goods)

    async def vote(self, bootstrap: str) -> None:
        """Let every agency write, all at the same time."""
        await asyncio.gather(*(self._vote_as(agency, bootstrap) for agency in AGENCIES))

    async def _vote_as(self, agency: str, bootstrap: str) -> None:
        topic = CastVote.topic.format(agency=agency)
        async with writer(bootstrap) as producer:
            for key, raw in self._written[agency]:
                await producer.send(topic, raw, key=key)

    @cached_property
    def _written(self) -> dict[str, list[tuple[bytes, bytes]]]:
        return {agency: list(self._votes_of(agency)) for agency in AGENCIES}

    def _votes_of(self, agency: str) -> Iterator[tuple[bytes, bytes]]:
        chance = random.Random(f"{self.seed}/{agency}")
        origin = Origin(f"/agencies/{agency}", datetime.now(UTC))
        order = list(self.ballots)
        chance.shuffle(order)
        for umkm in order:
            choice = self.ballots[umkm].choices[agency]
            score = chance.randrange(101)
            vote = CastVote(umkm_id=umkm, choice=choice, score=score, reason=REASON)
            yield umkm.encode(), encode(vote, f"{agency}/{umkm}", origin)
