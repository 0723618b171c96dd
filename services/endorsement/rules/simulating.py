"""Applies a changed policy to the cast votes."""

from services.endorsement.model.ballots import Ballot, BallotStatus
from services.endorsement.model.policies import Policy
from services.endorsement.model.simulations import OutcomeChange
from services.endorsement.rules.explaining import what_tips
from services.endorsement.rules.standing import standing
from shared.indonesia.zones import Zone

SIMULATED = frozenset(
    {BallotStatus.OPEN, BallotStatus.ENDORSED, BallotStatus.REJECTED, BallotStatus.LAPSED}
)
"""Statuses that votes, or missing votes, decided. A withdrawal depends on no policy."""
UNCOUNTED = frozenset({BallotStatus.OPEN, BallotStatus.LAPSED})
"""Statuses in which the votes may suffice for a decision."""


def status_under(ballot: Ballot, policy: Policy) -> BallotStatus:
    """The status that the votes give. Missing votes are not guessed."""
    stands = standing(ballot, policy)
    if stands.is_endorsed:
        return BallotStatus.ENDORSED
    if stands.is_rejected:
        return BallotStatus.REJECTED
    return BallotStatus.LAPSED if ballot.status is BallotStatus.LAPSED else BallotStatus.OPEN


def change_under(ballot: Ballot, policy: Policy, own: Policy, zone: Zone) -> OutcomeChange | None:
    """Return how a ballot would change under another policy, or None.

    The votes of some ballots were not counted: reopened ones wait for a vote, and some lapsed while
    being mended. They change only if the two policies give different results.
    """
    if ballot.nominee is None:
        return None
    would_be = status_under(ballot, policy)
    is_uncounted = ballot.status in UNCOUNTED and would_be is status_under(ballot, own)
    if is_uncounted or would_be is ballot.status:
        return None
    nominee = ballot.nominee
    return OutcomeChange(
        umkm_id=ballot.umkm_id,
        business_name=nominee.business_name,
        district=nominee.district,
        was=ballot.status,
        would_be=would_be,
        because=what_tips(ballot, policy, zone).en,
    )
