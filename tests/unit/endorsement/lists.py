"""Builders of priority lists at every stage."""

from datetime import timedelta

from services.endorsement.model.entries import Candidate
from services.endorsement.model.lists import (
    DraftList,
    EndRanking,
    GiveRanks,
    PriorityList,
    PublishList,
    PutInForce,
)
from tests.unit.endorsement.builders import NOW, given

SHA = "0" * 64
MEDAN, NIAS = "12.71", "12.04"


def candidates(
    count: int, district: str = MEDAN, start: int = 1, *, keep: bool = False
) -> tuple[Candidate, ...]:
    """U1, U2, ... in their order; who keeps a place had that very one."""
    return tuple(
        Candidate(
            umkm_id=f"U{n}",
            round_id="r1",
            business_name=f"Usaha {n}",
            district=district,
            score=90.0,
            decided_at=NOW + timedelta(minutes=n),
            former_rank=n if keep else None,
        )
        for n in range(start, start + count)
    )


def a_ranking(
    capacity: int = 1000, quota: int | None = None, base: int | None = None
) -> PriorityList:
    return given(PriorityList()).when(DraftList(2, capacity, quota, base)).state


def a_draft(*candidates: Candidate, capacity: int = 1000, base: int | None = None) -> PriorityList:
    ranking = a_ranking(capacity, base=base)
    return given(ranking).when(GiveRanks(0, candidates), EndRanking(len(candidates), SHA)).state


def a_list_in_force(*candidates: Candidate, base: int | None = None) -> PriorityList:
    return given(a_draft(*candidates, base=base)).when(PublishList("a1"), PutInForce("a1")).state
