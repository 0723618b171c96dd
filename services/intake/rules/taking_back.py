"""Recommendations that are given back to be mended, or taken back."""

from collections.abc import Sequence

from services.intake.model.nominations import (
    Nomination,
    NominationStatus,
    ReturnUmkm,
    Standing,
    WithdrawUmkm,
)
from shared.contracts.envelope import Event
from shared.contracts.intake import UmkmReturned, UmkmWithdrawn
from shared.plumbing.failures import Refused


def give_back(state: Nomination, command: ReturnUmkm) -> Sequence[Event] | Refused:
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


def take_back(state: Nomination, command: WithdrawUmkm) -> Sequence[Event] | Refused:
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
