"""When a ballot is decided, and its outcome."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.endorsement.model.ballots import Ballot
from services.endorsement.model.policies import Policy
from services.endorsement.rules.standing import electorate, score_of, standing
from shared.contracts.endorsement import (
    BallotDecided,
    Choice,
    CountedVote,
    Tally,
    UmkmEndorsed,
    UmkmRejected,
)


def outcome(ballot: Ballot, policy: Policy, now: datetime) -> Sequence[BallotDecided]:
    """Decide when enough agencies endorse, or the outstanding votes cannot."""
    assert ballot.nominee  # noqa: S101 - an open ballot has one
    stands = standing(ballot, policy)
    if stands.is_endorsed:
        hs6 = ballot.nominee.hs6
        return [UmkmEndorsed(**facts(ballot, policy, now), score=stands.score, hs6=hs6)]
    if stands.is_rejected:
        return [UmkmRejected(**facts(ballot, policy, now))]
    return []


def tally(ballot: Ballot, policy: Policy) -> Tally:
    """The counted agencies by choice. `need-info` is no vote yet."""
    agencies: dict[Choice, list[str]] = {choice: [] for choice in Choice}
    for agency in sorted(electorate(ballot, policy).weights):
        if vote := ballot.votes.get(agency):
            agencies[vote.choice].append(agency)
    return Tally(
        endorse=tuple(agencies[Choice.ENDORSE]),
        reject=tuple(agencies[Choice.REJECT]),
        abstain=tuple(agencies[Choice.ABSTAIN]),
    )


def counted(ballot: Ballot, policy: Policy) -> tuple[CountedVote, ...]:
    """The votes of all voters under the policy, with their weights."""
    return tuple(
        CountedVote(
            agency=agency,
            vote_id=vote.vote_id,
            choice=vote.choice,
            weight=weight,
            score=score_of(vote, policy.criteria),
        )
        for agency, weight in electorate(ballot, policy).weights.items()
        if (vote := ballot.votes.get(agency))
    )


def facts(ballot: Ballot, policy: Policy, now: datetime) -> dict[str, Any]:
    """The fields of every outcome."""
    assert ballot.nominee  # noqa: S101 - only open ballots are decided
    return {
        "umkm_id": ballot.umkm_id,
        "round_id": ballot.nominee.round_id,
        "business_name": ballot.nominee.business_name,
        "district": ballot.nominee.district,
        "policy_version": policy.version,
        "tally": tally(ballot, policy),
        "decided_at": now,
        "votes": counted(ballot, policy),
    }
