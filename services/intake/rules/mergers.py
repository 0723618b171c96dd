"""What is found of UMKM that are alike, and what the province says to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from services.intake.model.likeness import (
    DismissLikeness,
    LikenessDismissed,
    Merged,
    MergeInto,
    MergeSigned,
    NoteLikeness,
    Promise,
    PromiseToStay,
    StayPromised,
)
from services.intake.model.nominations import Nomination, NominationStatus, WithdrawUmkm
from services.intake.rules.likeness import is_flagged_with, noted
from services.intake.rules.taking_back import take_back
from shared.contracts.envelope import Event
from shared.contracts.intake import UmkmMerged
from shared.plumbing.core.failures import Refused

NOT_FLAGGED = "not-flagged"
PROMISED_WITHIN = timedelta(minutes=1)
"""Far longer than a merger takes; whose process was killed in between holds nobody up."""


CommandOnOthers = NoteLikeness | DismissLikeness | MergeInto | PromiseToStay


def decide_on_others(
    state: Nomination, command: CommandOnOthers, now: datetime
) -> Sequence[Event] | Refused:
    """What is found of other UMKM, and what the province says to it."""
    match command:
        case NoteLikeness():
            return noted(state, command)
        case DismissLikeness(other):
            if not is_flagged_with(state, other):
                detail = f"{state.umkm_id} is not flagged with {other}"
                return Refused(NOT_FLAGGED, detail, missing=not state.standings)
            return [LikenessDismissed(command=command, at=now)]
        case PromiseToStay(other):
            if state.merged:
                return Refused("already-merged", f"{state.umkm_id} is in {state.merged.into}")
            return [StayPromised(promise=Promise(other, now))]
        case MergeInto():
            return _why_not_merge(state, command, now) or _merge(state, command, now)


def _why_not_merge(state: Nomination, command: MergeInto, now: datetime) -> Refused | None:
    if not state.standings:
        return Refused("no-nomination", f"nobody recommended {state.umkm_id}", missing=True)
    if state.merged or command.kept == state.umkm_id:
        into = state.merged.into if state.merged else "itself"
        return Refused("already-merged", f"{state.umkm_id} is merged into {into}")
    if command.kept_is_in:
        return Refused("already-merged", f"{command.kept} is merged into {command.kept_is_in}")
    if any(each.other == command.kept and _is_fresh(each, now) for each in state.promised):
        return Refused("merging", f"{command.kept} is just being merged into {state.umkm_id}")
    if any(each.is_open for each in state.conflicts):
        which = ", ".join(each.round_id for each in state.conflicts if each.is_open)
        return Refused("conflict-open", f"first settle whose {state.umkm_id} is in round {which}")
    return None


def _is_fresh(promise: Promise, now: datetime) -> bool:
    return now - promise.at < PROMISED_WITHIN


def promised(state: Nomination, event: StayPromised) -> Nomination:
    still = tuple(each for each in state.promised if _is_fresh(each, event.promise.at))
    return replace(state, promised=(*still, event.promise))


def _merge(state: Nomination, command: MergeInto, now: datetime) -> Sequence[Event]:
    """What stands in the present round is taken back, and told to all.

    The follow-up lets the UMKM that stays stand there instead.
    """
    standing = state.present
    stood = standing is not None and standing.status is not NominationStatus.WITHDRAWN
    was = standing.status if standing and stood else None
    merged = Merged(command.kept, command.officer, command.reason, now, was)
    announced = UmkmMerged(
        umkm_id=state.umkm_id,
        merged_into=command.kept,
        reason=command.reason,
        round_id=standing.round_id if standing else None,
        nominators=standing.nominators if standing else (),
    )
    taken_back = take_back(state, WithdrawUmkm(command.reason))
    events = [] if isinstance(taken_back, Refused) else taken_back
    return [MergeSigned(merged=merged), announced, *events]
