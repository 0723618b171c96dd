"""What can be asked of priority lists."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from uuid_utils.compat import uuid7

from services.endorsement.model.ballots import Ballot
from services.endorsement.model.lists import (
    DraftList,
    GiveRanks,
    ListStatus,
    Place,
    PriorityList,
    PublishList,
    TakePlace,
)
from services.endorsement.store.ballots import BallotStore
from services.endorsement.store.lists import ListStore, list_key
from shared.plumbing.aggregate import Applied, Message
from shared.plumbing.desk import Desk

PORTION = 500


@dataclass(frozen=True, slots=True)
class Lists:
    """The use cases of priority lists."""

    heads: Desk[PriorityList]
    places: Desk[Place]
    store: ListStore
    ballots: BallotStore

    async def publish_list(self, number: int, capacity: int, cause: str) -> Applied:
        """Draft a list and publish it; a timer finishes a draft that was left half-way."""
        drafted = await self.heads.submit_one(
            Message(list_key(number), cause, DraftList(number, capacity))
        )
        if not drafted.refused:
            await self.finish_drafts()
        return drafted

    async def finish_drafts(self, _now: datetime | None = None) -> int:
        """Finish lists, in the order in which they were begun: nobody gets a place on two."""
        numbers = await self.store.list_drafts()
        for number in numbers:
            await self.finish_list(number)
        return len(numbers)

    async def finish_list(self, number: int) -> None:
        """Give ranks and places, then publish the head.

        Several may do so at once, and any may die: the head settles each rank once, and places
        are given for what it settled.
        """
        waiting = None
        while (head := await self.store.find_list(number)) and head.status is ListStatus.DRAFT:
            await self.places.submit(await self._places(head))
            waiting = waiting or self._waiting(head)
            umkm_ids = await _next(waiting) if head.ranked < head.capacity else ()
            step = GiveRanks(head.ranked, umkm_ids) if umkm_ids else await self._publication(head)
            told = await self.heads.submit_one(Message(list_key(number), f"{uuid7()}", step))
            if told.refused:  # somebody else was faster: look anew who is still without a place
                waiting = None

    async def _places(self, head: PriorityList) -> list[Message]:
        """Places for the ranks given last; those before them had theirs before."""
        ballots = await self.ballots.find_ballots(head.newest)
        first = head.ranked - len(head.newest) + 1
        return [
            _place(head.number, rank, ballots[umkm_id])
            for rank, umkm_id in enumerate(head.newest, first)
        ]

    async def _waiting(self, head: PriorityList) -> AsyncIterator[tuple[str, ...]]:
        """In portions, in their order: endorsed in time, and without a place on any list."""
        assert head.cutoff  # noqa: S101 - a draft has one
        async for portion in self.ballots.rank(head.cutoff, PORTION):
            placed = await self.store.find_placed(portion)
            if without := tuple(each for each in portion if each not in placed):
                yield without

    async def _publication(self, head: PriorityList) -> PublishList:
        count, digest = 0, hashlib.sha256()
        async for rank, umkm_id in self.store.list_places(head.number):
            count += 1
            digest.update(f"{rank} {umkm_id}\n".encode())
        return PublishList(count, digest.hexdigest())


async def _next(portions: AsyncIterator[tuple[str, ...]]) -> tuple[str, ...]:
    # The anext() of Python 3.11 with a default fails where the generator awaits.
    async for portion in portions:
        return portion
    return ()


def _place(number: int, rank: int, ballot: Ballot) -> Message:
    key = f"{list_key(number)}/{ballot.umkm_id}"
    return Message(key, key, TakePlace(number, rank, ballot))
