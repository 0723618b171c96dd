"""What a changed policy would make of the votes that were cast."""

from services.endorsement.model.ballots import Ballot, BallotStatus
from services.endorsement.model.policies import Policy
from services.endorsement.model.simulations import OutcomeChange
from services.endorsement.rules.explaining import what_tips
from services.endorsement.rules.standing import standing

SIMULATED = frozenset(
    {BallotStatus.OPEN, BallotStatus.ENDORSED, BallotStatus.REJECTED, BallotStatus.LAPSED}
)
"""Where votes, or their lack, settled it; a withdrawal is nobody's policy."""
UNCOUNTED = frozenset({BallotStatus.OPEN, BallotStatus.LAPSED})
"""Where votes may amount to a decision that was not taken."""


def status_under(ballot: Ballot, policy: Policy) -> BallotStatus:
    """Where its votes would leave a ballot; a vote that was never needed is not guessed."""
    stands = standing(ballot, policy)
    if stands.is_endorsed:
        return BallotStatus.ENDORSED
    if stands.is_rejected:
        return BallotStatus.REJECTED
    return BallotStatus.LAPSED if ballot.status is BallotStatus.LAPSED else BallotStatus.OPEN


def change_under(ballot: Ballot, policy: Policy, own: Policy) -> OutcomeChange | None:
    """Say how a ballot would end otherwise, or None where it would not.

    One that was opened again waits for the next vote, and may have lapsed by that; one that lapsed
    while it was mended was never counted. Whatever the votes of such amount to, they change where
    it is something else than under their own policy.
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
        because=what_tips(ballot, policy).en,
    )
