"""A simulation of many ballots leaves time for everybody else."""

import asyncio
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from typing import Any, cast

from services.endorsement.handlers.ballots import Ballots
from services.endorsement.model.ballots import Ballot, BallotStatus
from shared.contracts.endorsement import Choice
from shared.indonesia.zones import Zone
from tests.unit.endorsement.builders import a_ballot, a_policy, policies

COUNT = 50


@dataclass
class OneBatch:
    """Ballots that came from the database together."""

    begun: int = 0
    ended: int = 0
    at_once: list[int] = field(default_factory=list)

    async def stream(self, _statuses: Collection[BallotStatus]) -> AsyncIterator[Ballot]:
        self.begun += 1
        self.at_once.append(self.begun - self.ended)
        for _ in range(COUNT):
            yield a_ballot({"bi": Choice.ENDORSE})
        self.ended += 1


def ballots(store: OneBatch) -> Ballots:
    nobody = cast("Any", None)
    return Ballots(nobody, cast("Any", store), policies(), Zone.WIB)


async def test_others_have_a_turn_after_each_ballot() -> None:
    simulation = asyncio.create_task(ballots(OneBatch()).simulate(a_policy(quorum=1), 0))

    turns = 0
    while not simulation.done():
        turns += 1
        await asyncio.sleep(0)

    assert simulation.result().ballots == COUNT
    assert turns >= COUNT


async def test_the_second_simulation_waits_for_the_first() -> None:
    store = OneBatch()
    handlers = ballots(store)

    await asyncio.gather(*(handlers.simulate(a_policy(quorum=1), 0) for _ in range(3)))

    assert store.at_once == [1, 1, 1]
