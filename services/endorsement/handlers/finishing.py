"""Finishes a list: ranks it, or puts it in force and announces all its places.

Several replicas may do so at once, and any may die between two steps. The head decides each step
once, and that step is carried out before the next. So the head works like a Kafka offset:
the events of a portion are acknowledged before the head moves.
"""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from uuid_utils.compat import uuid7

from services.endorsement.documents.plain import hashed_text
from services.endorsement.model.entries import Announce, Candidate, Enter, ListEntry, ListPart
from services.endorsement.model.lists import (
    Approve,
    CountAnnounced,
    EndPublication,
    EndRanking,
    GiveRanks,
    ListCommand,
    ListStatus,
    PriorityList,
    PutInForce,
    Register,
    SupersedeList,
)
from services.endorsement.store.ballots import BallotStore
from services.endorsement.store.lists import REGISTER_KEY, ListStore, entry_key, list_key
from shared.plumbing.core.aggregate import Applied, Input
from shared.plumbing.core.desk import Desk
from shared.plumbing.core.failures import Refused

PORTION = 1_000
STEP = "step"
"""Replaces the hash of the present request: a step is the same in every request."""
Portions = AsyncIterator[tuple[Candidate, ...]]


@dataclass(frozen=True, slots=True)
class Finishing:
    """Safe to call at any time, on every replica, any number of times."""

    heads: Desk[PriorityList]
    entries: Desk[ListEntry]
    register: Desk[Register]
    store: ListStore
    ballots: BallotStore

    async def finish(self, number: int) -> None:
        """Carry out the remaining steps of a list, if any."""
        await self._rank(number)
        while (head := await self.store.find_list(number)) and head.status is ListStatus.PUBLISHING:
            await (self._announce(head) if head.in_force else self._put_in_force(head))
        if head and head.status is ListStatus.PUBLISHED and head.base is not None:
            superseded = f"superseded-by/{list_key(number)}"
            await self._step(head.base, SupersedeList(number), superseded)

    async def find_refusal(self, number: int, attempt: str) -> Refused | None:
        """The register's refusal of an attempt to publish, or None."""
        head = await self.store.find_list(number)
        if head is None or head.in_force:
            return None
        receipt = await self._ask_register(replace(head, attempt=attempt))
        return receipt.refused

    async def _rank(self, number: int) -> None:
        portions: Portions | None = None
        while head := await self._ranking(number):
            await self._write(head)
            portions = portions or self._candidates(head)
            candidates = await _next(portions)
            if candidates:
                step: ListCommand = GiveRanks(head.ranked, candidates)
            else:
                step = await self._end_ranking(head)
            if (await self._step(number, step)).refused:
                portions = None  # another replica was faster: go on from the present head

    async def _ranking(self, number: int) -> PriorityList | None:
        head = await self.store.find_working(number)
        return head if head and head.status is ListStatus.RANKING else None

    async def _write(self, head: PriorityList) -> None:
        """Write the entries ranked last. Older ones are written already."""
        await self.entries.carry_out(
            [
                Input(key, key, Enter(head.number, ranked))
                for ranked in head.newest
                for key in [entry_key(head.number, ranked.candidate.umkm_id)]
            ]
        )

    async def _candidates(self, head: PriorityList) -> Portions:
        """Yield the next candidates: kept places first, then all others by rank."""
        last = head.newest[-1].candidate if head.newest else None
        if head.base is not None and (last is None or last.former_rank is not None):
            after = last.former_rank if last and last.former_rank else 0
            async for kept in self._keeping(head, head.base, after):
                yield kept
            last = None
        assert head.cutoff  # noqa: S101 - a draft has one
        async for portion in self.ballots.rank(head.cutoff, last, PORTION):
            if others := await self._others(head, portion):
                yield others

    async def _keeping(self, head: PriorityList, base: int, after: int) -> Portions:
        while portion := await self.store.list_entries(base, ListPart.PLACES, after, PORTION):
            after = portion[-1].rank
            ids = [entry.umkm_id for entry in portion]
            endorsed = await self.ballots.find_endorsed(ids, head.cutoff)
            kept = [
                replace(endorsed[entry.umkm_id], former_rank=entry.rank)
                for entry in portion
                if entry.umkm_id in endorsed
            ]
            if kept:
                yield tuple(kept)

    async def _others(self, head: PriorityList, portion: list[Candidate]) -> tuple[Candidate, ...]:
        """Leave out candidates that are ranked here or have a place on the base.

        A ballot that is decided again meanwhile may appear twice.
        """
        ids = [each.umkm_id for each in portion]
        ranked = await self.store.find_ranked(head.number, head.base, ids)
        return tuple(each for each in portion if each.umkm_id not in ranked)

    async def _end_ranking(self, head: PriorityList) -> EndRanking:
        digest = hashlib.sha256()
        async for portion in self.store.stream_entries(head.number, ListPart.PLACES, PORTION):
            digest.update(hashed_text(portion).encode())
        return EndRanking(await self.store.count_entries(head.number), digest.hexdigest())

    async def _put_in_force(self, head: PriorityList) -> None:
        receipt = await self._ask_register(head)
        assert head.attempt  # noqa: S101 - what is being published has one
        step = PutInForce(head.attempt, refused=receipt.refused is not None)
        await self._step(head.number, step, f"in-force/{head.attempt}")

    async def _ask_register(self, head: PriorityList) -> Applied:
        approve = Approve(head.number, head.base)
        cause = f"{list_key(head.number)}/{head.attempt}"
        message = Input(REGISTER_KEY, cause, approve, request_hash=STEP)
        return await self.register.submit_one(message)

    async def _announce(self, head: PriorityList) -> None:
        """Announce the next places. Unannounced places of the base come first."""
        if head.base is not None and not head.announced:
            await self.finish(head.base)
        after = head.announced
        portion = await self.store.list_entries(head.number, ListPart.PLACES, after, PORTION)
        await self.entries.carry_out(
            [
                Input(key, f"{key}/announced", Announce())
                for entry in portion
                for key in [entry_key(head.number, entry.umkm_id)]
            ]
        )
        step = CountAnnounced(after, portion[-1].rank) if portion else EndPublication()
        await self._step(head.number, step)

    async def _step(self, number: int, step: ListCommand, cause: str | None = None) -> Applied:
        message = Input(list_key(number), cause or f"{uuid7()}", step, request_hash=STEP)
        return await self.heads.submit_one(message)


async def _next(portions: Portions) -> tuple[Candidate, ...]:
    # In Python 3.11 anext() with a default fails if the generator awaits.
    async for portion in portions:
        return portion
    return ()
