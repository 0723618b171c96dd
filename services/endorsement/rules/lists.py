"""The rules of the priority list: a head, and one place for each UMKM on it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.endorsement.model.lists import (
    DraftList,
    GiveRanks,
    ListDrafted,
    ListStatus,
    Place,
    PriorityList,
    PublishList,
    RanksGiven,
    TakePlace,
)
from shared.contracts.endorsement import PriorityListPublished, UmkmPrioritised
from shared.contracts.envelope import Event
from shared.plumbing.failures import Refused


def decide_list(
    head: PriorityList, command: DraftList | GiveRanks | PublishList, now: datetime
) -> Sequence[Event] | Refused:
    """Draft once, give each rank once, publish once: a published list never changes."""
    match command:
        case DraftList(number, capacity):
            if head.status is not ListStatus.NEW:
                return Refused("list-exists", f"list {number} is {head.status} already")
            return [ListDrafted(number=number, capacity=capacity, cutoff=now)]
        case GiveRanks(after, umkm_ids):
            return _give_ranks(head, after, umkm_ids)
        case PublishList(placed, content_sha256):
            return _publish(head, placed, content_sha256)


def _give_ranks(
    head: PriorityList, after: int, umkm_ids: tuple[str, ...]
) -> Sequence[Event] | Refused:
    if head.status is not ListStatus.DRAFT or head.ranked != after:
        return _others_were_faster(head)
    return [RanksGiven(after=after, umkm_ids=umkm_ids[: head.capacity - head.ranked])]


def _publish(head: PriorityList, placed: int, content_sha256: str) -> Sequence[Event] | Refused:
    if head.status is not ListStatus.DRAFT:
        return Refused("not-a-draft", f"the list is {head.status}", missing=True)
    if placed != head.ranked:
        return _others_were_faster(head)
    return [
        PriorityListPublished(
            list_number=head.number,
            capacity=head.capacity,
            placed=placed,
            content_sha256=content_sha256,
        )
    ]


def _others_were_faster(head: PriorityList) -> Refused:
    return Refused("ranks-given", f"{head.ranked} ranks of the list are given already")


def evolve_list(head: PriorityList, event: Event) -> PriorityList:
    match event:
        case ListDrafted():
            return PriorityList(event.number, ListStatus.DRAFT, event.capacity, event.cutoff)
        case RanksGiven():
            ranked = event.after + len(event.umkm_ids)
            return replace(head, ranked=ranked, newest=event.umkm_ids)
        case PriorityListPublished():
            return replace(
                head,
                status=ListStatus.PUBLISHED,
                placed=event.placed,
                content_sha256=event.content_sha256,
            )
    return head


def decide_place(place: Place, command: TakePlace, _now: datetime) -> Sequence[Event]:
    nominee = command.ballot.nominee
    if place.rank or nominee is None:
        return []
    return [
        UmkmPrioritised(
            umkm_id=command.ballot.umkm_id,
            list_number=command.list_number,
            rank=command.rank,
            round_id=nominee.round_id,
            business_name=nominee.business_name,
            district=nominee.district,
            score=command.ballot.score,
            hs6=nominee.hs6,
        )
    ]


def evolve_place(place: Place, event: Event) -> Place:
    if isinstance(event, UmkmPrioritised):
        return Place(event.list_number, event.umkm_id, event.rank)
    return place
