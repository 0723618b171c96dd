"""Mergers: nominators of either UMKM have no vote on the one that stays."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce

from services.endorsement.model.ballots import Ballot, BallotStatus, NominatorsLearned
from services.endorsement.model.policies import Policy
from services.endorsement.rules.evolution import evolve, nominated_before
from services.endorsement.rules.outcomes import outcome
from services.endorsement.rules.votes import refuse_own
from shared.contracts.envelope import Event
from shared.contracts.intake import UmkmMerged


def hear_of_merger(
    ballot: Ballot, merged: UmkmMerged, policy: Policy, now: datetime
) -> Sequence[Event]:
    """Decide a merger on the ballot of the UMKM that stays. It may be in any state or round."""
    if merged.round_id is None:
        return []
    known = nominated_before(ballot, merged.round_id, nominated_by="")
    new = tuple(each for each in merged.nominators if each not in known)
    if not new:
        return []
    learned = NominatorsLearned(round_id=merged.round_id, agencies=new)
    after = evolve(ballot, learned)
    refused = refuse_own(after)
    events = [learned, *refused]
    if ballot.status is BallotStatus.OPEN and after.nominee != ballot.nominee:
        return [*events, *outcome(reduce(evolve, refused, after), policy, now)]
    return events
