"""The rule that only one list is in force."""

from collections.abc import Sequence
from datetime import datetime

from services.endorsement.model.lists import Approve, Register, RegisterChanged
from shared.contracts.envelope import Event
from shared.plumbing.core.failures import Refused


def decide_register(
    register: Register, command: Approve, _now: datetime
) -> Sequence[Event] | Refused:
    if register.in_force == command.number:
        return []
    if register.in_force != command.base:
        detail = f"list {register.in_force} has come into force since list {command.number} was "
        return Refused("base-superseded", f"{detail}drafted: discard it and draft anew")
    return [RegisterChanged(in_force=command.number)]


def evolve_register(register: Register, event: Event) -> Register:
    return Register(event.in_force) if isinstance(event, RegisterChanged) else register
