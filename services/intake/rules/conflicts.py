"""The same UMKM from two districts in one round: held, until the province settles whose it is."""

from dataclasses import replace

from services.intake.model.nominations import (
    Conflict,
    ConflictHeld,
    ConflictSettled,
    Nomination,
    NominationStatus,
    SettleConflict,
    Standing,
)
from shared.plumbing.failures import Refused


def held(state: Nomination, event: ConflictHeld) -> Nomination:
    """Keep the newest claim of a district.

    What was settled stays so, however often it is sent, while whoever won stands.
    """
    standing = state.find_in(event.round_id)
    second = event.recommendation.district
    if standing is None or _has_lost(state, standing, second):
        return state
    new = Conflict(
        event.round_id,
        standing.district,
        second,
        event.place,
        event.recommendation,
        event.agency,
        standing.nominated_by,
    )
    same = [each for each in state.open_conflicts(event.round_id) if each.second == second]
    if event.agency and any(not each.agency for each in same):
        return state  # its district has spoken for itself
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
        if (
            standing
            and standing.district == command.district
            and standing.status is not NominationStatus.WITHDRAWN
        ):
            return None
        return Refused("not-in-conflict", f"{command.district} did not recommend {state.umkm_id}")
    if state.present and state.present.round_id != command.round_id:
        return Refused("past-round", f"{state.umkm_id} stands in a later round already")
    return won


def settled(state: Nomination, event: ConflictSettled) -> Nomination:
    return replace(
        state,
        conflicts=tuple(
            replace(
                each,
                settled_for=event.district,
                settled_by=event.officer,
                reason=event.reason,
                settled_at=event.settled_at,
            )
            if each.round_id == event.round_id and each.is_open
            else each
            for each in state.conflicts
        ),
    )
