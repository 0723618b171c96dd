"""What can be asked of endorsement, whatever the door."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from services.endorsement.model import (
    Ballot,
    DraftList,
    Lapse,
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
        """Let ballots past their deadline lapse; the second replica finds the same causes."""
        count = 0
        while keys := await self.store.list_overdue(now, PORTION):
            told = await self.ballots.submit([_lapse(key, now) for key in keys])
            count += sum(bool(one.events) and not one.repeated for one in told)
            if not any(one.events for one in told):
                break
        return count

    async def publish_list(self, number: int, capacity: int, cause: str) -> Applied:
        """Draft a list and publish it. Raises nothing half-way: a draft is finished by a timer."""
        drafted = await self.lists.submit_one(
            Message(list_key(number), cause, DraftList(number, capacity))
        )
        if not drafted.refused:
            await self.finish_list(number)
        return drafted

    async def finish_drafts(self, _now: datetime) -> int:
        """Finish lists whose process died between draft and publication."""
        numbers = await self.store.list_drafts()
        for number in numbers:
            await self.finish_list(number)
        return len(numbers)

    async def finish_list(self, number: int) -> None:
        """Give the places, then publish the head. Every step has the same cause each time."""
        head = await self.store.find_list(number)
        if head is None or head.cutoff is None:
            return
        rank, digest, portion = 0, hashlib.sha256(), []
        async for ballot in self.store.rank(head.cutoff, head.capacity):
            rank += 1
            digest.update(f"{rank} {ballot.umkm_id}\n".encode())
            portion.append(_place(number, rank, ballot))
            if len(portion) == PORTION:
                await self.places.submit(portion)
                portion = []
        await self.places.submit(portion)
        publish = PublishList(rank, digest.hexdigest())
        await self.lists.submit_one(Message(list_key(number), f"publish/{number}", publish))


def receive(
    agency: str, vote_id: str, vote: CastVote | WithdrawVote, correlation: str | None = None
) -> Message:
    """A vote for its ballot; the same vote id of the same agency is the same vote."""
    command = ReceiveVote(agency, vote_id, vote)
    return Message(vote.umkm_id, f"vote/{agency}/{vote_id}", command, correlation)


def _lapse(umkm_id: str, now: datetime) -> Message:
    # A ballot may be opened again in a later round: the day keeps the causes apart.
    return Message(umkm_id, f"lapse/{now:%Y-%m-%dT%H:%M:%S}", Lapse())


def _place(number: int, rank: int, ballot: Ballot) -> Message:
    key = f"{list_key(number)}/{ballot.umkm_id}"
    return Message(key, key, TakePlace(number, rank, ballot))
