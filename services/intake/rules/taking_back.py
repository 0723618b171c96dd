"""Recommendations that are given back to be mended, or taken back."""

from collections.abc import Sequence

from services.intake.model.nominations import (
    STANDS,
    Nomination,
    NominationStatus,
    ReturnUmkm,
    Standing,
    WithdrawUmkm,
)
from shared.contracts.envelope import Event
from shared.contracts.intake import UmkmReturned, UmkmWithdrawn
from shared.plumbing.core.failures import Refused


def give_back(state: Nomination, command: ReturnUmkm) -> Sequence[Event] | Refused:
    present = standing_if(state, command.round_id, *STANDS)
    if isinstance(present, Refused):
        return present
    code, reason = command.reason_code, command.reason
    return [UmkmReturned(**_place(state, present), reason_code=code, reason=reason)]


def take_back(state: Nomination, command: WithdrawUmkm) -> Sequence[Event] | Refused:
    """Published even while the commodity is open, as a return is.

    Agencies may have heard of the UMKM in this round before: an agency nominated it, or it was
    published, returned and recommended again without a code.
    """
    present = standing_if(state, command.round_id, *STANDS, NominationStatus.RETURNED)
    if isinstance(present, Refused):
        return present
    if command.place not in {None, present.place}:
        return Refused("read-elsewhere", f"{state.umkm_id} was recommended in {present.place}")
    return [UmkmWithdrawn(**_place(state, present), reason=command.reason)]


def _place(state: Nomination, standing: Standing) -> dict[str, str]:
    here = {"round_id": standing.round_id, "district": standing.district}
    return {"umkm_id": state.umkm_id, **here}


def standing_if(
    state: Nomination, round_id: str | None, *allowed: NominationStatus
) -> Standing | Refused:
    present = state.find_in(round_id) if round_id else state.present
    if not state.standings:
        return Refused("no-nomination", f"nobody recommended {state.umkm_id}", missing=True)
    if present is None:
        return Refused("not-in-round", f"{state.umkm_id} was not recommended in {round_id}")
    if present.status not in allowed:
        return Refused(f"already-{present.status}", f"{state.umkm_id} is {present.status}")
    return present
