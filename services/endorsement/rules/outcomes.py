"""When a ballot is decided, and what its outcome says."""

from collections.abc import Sequence
from datetime import datetime
from statistics import fmean

from services.endorsement.model.ballots import Ballot
from services.endorsement.model.policies import Policy
from shared.contracts.endorsement import BallotDecided, Choice, Tally, UmkmEndorsed, UmkmRejected


def outcome(ballot: Ballot, policy: Policy, now: datetime) -> Sequence[BallotDecided]:
    """Decide as soon as the quorum is reached, or can no longer be reached."""
    assert ballot.nominee  # noqa: S101 - an open ballot has one
    voters = policy.voters(ballot.nominee.nominated_by)
    # A vote may have been held since a time when its agency was still in the policy.
    choices = [ballot.votes[agency].choice for agency in voters if agency in ballot.votes]
    endorsing = choices.count(Choice.ENDORSE)
    waiting = len(voters) - len(choices) + choices.count(Choice.NEED_INFO)
    quorum = min(policy.quorum, len(voters))
    if endorsing >= quorum:
        return [UmkmEndorsed(**facts(ballot, now), score=_score(ballot), hs6=ballot.nominee.hs6)]
    if endorsing + waiting < quorum:
        return [UmkmRejected(**facts(ballot, now))]
    return []


def _score(ballot: Ballot) -> float | None:
    """Mean score of those who endorse, where they gave one."""
    scores = [
        vote.score
        for vote in ballot.votes.values()
        if vote.choice is Choice.ENDORSE and vote.score is not None
    ]
    return round(fmean(scores), 2) if scores else None


def tally(ballot: Ballot) -> Tally:
    """Who voted how; `need-info` is no vote yet."""

    def agencies(choice: Choice) -> tuple[str, ...]:
        return tuple(sorted(a for a, vote in ballot.votes.items() if vote.choice is choice))

    return Tally(
        endorse=agencies(Choice.ENDORSE),
        reject=agencies(Choice.REJECT),
        abstain=agencies(Choice.ABSTAIN),
    )


def facts(ballot: Ballot, now: datetime) -> dict[str, object]:
    assert ballot.nominee  # noqa: S101 - only open ballots are decided
    return {
        "umkm_id": ballot.umkm_id,
        "round_id": ballot.nominee.round_id,
        "business_name": ballot.nominee.business_name,
        "district": ballot.nominee.district,
        "policy_version": ballot.policy_version,
        "tally": tally(ballot),
        "decided_at": now,
    }
