"""Gives places in order, until the programme or a district is full. The others wait."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from services.endorsement.model.entries import Candidate, RankedCandidate, WaitingReason
from services.endorsement.model.lists import (
    EndRanking,
    GiveRanks,
    ListStatus,
    PriorityList,
    RankingEnded,
    RanksGiven,
)
from services.endorsement.rules.refusing import Outcome, others_were_faster, wrong_status


def rank(head: PriorityList, command: GiveRanks | EndRanking) -> Outcome:
    if head.status is not ListStatus.RANKING:
        return wrong_status(head, ListStatus.RANKING)
    match command:
        case GiveRanks(after, candidates):
            if after != head.ranked:
                return others_were_faster(head)
            return [RanksGiven(ranked=place(head, candidates))]
        case EndRanking(ranked, content_sha256):
            if ranked != head.ranked:
                return others_were_faster(head)
            return [RankingEnded(content_sha256=content_sha256)]


def place(head: PriorityList, candidates: Sequence[Candidate]) -> tuple[RankedCandidate, ...]:
    """Give the next ranks.

    Kept places count to the capacity and to their district. No quota takes a kept place away,
    because it was promised in public.
    """
    placed, waiting = head.placed, head.waiting
    by_district = dict(head.by_district)
    ranked = []
    for candidate in candidates:
        there = by_district.get(candidate.district, 0)
        reason = _why_it_waits(head, candidate, placed, there)
        if reason:
            waiting += 1
            ranked.append(RankedCandidate(candidate, waiting, reason))
        else:
            placed += 1
            by_district[candidate.district] = there + 1
            ranked.append(RankedCandidate(candidate, placed))
    return tuple(ranked)


def _why_it_waits(
    head: PriorityList, candidate: Candidate, placed: int, there: int
) -> WaitingReason | None:
    if placed >= head.capacity:
        return WaitingReason.CAPACITY
    quota = head.quota_per_district
    if quota is not None and there >= quota and candidate.former_rank is None:
        return WaitingReason.DISTRICT_QUOTA
    return None


def with_ranks(head: PriorityList, event: RanksGiven) -> PriorityList:
    placed = [each.candidate for each in event.ranked if each.reason is None]
    there = Counter(head.by_district)
    there.update(candidate.district for candidate in placed)
    return replace(
        head,
        placed=head.placed + len(placed),
        kept=head.kept + sum(candidate.former_rank is not None for candidate in placed),
        waiting=head.waiting + len(event.ranked) - len(placed),
        by_district=dict(there),
        newest=event.ranked,
    )
