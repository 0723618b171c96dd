"""What a nomination is after its events."""

from collections.abc import Sequence
from dataclasses import replace

from services.intake.model.likeness import LikenessDismissed, LikenessNoted, Merged, MergeSigned
from services.intake.model.nominations import (
    ConflictHeld,
    ConflictSettled,
    IdentityLearned,
    Nomination,
    NominationStatus,
    RecommendationTaken,
    Standing,
)
from services.intake.rules.conflicts import held, settled
from services.intake.rules.likeness import with_dismissed
from shared.contracts.envelope import Event
from shared.contracts.intake import UmkmReturned, UmkmWithdrawn


def evolve_nomination(state: Nomination, event: Event) -> Nomination:
    match event:
        case RecommendationTaken():
            return _taken(state, event)
        case UmkmReturned():
            code, reason = event.reason_code, event.reason
            return _settled(state, NominationStatus.RETURNED, code, reason)
        case UmkmWithdrawn():
            return _settled(state, NominationStatus.WITHDRAWN, None, event.reason)
    return _noted(state, event)


def _noted(state: Nomination, event: Event) -> Nomination:
    """Evolve by what changes no standing."""
    match event:
        case IdentityLearned():
            return _with_keys(state, event.keys)
        case ConflictHeld():
            return held(_with_keys(state, event.keys), event)
        case ConflictSettled():
            return settled(state, event)
    return _with_others(state, event)


def _with_others(state: Nomination, event: Event) -> Nomination:
    match event:
        case LikenessNoted():
            return replace(state, likely=event.found, examined=True)
        case LikenessDismissed():
            return with_dismissed(state, event)
        case MergeSigned():
            merged = Merged(event.into, event.officer, event.reason, event.at)
            return replace(state, merged=merged, examined=True)
    return state


def _with_keys(state: Nomination, keys: Sequence[str]) -> Nomination:
    known = _all_keys(state, keys)
    return state if known == state.keys else replace(state, keys=known)


def _all_keys(state: Nomination, keys: Sequence[str]) -> tuple[str, ...]:
    return (*state.keys, *(key for key in keys if key not in state.keys))


def _taken(state: Nomination, event: RecommendationTaken) -> Nomination:
    others = tuple(each for each in state.standings if each.round_id != event.round_id)
    standing = Standing(
        round_id=event.round_id,
        district=event.recommendation.district,
        status=NominationStatus.RECOMMENDED,
        place=event.place,
        recommended_at=event.taken_at,
        nominated_by=event.agency,
    )
    # Spelled out: it happens for each row of a file, and `replace` costs three times as much.
    return Nomination(
        umkm_id=state.umkm_id,
        standings=(*others, standing),
        recommendation=event.recommendation,
        keys=_all_keys(state, event.keys),
        conflicts=state.conflicts,
        likely=state.likely,
        examined=state.examined and state.recommendation == event.recommendation,
        merged=state.merged,
    )


def _settled(
    state: Nomination, status: NominationStatus, code: str | None, reason: str
) -> Nomination:
    *others, present = state.standings
    settled = replace(present, status=status, reason_code=code, reason=reason or None)
    return replace(state, standings=(*others, settled))
