"""The rules of nominations: the first one counts, contacts travel alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.intake.letters.recommendation import Recommendation
from services.intake.model.nominations import (
    IdentityLearned,
    Nomination,
    NominationStatus,
    Recommend,
    RecommendationTaken,
    ReturnUmkm,
    Standing,
    WithdrawUmkm,
)
from services.intake.rules.rounds import over
from shared.contracts.envelope import Event
from shared.contracts.intake import ContactChanged, UmkmRecommended, UmkmReturned, UmkmWithdrawn
from shared.plumbing.failures import Refused

NominationCommand = Recommend | ReturnUmkm | WithdrawUmkm
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


def _recommend(state: Nomination, command: Recommend, now: datetime) -> Sequence[Event] | Refused:
    call, new = command.call, command.recommendation
    if call.is_over_at(command.received_at or now):
        return over(call)
    if refused := _why_not_again(state.find_in(call.round_id), new.district):
        return refused
    taken = RecommendationTaken(
        round_id=call.round_id, place=command.place, recommendation=new, taken_at=now
    )
    learned = [IdentityLearned(keys=command.keys)] if set(command.keys) - set(state.keys) else []
    events: list[Event] = [*learned, taken, _recommended(state.umkm_id, call.round_id, new)]
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


def _present_if(state: Nomination, *allowed: NominationStatus) -> Standing | Refused:
    present = state.present
    if present is None:
        return Refused("no-nomination", f"nobody recommended {state.umkm_id}", missing=True)
    if present.status not in allowed:
        return Refused(f"already-{present.status}", f"{state.umkm_id} is {present.status}")
    return present


def learn_from_refused(command: NominationCommand, _refused: Refused) -> Event | None:
    """A refused duplicate tells something still: by what else its UMKM may be recognised."""
    if isinstance(command, Recommend) and command.keys:
        return IdentityLearned(keys=command.keys)
    return None


def evolve_nomination(state: Nomination, event: Event) -> Nomination:
    match event:
        case IdentityLearned(keys=keys):
            new = tuple(key for key in keys if key not in state.keys)
            return replace(state, keys=(*state.keys, *new)) if new else state
        case RecommendationTaken():
            return _taken(state, event)
        case UmkmReturned():
            code, reason = event.reason_code, event.reason
            return _settled(state, NominationStatus.RETURNED, code, reason)
        case UmkmWithdrawn():
            return _settled(state, NominationStatus.WITHDRAWN, None, event.reason)
    return state


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
