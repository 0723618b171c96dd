"""The rules of the head of a priority list."""

from dataclasses import replace
from datetime import datetime

from services.endorsement.model.lists import (
    DiscardList,
    DraftList,
    EndRanking,
    GiveRanks,
    ListCommand,
    ListDiscarded,
    ListDrafted,
    ListStatus,
    PriorityList,
    PublishList,
    RankingEnded,
    RanksGiven,
    SupersedeList,
)
from services.endorsement.rules.publishing import begin, carry_on, with_publication
from services.endorsement.rules.ranking import rank, with_ranks
from services.endorsement.rules.refusing import Outcome, wrong_status
from shared.contracts.endorsement import PriorityListSuperseded
from shared.contracts.envelope import Event
from shared.plumbing.core.failures import Refused

UNHEARD_OF = frozenset({ListStatus.RANKING, ListStatus.DRAFT})
"""A list can be discarded while it is not public."""


def decide_list(head: PriorityList, command: ListCommand, now: datetime) -> Outcome:
    """Draft once, give each rank once, publish once. A published list never changes."""
    if isinstance(command, DraftList):
        return _draft(head, command, now)
    if head.status is ListStatus.NEW:
        return Refused("no-list", "there is no such priority list", missing=True)
    match command:
        case GiveRanks() | EndRanking():
            return rank(head, command)
        case PublishList():
            return begin(head, command)
        case DiscardList() | SupersedeList():
            return _end(head, command)
    return carry_on(head, command, now)


def _draft(head: PriorityList, command: DraftList, now: datetime) -> Outcome:
    if head.status is not ListStatus.NEW:
        return Refused("list-exists", f"list {head.number} is {head.status} already")
    if command.held > command.capacity:
        detail = f"{command.held} UMKM on list {command.base} are endorsed and keep their places"
        return Refused("capacity-too-small", f"{detail}: the capacity cannot be smaller")
    return [
        ListDrafted(
            number=command.number,
            capacity=command.capacity,
            quota_per_district=command.quota_per_district,
            base=command.base,
            cutoff=now,
        )
    ]


def _end(head: PriorityList, command: DiscardList | SupersedeList) -> Outcome:
    match command:
        case DiscardList() if head.status in UNHEARD_OF:
            return [ListDiscarded()]
        case SupersedeList(by) if head.status is ListStatus.PUBLISHED:
            return [PriorityListSuperseded(list_number=head.number, superseded_by=by)]
        case DiscardList():
            return wrong_status(head, ListStatus.DRAFT)
    return wrong_status(head, ListStatus.PUBLISHED)


def evolve_list(head: PriorityList, event: Event) -> PriorityList:
    match event:
        case ListDrafted(number=number, capacity=capacity, quota_per_district=quota):
            return PriorityList(
                number, ListStatus.RANKING, capacity, quota, event.cutoff, event.base
            )
        case RanksGiven():
            return with_ranks(head, event)
        case RankingEnded(content_sha256=digest):
            return replace(head, status=ListStatus.DRAFT, newest=(), content_sha256=digest)
        case ListDiscarded():
            return replace(head, status=ListStatus.DISCARDED, newest=())
        case PriorityListSuperseded(superseded_by=by):
            return replace(head, status=ListStatus.SUPERSEDED, superseded_by=by)
    return with_publication(head, event)
