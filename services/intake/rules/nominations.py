"""The rules of nominations: the first one counts, contacts travel alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.intake.letters.recommendation import Recommendation
from services.intake.model.nominations import (
    ConflictHeld,
    ConflictSettled,
    IdentityLearned,
    Nomination,
    NominationStatus,
    Recommend,
    RecommendationTaken,
    ReturnUmkm,
    SettleConflict,
    Standing,
    WithdrawUmkm,
)
from services.intake.rules.conflicts import held, settled, winner
from services.intake.rules.rounds import over
from shared.contracts.envelope import Event
from shared.contracts.intake import ContactChanged, UmkmRecommended, UmkmReturned, UmkmWithdrawn
from shared.plumbing.failures import Refused

NominationCommand = Recommend | ReturnUmkm | WithdrawUmkm | SettleConflict
DUPLICATE, ACROSS_DISTRICTS = "duplicate", "duplicate-across-districts"
DUPLICATES = frozenset({DUPLICATE, ACROSS_DISTRICTS})
FIRST = "recommended already: "
"""Before the first one, in the words of a refused duplicate."""


def decide_nomination(
    state: Nomination, command: NominationCommand, now: datetime
) -> Sequence[Event] | Refused:
    match command:
        case Recommend():
            return _recommend(state, command, now)
        case ReturnUmkm():
            return _return(state, command)
        case WithdrawUmkm():
            return _withdraw(state, command)
        case SettleConflict():
            return _settle(state, command, now)


def _recommend(state: Nomination, command: Recommend, now: datetime) -> Sequence[Event] | Refused:
    call, new = command.call, command.recommendation
    if call.is_over_at(command.received_at or now, new.district):
        return over(call)
    if refused := _why_not_again(state.find_in(call.round_id), new.district):
        return refused
    learned = [IdentityLearned(keys=command.keys)] if set(command.keys) - set(state.keys) else []
    return [*learned, *_taking(state, call.round_id, command.place, new, now)]


def _taking(
    state: Nomination, round_id: str, place: str, new: Recommendation, now: datetime
) -> list[Event]:
    taken = RecommendationTaken(round_id=round_id, place=place, recommendation=new, taken_at=now)
    events: list[Event] = [taken, _recommended(state.umkm_id, round_id, new)]
    contact = _contact(state.umkm_id, new)
    known = _contact(state.umkm_id, state.recommendation) if state.recommendation else None
    return events if contact == known else [*events, contact]


def _why_not_again(standing: Standing | None, district: str) -> Refused | None:
    """What was withdrawn is free to all; what was returned, to its district alone."""
    if standing is None or standing.status is NominationStatus.WITHDRAWN:
        return None
    first = f"{FIRST}{standing.district}, {standing.place}"
    if standing.district != district:
        return Refused(ACROSS_DISTRICTS, first)
    return Refused(DUPLICATE, first) if standing.status is NominationStatus.RECOMMENDED else None


def _recommended(umkm_id: str, round_id: str, new: Recommendation) -> UmkmRecommended:
    """Everything that is open to all: no owner, no numbers, no address."""
    return UmkmRecommended(
        umkm_id=umkm_id,
        round_id=round_id,
        business_name=new.business_name,
        district=new.district,
        recommended_by=new.district,
        products=new.products,
        size_class=new.size_class,
        has_nib=new.nib is not None,
        reason=new.reason,
        rank=new.rank,
    )


def _contact(umkm_id: str, recommendation: Recommendation) -> ContactChanged:
    return ContactChanged(
        umkm_id=umkm_id,
        business_name=recommendation.business_name,
        owner_name=recommendation.owner_name,
        phone=recommendation.phone,
        email=recommendation.email,
    )


def _return(state: Nomination, command: ReturnUmkm) -> Sequence[Event] | Refused:
    present = _present_if(state, NominationStatus.RECOMMENDED)
    if isinstance(present, Refused):
        return present
    return [
        UmkmReturned(
            umkm_id=state.umkm_id,
            round_id=present.round_id,
            district=present.district,
            reason_code=command.reason_code,
            reason=command.reason,
        )
    ]


def _withdraw(state: Nomination, command: WithdrawUmkm) -> Sequence[Event] | Refused:
    present = _present_if(state, NominationStatus.RECOMMENDED, NominationStatus.RETURNED)
    if isinstance(present, Refused):
        return present
    return [
        UmkmWithdrawn(
            umkm_id=state.umkm_id,
            round_id=present.round_id,
            district=present.district,
            reason=command.reason,
        )
    ]


def _settle(state: Nomination, command: SettleConflict, now: datetime) -> Sequence[Event] | Refused:
    """Where the later district wins, the first recommendation is taken back, and told to all."""
    won = winner(state, command)
    if isinstance(won, Refused):
        return won
    events: list[Event] = [
        ConflictSettled(
            round_id=command.round_id,
            district=command.district,
            officer=command.officer,
            reason=command.reason,
            settled_at=now,
        )
    ]
    if won is None:
        return events
    standing = state.present
    if standing and standing.status is not NominationStatus.WITHDRAWN:
        taken_back = _withdraw(state, WithdrawUmkm(command.reason))
        events += [] if isinstance(taken_back, Refused) else taken_back
    new = won.recommendation
    return [*events, *_taking(state, command.round_id, won.place, new, now)]


def _present_if(state: Nomination, *allowed: NominationStatus) -> Standing | Refused:
    present = state.present
    if present is None:
        return Refused("no-nomination", f"nobody recommended {state.umkm_id}", missing=True)
    if present.status not in allowed:
        return Refused(f"already-{present.status}", f"{state.umkm_id} is {present.status}")
    return present


def learn_from_refused(command: NominationCommand, refused: Refused) -> Event | None:
    """Keep what a refused duplicate tells: another district's claim, and further keys."""
    if not isinstance(command, Recommend):
        return None
    if refused.code == ACROSS_DISTRICTS:
        return ConflictHeld(
            round_id=command.call.round_id,
            place=command.place,
            recommendation=command.recommendation,
            keys=command.keys,
        )
    return IdentityLearned(keys=command.keys) if command.keys else None


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
    return state


def _with_keys(state: Nomination, keys: Sequence[str]) -> Nomination:
    new = tuple(key for key in keys if key not in state.keys)
    return replace(state, keys=(*state.keys, *new)) if new else state


def _taken(state: Nomination, event: RecommendationTaken) -> Nomination:
    others = tuple(each for each in state.standings if each.round_id != event.round_id)
    standing = Standing(
        round_id=event.round_id,
        district=event.recommendation.district,
        status=NominationStatus.RECOMMENDED,
        place=event.place,
        recommended_at=event.taken_at,
    )
    return replace(state, standings=(*others, standing), recommendation=event.recommendation)


def _settled(
    state: Nomination, status: NominationStatus, code: str | None, reason: str
) -> Nomination:
    *others, present = state.standings
    settled = replace(present, status=status, reason_code=code, reason=reason or None)
    return replace(state, standings=(*others, settled))
