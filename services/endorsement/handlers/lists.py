"""The use cases of priority lists."""

from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from services.endorsement.handlers.finishing import Finishing
from services.endorsement.model.entries import ListPart
from services.endorsement.model.lists import (
    DiscardList,
    DraftList,
    ListCommand,
    ListStatus,
    PriorityList,
    PublishList,
)
from services.endorsement.store.lists import ListStore, list_key
from shared.plumbing.core.aggregate import Applied, Input
from shared.plumbing.core.failures import Retryable

log = structlog.get_logger()
NAMED_AT_MOST = 5
"""The most UMKM named in a refusal because their endorsement did not last."""
PORTION = 1_000


@dataclass(slots=True)
class Lists:
    """Drafts, publishes and discards lists. All work is done before the answer."""

    finishing: Finishing
    _seen: dict[int, int]

    @classmethod
    def of(cls, finishing: Finishing) -> "Lists":
        return cls(finishing, {})

    @property
    def store(self) -> ListStore:
        return self.finishing.store

    async def draft(
        self, number: int, capacity: int, quota_per_district: int | None, cause: str
    ) -> Applied:
        """Begin a list and rank all endorsed UMKM."""
        base = await self.store.find_in_force()
        held = 0 if base is None else await self._count_held(base)
        command = DraftList(number, capacity, quota_per_district, base, held)
        return await self._order(number, command, cause)

    async def publish(self, number: int, cause: str) -> Applied:
        """Put a draft in force and announce its places.

        The rules answer first, then the register under the same cause. So a repeated request gets
        the same answer.
        """
        head = await self.store.find_list(number)
        command = PublishList(attempt=cause)
        if head and head.status is ListStatus.DRAFT:
            lost = await self._list_lost(head)
            command = replace(command, lost=len(lost), some=tuple(lost[:NAMED_AT_MOST]))
        begun = await self._order(number, command, cause)
        if begun.refused:
            return begun
        refused = await self.finishing.find_refusal(number, cause)
        return replace(begun, refused=refused)

    async def discard(self, number: int, cause: str) -> Applied:
        return await self._order(number, DiscardList(), cause)

    async def finish_lists(self, _now: datetime | None = None) -> int:
        """Finish lists that another process left half-way.

        Such a list has the same version at two looks in a row, as with the relay. So no clock is
        needed, and a working process is not disturbed.
        """
        under_way = await self.store.list_under_way()
        left = [
            number for number, version in under_way.items() if self._seen.get(number) == version
        ]
        self._seen = under_way
        return sum([await self._goes_on(number) for number in left])

    async def _goes_on(self, number: int) -> bool:
        try:
            await self.finishing.finish(number)
        except Retryable:
            raise
        except Exception:  # a bug in one list must not stop the others
            log.exception("list.bug", number=number)
            return False
        return True

    async def _order(self, number: int, command: ListCommand, cause: str) -> Applied:
        receipt = await self.finishing.heads.submit_one(Input(list_key(number), cause, command))
        if not receipt.refused:
            await self.finishing.finish(number)
        return receipt

    async def _count_held(self, base: int) -> int:
        held = 0
        async for portion in self.store.stream_entries(base, ListPart.PLACES, PORTION):
            ids = [entry.umkm_id for entry in portion]
            held += len(await self.finishing.ballots.find_endorsed(ids))
        return held

    async def _list_lost(self, head: PriorityList) -> list[str]:
        """UMKM with a place that were not endorsed all the time since the cutoff."""
        lost: list[str] = []
        async for portion in self.store.stream_entries(head.number, ListPart.PLACES, PORTION):
            ids = [entry.umkm_id for entry in portion]
            endorsed = await self.finishing.ballots.find_endorsed(ids, head.cutoff)
            lost += [umkm_id for umkm_id in ids if umkm_id not in endorsed]
        return lost
