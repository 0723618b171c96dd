"""Puts a draft in force and announces its places: in order, each step once."""

from dataclasses import replace
from datetime import datetime

from services.endorsement.model.lists import (
    CountAnnounced,
    EndPublication,
    ListInForce,
    ListStatus,
    PlacesAnnounced,
    PriorityList,
    PublicationBegun,
    PublicationRefused,
    PublishList,
    PutInForce,
)
from services.endorsement.rules.refusing import Outcome, others_were_faster, wrong_status
from shared.contracts.endorsement import PriorityListPublished
from shared.contracts.envelope import Event
from shared.plumbing.core.failures import Refused

Step = PutInForce | CountAnnounced | EndPublication


def begin(head: PriorityList, command: PublishList) -> Outcome:
    if head.status is not ListStatus.DRAFT:
        return wrong_status(head, ListStatus.DRAFT)
    if command.lost:
        names = ", ".join(command.some) + (", ..." if command.lost > len(command.some) else "")
        detail = f"{command.lost} of its {head.placed} places are of UMKM ({names})"
        since = "that were reopened, decided anew or withdrawn since"
        return Refused("draft-is-stale", f"{detail} {since}: discard it and draft anew")
    return [PublicationBegun(attempt=command.attempt)]


def carry_on(head: PriorityList, step: Step, now: datetime) -> Outcome:
    if head.status is not ListStatus.PUBLISHING:
        return wrong_status(head, ListStatus.PUBLISHING)
    if not _comes_next(head, step):
        return others_were_faster(head)
    match step:
        case PutInForce(refused=True):
            return [PublicationRefused()]
        case PutInForce():
            return [ListInForce(at=now)]
        case CountAnnounced(up_to=up_to):
            return [PlacesAnnounced(up_to=min(up_to, head.placed))]
        case EndPublication():
            return [_published(head)]


def _comes_next(head: PriorityList, step: Step) -> bool:
    match step:
        case PutInForce(attempt):
            return not head.in_force and head.attempt == attempt
        case CountAnnounced(after):
            return head.in_force and head.announced == after
        case EndPublication():
            return head.in_force and head.announced == head.placed


def _published(head: PriorityList) -> PriorityListPublished:
    assert head.content_sha256  # noqa: S101 - a draft has one
    return PriorityListPublished(
        list_number=head.number,
        capacity=head.capacity,
        placed=head.placed,
        content_sha256=head.content_sha256,
        quota_per_district=head.quota_per_district,
        kept=head.kept,
        waiting=head.waiting,
        supersedes=head.base,
        cutoff=head.cutoff,
    )


def with_publication(head: PriorityList, event: Event) -> PriorityList:
    match event:
        case PublicationBegun(attempt=attempt):
            return replace(head, status=ListStatus.PUBLISHING, attempt=attempt)
        case PublicationRefused():
            return replace(head, status=ListStatus.DRAFT, attempt=None)
        case ListInForce(at=at):
            return replace(head, in_force=True, published_at=at)
        case PlacesAnnounced(up_to=up_to):
            return replace(head, announced=up_to)
        case PriorityListPublished():
            return replace(head, status=ListStatus.PUBLISHED)
    return head
