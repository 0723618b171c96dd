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

    One that was opened again waits for the next vote, whatever its votes amount to: it changes
    where they amount to something else than under its own policy.
    """
    if ballot.nominee is None:
        return None
    would_be = status_under(ballot, policy)
    waits = ballot.status is BallotStatus.OPEN and would_be is status_under(ballot, own)
    if waits or would_be is ballot.status:
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
