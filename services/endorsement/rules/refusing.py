"""Refusals of commands that come too early, too late, or twice."""

from collections.abc import Sequence

from services.endorsement.model.lists import ListStatus, PriorityList
from shared.contracts.envelope import Event
from shared.plumbing.core.failures import Refused

Outcome = Sequence[Event] | Refused


def wrong_status(head: PriorityList, needed: ListStatus) -> Refused:
    return Refused(f"not-{needed}", f"list {head.number} is {head.status}, not {needed}")


def others_were_faster(head: PriorityList) -> Refused:
    return Refused("others-were-faster", f"list {head.number} has gone on meanwhile")
