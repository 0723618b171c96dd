"""What a nomination is after its events."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.intake.model.commodities import CommodityChosen
from services.intake.model.likeness import (
    LikenessDismissed,
    LikenessNoted,
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
from services.intake.rules.commodities import with_choice
from services.intake.rules.conflicts import held, settled, without_claim
from services.intake.rules.likeness import with_dismissed
from services.intake.rules.mergers import promised
from shared.contracts.envelope import Event
from shared.contracts.intake import UmkmReturned, UmkmWithdrawn


def evolve_nomination(state: Nomination, event: Event) -> Nomination:
    # A dict lookup: a match over twelve pydantic classes costs more than the rest.
    evolve = _EVOLVED.get(type(event))
    return evolve(state, event) if evolve else state


def _learned(state: Nomination, event: IdentityLearned) -> Nomination:
    state = replace(state, keys=_all_keys(state, event.keys))
    known = state.recommendation
    if event.nib is None or known is None or known.nib is not None:
        return state
    return replace(state, recommendation=known.model_copy(update={"nib": event.nib}))


def _held(state: Nomination, event: ConflictHeld) -> Nomination:
    keys = _all_keys(state, event.claim.keys)
    return held(replace(state, keys=keys), event.claim)


def _noted(state: Nomination, event: LikenessNoted) -> Nomination:
    # The examiner has counted what is owed before.
    return replace(state, likely=event.found, examined=True, owed=())


def _merged(state: Nomination, event: MergeSigned) -> Nomination:
    # Its effects concern other UMKM too: the next examination handles them.
    return replace(state, merged=event.merged, examined=False)


def _all_keys(state: Nomination, keys: Sequence[str]) -> tuple[str, ...]:
    return (*state.keys, *(key for key in keys if key not in state.keys))


def _taken(state: Nomination, event: RecommendationTaken) -> Nomination:
    others = tuple(each for each in state.standings if each.round_id != event.round_id)
    is_open = not event.recommendation.has_code
    status = NominationStatus.COMMODITY_OPEN if is_open else NominationStatus.RECOMMENDED
    standing = Standing(
        round_id=event.round_id,
        district=event.recommendation.district,
        status=status,
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


def _nominated_before(state: Nomination, event: RecommendationTaken) -> tuple[str, ...]:
    before = state.find_in(event.round_id)
    return tuple(each for each in before.nominators if each != event.agency) if before else ()


def _taken_back(state: Nomination, event: UmkmReturned | UmkmWithdrawn) -> Nomination:
    status, code = NominationStatus.WITHDRAWN, None
    if isinstance(event, UmkmReturned):
        status, code = NominationStatus.RETURNED, event.reason_code
    changes = {"status": status, "reason_code": code, "reason": event.reason or None}
    return replace(state, standings=state.standing_anew(event.round_id, **changes))


_EVOLVED: Mapping[type[Event], Callable[[Nomination, Any], Nomination]] = {
    RecommendationTaken: _taken,
    UmkmReturned: _taken_back,
    UmkmWithdrawn: _taken_back,
    IdentityLearned: _learned,
    ConflictHeld: _held,
    ConflictSettled: settled,
    LikenessNoted: _noted,
    LikenessDismissed: with_dismissed,
    MergeSigned: _merged,
    StayPromised: promised,
    CommodityChosen: with_choice,
}
