"""Builders of priority lists at every stage."""

from collections.abc import Sequence
from datetime import timedelta

from services.endorsement.model.entries import Candidate
from services.endorsement.model.lists import (
    DraftList,
    EndRanking,
    GiveRanks,
    ListCommand,
    PriorityList,
    PublishList,
    PutInForce,
)
from services.endorsement.rules.lists import decide_list, evolve_list
from shared.contracts.envelope import Event
from shared.plumbing.core.failures import Refused
from tests.unit.endorsement.builders import NOW

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


def facts(head: PriorityList, command: ListCommand) -> Sequence[Event]:
    """Insist that the command is obeyed."""
    outcome = decide_list(head, command, NOW)
    assert not isinstance(outcome, Refused), outcome
    return outcome


def refused(head: PriorityList, command: ListCommand) -> Refused:
    outcome = decide_list(head, command, NOW)
    assert isinstance(outcome, Refused)
    return outcome


def after(head: PriorityList, *commands: ListCommand) -> PriorityList:
    for command in commands:
        for event in facts(head, command):
            head = evolve_list(head, event)
    return head


def a_ranking(
    capacity: int = 1000, quota: int | None = None, base: int | None = None
) -> PriorityList:
    return after(PriorityList(), DraftList(2, capacity, quota, base))


def a_draft(*candidates: Candidate, capacity: int = 1000, base: int | None = None) -> PriorityList:
    head = after(a_ranking(capacity, base=base), GiveRanks(0, candidates))
    return after(head, EndRanking(head.settled, SHA))


def a_list_in_force(*candidates: Candidate, base: int | None = None) -> PriorityList:
    return after(a_draft(*candidates, base=base), PublishList("a1"), PutInForce("a1"))
