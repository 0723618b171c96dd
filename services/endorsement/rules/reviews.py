"""Reviews: a province officer reopens or moves a ballot, with a reason that stays."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.endorsement.model.ballots import (
    Ballot,
    BallotStatus,
    MoveBallot,
    MoveSigned,
    Reopen,
    ReopeningSigned,
)
from services.endorsement.model.policies import Policy
from services.endorsement.rules.evolution import UNDECIDED, evolve
from services.endorsement.rules.outcomes import outcome
from services.endorsement.rules.reminders import set_reminder
from services.endorsement.rules.votes import refuse_own
from shared.contracts.endorsement import BallotMoved, BallotReopened
from shared.contracts.envelope import Event
from shared.plumbing.core.failures import Refused

REOPENABLE = frozenset({BallotStatus.ENDORSED, BallotStatus.REJECTED, BallotStatus.LAPSED})


def reopen(
    ballot: Ballot, command: Reopen, policy: Policy, now: datetime
) -> Sequence[Event] | Refused:
    """Reopen a ballot. Votes stay, and the next one decides; without one it lapses."""
    if refused := _no_ballot(ballot):
        return refused
    if ballot.status not in REOPENABLE or ballot.nominee is None:
        return Refused("not-decided", f"the ballot is {ballot.status}: nothing to reopen")
    if ballot.taken_back:
        return Refused("withdrawn", "its recommendation was withdrawn: nothing to vote on")
    reopened = BallotReopened(
        umkm_id=ballot.umkm_id,
        round_id=ballot.nominee.round_id,
        business_name=ballot.nominee.business_name,
        district=ballot.nominee.district,
        reason=command.reason,
        policy_version=policy.version,
        due_at=now + policy.deadline,
    )
    signed = ReopeningSigned(at=now, by=command.by, reason=command.reason)
    after = evolve(ballot, reopened)
    return [reopened, signed, *refuse_own(after), *set_reminder(after, policy, now)]


def move(
    ballot: Ballot, command: MoveBallot, policies: Mapping[int, Policy], now: datetime
) -> Sequence[Event] | Refused:
    """Move a ballot. The deadline stays, and the votes may decide at once."""
    if refused := _no_ballot(ballot):
        return refused
    if ballot.status not in UNDECIDED or ballot.nominee is None or not ballot.policy_version:
        return Refused("not-running", f"the ballot is {ballot.status}: it does not run")
    policy = policies.get(command.policy_version)
    if policy is None:
        return Refused("unknown-policy", f"there is no policy version {command.policy_version}")
    if policy.version == ballot.policy_version:
        return []
    moved = BallotMoved(
        umkm_id=ballot.umkm_id,
        from_version=ballot.policy_version,
        policy_version=policy.version,
        agencies=policy.voters(*ballot.nominee.nominators),
        reason=command.reason,
    )
    after = evolve(ballot, moved)
    events = [moved, _signed(moved, command.by, now), *set_reminder(after, policy, now)]
    if ballot.status is BallotStatus.OPEN:
        events += outcome(after, policy, now)
    return events


def _signed(moved: BallotMoved, officer: str, now: datetime) -> MoveSigned:
    """The officer's name stays inside the service."""
    return MoveSigned(
        at=now,
        from_version=moved.from_version,
        policy_version=moved.policy_version,
        by=officer,
        reason=moved.reason,
    )


def _no_ballot(ballot: Ballot) -> Refused | None:
    """Refuse if there is no recommendation and no vote. Refused votes do not count."""
    if ballot.nominee or ballot.votes:
        return None
    return Refused("no-ballot", f"There is no ballot on {ballot.umkm_id}.", missing=True)
