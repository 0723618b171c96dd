"""The rules of rounds: opened once, closed once, reminders on their day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.intake.model.rounds import (
    UNKNOWN_DISTRICT,
    Admission,
    AdmitDistrict,
    Call,
    CloseRound,
    DistrictAdmitted,
    DraftRound,
    ExtendRound,
    NoteReminded,
    OpenRound,
    RemindersSent,
    Round,
    RoundCommand,
    RoundDrafted,
    RoundExtended,
    RoundPlanned,
    RoundStatus,
)
from shared.contracts.envelope import Event
from shared.contracts.intake import RoundClosed, RoundOpened
from shared.plumbing.core.failures import Refused


def decide_round(state: Round, command: RoundCommand, now: datetime) -> Sequence[Event] | Refused:
    match command:
        case DraftRound() | OpenRound():
            return _plan(state, command, now)
        case ExtendRound(closes_at):
            return _extend(state, closes_at, now)
        case AdmitDistrict():
            return _admit(state, command, now)
        case CloseRound(due):
            return _close(state, due, now)
        case NoteReminded(days, closes_at):
            # A reminder of an earlier closing, before the round was extended, counts no more.
            is_open = state.status is RoundStatus.OPEN
            is_current = is_open and state.plan and state.plan.closes_at == closes_at
            return [RemindersSent(days=days)] if is_current and days not in state.reminded else []


def _extend(state: Round, closes_at: datetime, now: datetime) -> Sequence[Event] | Refused:
    """What was closed stays so: its districts were told; a late one may be let in."""
    if state.plan is None:
        return _no_round(state)
    if state.status is not RoundStatus.OPEN or now >= state.plan.closes_at:
        return Refused("round-not-open", f"round {state.round_id} is not open any more, or not yet")
    if closes_at <= state.plan.closes_at:
        return Refused("no-extension", f"round {state.round_id} closes at {state.plan.closes_at}")
    return [RoundExtended(closes_at=closes_at, extended_at=now)]


def _admit(state: Round, command: AdmitDistrict, now: datetime) -> Sequence[Event] | Refused:
    call = state.call
    if call is None:
        return _no_round(state)
    if command.district not in call.districts:
        return not_asked(call, command.district)
    if command.until <= now:
        return Refused("until-in-the-past", "a district that is let in needs time to answer")
    return [DistrictAdmitted(admission=Admission(**command._asdict(), admitted_at=now))]


def _no_round(state: Round) -> Refused:
    return Refused("no-round", f"there is no round {state.round_id}", missing=True)


def _plan(
    state: Round, command: DraftRound | OpenRound, now: datetime
) -> Sequence[Event] | Refused:
    plan = command.plan or state.plan
    if plan is None:
        return _no_round(state)
    if state.status not in {RoundStatus.NEW, RoundStatus.DRAFT}:
        return Refused("round-exists", f"round {state.round_id} is {state.status} already")
    if isinstance(command, DraftRound):
        return [RoundDrafted(plan=plan)]
    if plan.closes_at <= now:
        return Refused("closes-in-the-past", "a round that is over before it opens asks nobody")
    terms = plan.model_dump(include={"number", "title", "opens_at", "closes_at"})
    opened = [RoundOpened(round_id=state.round_id, district=d, **terms) for d in plan.districts]
    return [RoundPlanned(plan=plan, opened_at=now), *opened]


def _close(state: Round, due: datetime | None, now: datetime) -> Sequence[Event] | Refused:
    if state.plan is None:
        return _no_round(state)
    if due not in {None, state.plan.closes_at}:  # it was extended meanwhile
        return []
    if state.status is RoundStatus.DRAFT:
        return Refused("round-not-open", f"round {state.round_id} is not opened yet")
    if state.status is RoundStatus.CLOSED:
        return Refused("round-closed", f"round {state.round_id} is closed already")
    # A timer that comes late closes at the promised moment, from which on nothing was taken in.
    return [RoundClosed(round_id=state.round_id, closed_at=min(now, state.plan.closes_at))]


def evolve_round(state: Round, event: Event) -> Round:
    changes: dict[str, Any] = {}
    match event:
        case RoundDrafted(plan=plan):
            changes = {"status": RoundStatus.DRAFT, "plan": plan}
        case RoundPlanned(plan=plan, opened_at=opened_at):
            changes = {"status": RoundStatus.OPEN, "plan": plan, "opened_at": opened_at}
        case RoundClosed(closed_at=closed_at):
            changes = {"status": RoundStatus.CLOSED, "closed_at": closed_at}
        case RemindersSent(days=days):
            changes = {"reminded": (*state.reminded, days)}
        case RoundExtended(closes_at=closes_at, extended_at=extended_at) if state.plan:
            plan = state.plan.model_copy(update={"closes_at": closes_at})
            changes = {"plan": plan, "reminded": (), "extended_at": extended_at}
        case DistrictAdmitted(admission=admission):
            changes = {"admissions": (*state.admissions, admission)}
    return replace(state, **changes)


def due_reminder(state: Round, now: datetime) -> int | None:
    """The newest reminder day. Days before the opening, or before an extension, are skipped."""
    plan = state.plan
    if plan is None or state.opened_at is None or state.status is not RoundStatus.OPEN:
        return None
    begun = max(state.opened_at, plan.opens_at, state.extended_at or plan.opens_at)
    days = [
        day
        for day in plan.reminder_days
        if begun < plan.closes_at - timedelta(days=day) <= now < plan.closes_at
    ]
    newest = min(days, default=None)
    is_done = newest is not None and any(done <= newest for done in state.reminded)
    return None if is_done else newest


def is_due_to_close(state: Round, now: datetime) -> bool:
    plan = state.plan
    return state.status is RoundStatus.OPEN and plan is not None and now >= plan.closes_at


def why_not_asked(call: Call, district: str | None, now: datetime) -> Refused | None:
    """Refusals that may change tomorrow: wrong district, round not open yet. Not recorded.

    The aggregates refuse a closed round, and record it.
    """
    if district is not None and district not in call.districts:
        return not_asked(call, district)
    if now < call.opens_at:
        return Refused("round-not-open", f"round {call.round_id} opens at {call.opens_at}")
    return None


def not_asked(call: Call, district: str) -> Refused:
    return Refused(UNKNOWN_DISTRICT, f"round {call.round_id} does not ask district {district}")


def over(call: Call) -> Refused:
    return Refused("round-closed", f"round {call.round_id} closed at {call.closes_at}")
