"""What can be asked of endorsement, whatever the door."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from uuid_utils.compat import uuid7

from services.endorsement.model import (
    Ballot,
    DraftList,
    GiveRanks,
    Lapse,
    ListStatus,
    Place,
    PriorityList,
    PublishList,
    ReceiveVote,
    TakePlace,
)
from services.endorsement.store import EndorsementStore, list_key
from shared.contracts.endorsement import CastVote, WithdrawVote
from shared.plumbing.aggregate import Applied, Message
from shared.plumbing.desk import Desk

PORTION = 500


@dataclass(frozen=True, slots=True)
class Handlers:
    """The use cases of endorsement."""

    ballots: Desk[Ballot]
    lists: Desk[PriorityList]
    places: Desk[Place]
    store: EndorsementStore

    async def cast(self, agency: str, vote_id: str, vote: CastVote | WithdrawVote) -> Applied:
        """Take a vote in by HTTP; `receive` is the same by Kafka."""
        return await self.ballots.submit_one(receive(agency, vote_id, vote))

    async def lapse_overdue(self, now: datetime) -> int:
        """Let ballots past their deadline lapse; a second replica finds nothing left to do."""
        count = 0
        while keys := await self.store.list_overdue(now, PORTION):
            told = await self.ballots.submit([_lapse(key, now) for key in keys])
            count += sum(bool(one.events) and not one.repeated for one in told)
            if not any(one.events for one in told):
                break
        return count

    async def publish_list(self, number: int, capacity: int, cause: str) -> Applied:
        """Draft a list and publish it; a timer finishes a draft that was left half-way."""
        drafted = await self.lists.submit_one(
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
            told = await self.lists.submit_one(Message(list_key(number), f"{uuid7()}", step))
            if told.refused:  # somebody else was faster: look anew who is still without a place
                waiting = None

    async def _places(self, head: PriorityList) -> list[Message]:
        """Places for the ranks given last; those before them had theirs before."""
        ballots = await self.store.find_ballots(head.newest)
        first = head.ranked - len(head.newest) + 1
        return [
            _place(head.number, rank, ballots[umkm_id])
            for rank, umkm_id in enumerate(head.newest, first)
        ]

    async def _waiting(self, head: PriorityList) -> AsyncIterator[tuple[str, ...]]:
        """In portions, in their order: endorsed in time, and without a place on any list."""
        assert head.cutoff  # noqa: S101 - a draft has one
        async for portion in self.store.rank(head.cutoff, PORTION):
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


def receive(
    agency: str, vote_id: str, vote: CastVote | WithdrawVote, correlation: str | None = None
) -> Message:
    """A vote for its ballot; the same vote id of the same agency is the same vote."""
    command = ReceiveVote(agency, vote_id, vote)
    return Message(vote.umkm_id, f"vote/{agency}/{vote_id}", command, correlation)


def _lapse(umkm_id: str, now: datetime) -> Message:
    # A ballot may be opened again in a later round: the time keeps the causes apart.
    return Message(umkm_id, f"lapse/{now:%Y-%m-%dT%H:%M:%S}", Lapse())


def _place(number: int, rank: int, ballot: Ballot) -> Message:
    key = f"{list_key(number)}/{ballot.umkm_id}"
    return Message(key, key, TakePlace(number, rank, ballot))
