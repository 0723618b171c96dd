"""What is found of UMKM that are alike, and what the province says to it."""

from collections.abc import Sequence
from datetime import datetime

from services.intake.model.likeness import (
    DismissLikeness,
    LikenessDismissed,
    MergeInto,
    MergeSigned,
    NoteLikeness,
)
from services.intake.model.nominations import Nomination, NominationStatus, WithdrawUmkm
from services.intake.rules.likeness import is_flagged_with, noted
from services.intake.rules.taking_back import take_back
from shared.contracts.envelope import Event
from shared.contracts.intake import UmkmMerged
from shared.plumbing.failures import Refused


def decide_on_others(
    state: Nomination, command: NoteLikeness | DismissLikeness | MergeInto, now: datetime
) -> Sequence[Event] | Refused:
    """What is found of other UMKM, and what the province says to it."""
    match command:
        case NoteLikeness():
            return noted(state, command)
        case DismissLikeness(other, officer, reason):
            if not is_flagged_with(state, other):
                detail = f"{state.umkm_id} is not flagged with {other}"
                return Refused("not-flagged", detail, missing=not state.standings)
            return [LikenessDismissed(other=other, officer=officer, reason=reason, at=now)]
        case MergeInto():
            return _merge(state, command, now)


def _merge(state: Nomination, command: MergeInto, now: datetime) -> Sequence[Event] | Refused:
    """What stands in the present round is taken back, and told to all."""
    if not state.standings:
        return Refused("no-nomination", f"nobody recommended {state.umkm_id}", missing=True)
    if state.merged or command.kept == state.umkm_id:
        into = state.merged.into if state.merged else "itself"
        return Refused("already-merged", f"{state.umkm_id} is merged into {into}")
    signed = MergeSigned(into=command.kept, officer=command.officer, reason=command.reason, at=now)
    told = UmkmMerged(umkm_id=state.umkm_id, merged_into=command.kept, reason=command.reason)
    standing = state.present
    if standing is None or standing.status is NominationStatus.WITHDRAWN:
        return [signed, told]
    taken_back = take_back(state, WithdrawUmkm(command.reason))
    return [signed, told, *([] if isinstance(taken_back, Refused) else taken_back)]
