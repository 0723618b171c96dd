"""What a nomination is after its events."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.intake.model.commodities import CommodityChosen
from services.intake.model.likeness import (
    LikenessDismissed,
    LikenessNoted,
    Merged,
    MergeSigned,
    StayPromised,
)
from services.intake.model.nominations import (
    ConflictHeld,
    ConflictSettled,
    IdentityLearned,
    Nomination,
    NominationStatus,
    RecommendationTaken,
    Standing,
)
from services.intake.model.recommendation import Recommendation
from services.intake.rules.commodities import with_choice
from services.intake.rules.conflicts import held, settled, without_claim
from services.intake.rules.likeness import with_dismissed
from services.intake.rules.mergers import promised
from shared.contracts.envelope import Event
from shared.contracts.intake import UmkmReturned, UmkmWithdrawn


def evolve_nomination(state: Nomination, event: Event) -> Nomination:
    # By its very type: to ask a dozen times what kind of model it is costs more than the rest.
    evolve = _EVOLVED.get(type(event))
    return evolve(state, event) if evolve else state


def _returned(state: Nomination, event: UmkmReturned) -> Nomination:
    return _settled(state, event, NominationStatus.RETURNED, event.reason_code)


def _withdrawn(state: Nomination, event: UmkmWithdrawn) -> Nomination:
    return _settled(state, event, NominationStatus.WITHDRAWN, None)


def _learned(state: Nomination, event: IdentityLearned) -> Nomination:
    state = _with_keys(state, event.keys)
    known = state.recommendation
    if event.nib is None or known is None or known.nib is not None:
        return state
    return replace(state, recommendation=known.model_copy(update={"nib": event.nib}))


def _held(state: Nomination, event: ConflictHeld) -> Nomination:
    return held(_with_keys(state, event.keys), event)


def _noted(state: Nomination, event: LikenessNoted) -> Nomination:
    # Whoever examines has counted before what is owed.
    return replace(state, likely=event.found, examined=True, owed=())


def _merged(state: Nomination, event: MergeSigned) -> Nomination:
    merged = Merged(event.into, event.officer, event.reason, event.at, event.was)
    # What follows from it concerns others too: whoever examines next sees to it.
    return replace(state, merged=merged, examined=False)


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
        status=_status_of(event.recommendation),
        place=event.place,
        recommended_at=event.taken_at,
        nominated_by=event.agency,
        nominated_before=_nominated_before(state, event),
    )
    # Spelled out: it happens for each row of a file, and `replace` costs three times as much.
    return Nomination(
        umkm_id=state.umkm_id,
        standings=(*others, standing),
        recommendation=event.recommendation,
        keys=_all_keys(state, event.keys),
        conflicts=without_claim(state, standing) if state.conflicts else (),
        likely=state.likely,
        examined=not event.owed and state.examined and state.recommendation == event.recommendation,
        merged=state.merged,
        promised=state.promised,
        owed=(*state.owed, event.owed) if event.owed else state.owed,
        choices=state.choices,
    )


def _status_of(new: Recommendation) -> NominationStatus:
    return NominationStatus.RECOMMENDED if new.has_code else NominationStatus.COMMODITY_OPEN


def _nominated_before(state: Nomination, event: RecommendationTaken) -> tuple[str, ...]:
    before = state.find_in(event.round_id)
    return tuple(each for each in before.nominators if each != event.agency) if before else ()


def _settled(
    state: Nomination,
    event: UmkmReturned | UmkmWithdrawn,
    status: NominationStatus,
    code: str | None,
) -> Nomination:
    standings = tuple(
        replace(each, status=status, reason_code=code, reason=event.reason or None)
        if each.round_id == event.round_id
        else each
        for each in state.standings
    )
    return replace(state, standings=standings)


_EVOLVED: Mapping[type[Event], Callable[[Nomination, Any], Nomination]] = {
    RecommendationTaken: _taken,
    UmkmReturned: _returned,
    UmkmWithdrawn: _withdrawn,
    IdentityLearned: _learned,
    ConflictHeld: _held,
    ConflictSettled: settled,
    LikenessNoted: _noted,
    LikenessDismissed: with_dismissed,
    MergeSigned: _merged,
    StayPromised: promised,
    CommodityChosen: with_choice,
}
