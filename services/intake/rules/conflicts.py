"""The same UMKM from two districts in one round: held, until the province settles whose it is."""

from dataclasses import replace
from typing import Any

from services.intake.model.nominations import (
    Conflict,
    ConflictSettled,
    Nomination,
    NominationStatus,
    Recommend,
    SettleConflict,
    Standing,
)
from shared.plumbing.core.failures import Refused


def held(state: Nomination, claim: Recommend) -> Nomination:
    """Keep the newest claim of a district.

    A settled conflict stays settled while the winner's recommendation stands.
    """
    round_id, second = claim.call.round_id, claim.recommendation.district
    standing = state.find_in(round_id)
    if standing is None or _has_lost(state, standing, second):
        return state
    same = [each for each in state.open_conflicts(round_id) if each.second == second]
    if claim.agency and any(not each.agency for each in same):
        return state  # its district has spoken for itself
    claimed = second, claim.place, claim.recommendation, claim.agency
    new = Conflict(round_id, standing.district, *claimed, standing.nominated_by)
    others = tuple(each for each in state.conflicts if each not in same)
    return replace(state, conflicts=(*others, new))


def without_claim(state: Nomination, standing: Standing) -> tuple[Conflict, ...]:
    """A district that stands claims nothing any more."""
    here = standing.round_id, standing.district
    return tuple(
        each for each in state.conflicts if not each.is_open or (each.round_id, each.second) != here
    )


def _has_lost(state: Nomination, standing: Standing, district: str) -> bool:
    return any(
        district in {each.first, each.second}
        for each in state.conflicts
        if (each.round_id, each.settled_for) == (standing.round_id, standing.district)
    )


def winner(state: Nomination, command: SettleConflict) -> Conflict | Refused | None:
    """Give the held claim that is to count from now on; None: who stands now, stays."""
    if state.merged:
        return Refused("merged", f"{state.umkm_id} is merged into {state.merged.into}")
    open_ones = state.open_conflicts(command.round_id)
    if not open_ones:
        detail = f"nothing is held for {state.umkm_id} in round {command.round_id}"
        return Refused("no-conflict", detail, missing=not state.standings)
    won = next((each for each in open_ones if each.second == command.district), None)
    if won is None:
        standing = state.find_in(command.round_id)
        is_withdrawn = standing and standing.status is NominationStatus.WITHDRAWN
        if standing and standing.district == command.district and not is_withdrawn:
            return None
        return Refused("not-in-conflict", f"{command.district} did not recommend {state.umkm_id}")
    if state.present and state.present.round_id != command.round_id:
        return Refused("past-round", f"{state.umkm_id} stands in a later round already")
    return won


def settled(state: Nomination, event: ConflictSettled) -> Nomination:
    command = event.command
    verdict: Any = {"settled_for": command.district, "settled_by": command.officer}
    verdict |= {"reason": command.reason, "settled_at": event.settled_at}
    settling = state.open_conflicts(command.round_id)
    conflicts = tuple(
        replace(claim, **verdict) if claim in settling else claim for claim in state.conflicts
    )
    return replace(state, conflicts=conflicts)
