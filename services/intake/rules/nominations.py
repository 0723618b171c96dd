"""The rules of nominations: the first one counts, contacts travel alone."""

from collections.abc import Sequence
from datetime import date, datetime

from services.intake.model.commodities import ChooseCommodity
from services.intake.model.nominations import (
    ACROSS_DISTRICTS,
    DUPLICATE,
    DUPLICATES,
    FIRST,
    ConflictHeld,
    ConflictSettled,
    IdentityLearned,
    Nomination,
    NominationStatus,
    Owed,
    Recommend,
    RecommendationTaken,
    ReturnUmkm,
    SettleConflict,
    Standing,
    WithdrawUmkm,
)
from services.intake.model.responses import RowTally
from services.intake.rules.announcing import contact, recommended
from services.intake.rules.commodities import choose, with_earlier_choices
from services.intake.rules.conflicts import winner
from services.intake.rules.mergers import CommandOnOthers, decide_on_others
from services.intake.rules.rounds import over
from services.intake.rules.taking_back import give_back, take_back
from shared.contracts.envelope import Event
from shared.indonesia.zones import Zone
from shared.plumbing.core.failures import Refused

NominationCommand = (
    Recommend | ReturnUmkm | WithdrawUmkm | SettleConflict | ChooseCommodity | CommandOnOthers
)


def decide_nomination(
    state: Nomination, command: NominationCommand, zone: Zone, now: datetime
) -> Sequence[Event] | Refused:
    match command:
        case Recommend():
            return _recommend(state, command, zone, now)
        case ReturnUmkm():
            return give_back(state, command)
        case WithdrawUmkm():
            return take_back(state, command)
        case SettleConflict():
            return _settle(state, command, now)
        case ChooseCommodity():
            return choose(state, command, now)
    return decide_on_others(state, command, now)


def _recommend(
    state: Nomination, command: Recommend, zone: Zone, now: datetime
) -> Sequence[Event] | Refused:
    call, new = command.call, command.recommendation
    if state.merged:  # while this was on its way: sent again, it finds the other one
        return Refused("merged", f"{state.umkm_id} is merged into {state.merged.into}")
    # Letting a late district in does not reopen the round for agencies.
    if call.is_over_at(command.received_at or now, None if command.agency else new.district):
        return over(call)
    if is_after(new.consent_on, command.received_at or now, zone):
        return Refused("consent-in-future", str(new.consent_on))
    if refused := _why_not_again(state.find_in(call.round_id), command):
        return refused
    row = RowTally(rows=1, accepted=1)
    owed = Owed(new.district, call.round_id, row, command.count_as) if command.count_as else None
    taken = RecommendationTaken(
        round_id=call.round_id,
        place=command.place,
        recommendation=with_earlier_choices(state, new),
        taken_at=now,
        agency=command.agency,
        keys=command.keys,
        owed=owed,
    )
    return _taking(state, taken)


def _taking(state: Nomination, taken: RecommendationTaken) -> list[Event]:
    """The contact is published at once, even while the commodity is open."""
    new, events = taken.recommendation, list[Event]([taken])
    if new.has_code:  # agencies judge by commodity
        events.append(recommended(state, new, taken.round_id, taken.agency, corrected=False))
    return events if _has_contact(state, taken) else [*events, contact(state.umkm_id, new)]


def _has_contact(state: Nomination, taken: RecommendationTaken) -> bool:
    """Whether notify has this contact. A new round or consent brings an erased one back."""
    old, new = state.recommendation, taken.recommendation
    if old is None or old.consent_on != new.consent_on or not state.find_in(taken.round_id):
        return False
    return contact(state.umkm_id, old) == contact(state.umkm_id, new)


def is_after(day: date, moment: datetime, zone: Zone) -> bool:
    """Whether that day has begun neither in the province nor in the time of our servers."""
    return day > moment.date() and day > zone.day_of(moment)


def _why_not_again(standing: Standing | None, command: Recommend) -> Refused | None:
    """What was withdrawn is free to all; what was returned, to its district alone.

    A district may recommend what an agency nominated. The nomination is not the district's answer.
    """
    if standing is None or standing.status is NominationStatus.WITHDRAWN:
        return None
    who = f"{standing.nominated_by} for {standing.district}" if standing.nominated_by else None
    first = f"{FIRST}{who or standing.district}, {standing.place}"
    if standing.status is NominationStatus.COMMODITY_OPEN:
        first += "; it waits for an HS code"
    if standing.district != command.recommendation.district:
        return Refused(ACROSS_DISTRICTS, first)
    is_taken_over = standing.nominated_by and not command.agency
    if is_taken_over or standing.status is NominationStatus.RETURNED:
        return None
    return Refused(DUPLICATE, first)


def _settle(state: Nomination, command: SettleConflict, now: datetime) -> Sequence[Event] | Refused:
    """Where the later district wins, the first recommendation is taken back, and told to all."""
    won = winner(state, command)
    if isinstance(won, Refused):
        return won
    settled = ConflictSettled(command=command, settled_at=now)
    if won is None:
        return [settled]
    taken_back = take_back(state, WithdrawUmkm(command.reason))
    lost = [] if isinstance(taken_back, Refused) else taken_back
    tally = RowTally(accepted=1, duplicates=-1)
    owed = Owed(won.second, command.round_id, tally, command.count_as)
    taken = RecommendationTaken(
        round_id=command.round_id,
        place=won.place,
        recommendation=won.recommendation,
        taken_at=now,
        agency=won.agency,
        owed=None if won.agency else owed,
    )
    return [settled, *lost, *_taking(state, taken)]


def learn_from_refused(command: NominationCommand, refused: Refused) -> Event | None:
    """Keep what a refused duplicate tells: another district's claim, and further keys."""
    if not isinstance(command, Recommend) or refused.code not in DUPLICATES:
        return None
    if refused.code == ACROSS_DISTRICTS:
        return ConflictHeld(claim=command)
    if not command.keys:
        return None
    return IdentityLearned(keys=command.keys, nib=command.recommendation.nib)
