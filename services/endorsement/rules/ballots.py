"""The rules of voting: pure; `now` and the policies are arguments."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from services.endorsement.model import (
    Ballot,
    BallotStatus,
    Lapse,
    Nominee,
    Policy,
    ReceiveVote,
    Vote,
)
from services.endorsement.rules.outcomes import facts, outcome
from shared.contracts.endorsement import (
    BallotDecided,
    BallotLapsed,
    BallotOpened,
    BallotWithdrawn,
    CastVote,
    Choice,
    UmkmEndorsed,
    UmkmRejected,
    VoteCast,
    VoteRefusal,
    VoteRefused,
    VoteWithdrawn,
    WithdrawVote,
)
from shared.contracts.envelope import Event
from shared.contracts.intake import UmkmRecommended, UmkmWithdrawn
from shared.plumbing.failures import Refused

BallotCommand = UmkmRecommended | UmkmWithdrawn | ReceiveVote | Lapse
DECIDED = frozenset(BallotStatus) - {BallotStatus.AWAITED, BallotStatus.OPEN}
OUTCOMES: Mapping[type[Event], BallotStatus] = {
    UmkmEndorsed: BallotStatus.ENDORSED,
    UmkmRejected: BallotStatus.REJECTED,
    BallotLapsed: BallotStatus.LAPSED,
    BallotWithdrawn: BallotStatus.WITHDRAWN,
}


def decide(
    ballot: Ballot, command: BallotCommand, policies: Mapping[int, Policy], now: datetime
) -> Sequence[Event] | Refused:
    """Say what follows from a command; new ballots are opened under the newest policy."""
    match command:
        case UmkmRecommended():
            return _open(ballot, command, policies[max(policies)], now)
        case ReceiveVote():
            return _receive(ballot, command, policies, now)
        case UmkmWithdrawn():
            return _withdraw(ballot, command, now)
        case Lapse():
            return _lapse(ballot, now)


def _open(
    ballot: Ballot, recommended: UmkmRecommended, policy: Policy, now: datetime
) -> Sequence[Event]:
    if not _may_open(ballot, recommended):
        return []
    opened = BallotOpened(
        umkm_id=ballot.umkm_id,
        round_id=recommended.round_id,
        business_name=recommended.business_name,
        district=recommended.district,
        hs6=tuple(product.hs6 for product in recommended.products),
        nominated_by=recommended.recommended_by,
        agencies=policy.voters(recommended.recommended_by),
        policy_version=policy.version,
        due_at=now + policy.deadline,
    )
    events: list[Event] = [opened]
    after = evolve(ballot, opened)
    own = ballot.votes.get(recommended.recommended_by)
    if own:
        refused = _refusal_of_own(ballot.umkm_id, recommended.recommended_by, own.vote_id)
        events.append(refused)
        after = evolve(after, refused)
    return [*events, *outcome(after, policy, now)]


def _may_open(ballot: Ballot, recommended: UmkmRecommended) -> bool:
    """A UMKM gets one ballot in a round, unless its recommendation was withdrawn meanwhile."""
    if ballot.status in (BallotStatus.OPEN, BallotStatus.ENDORSED):
        return False
    same_round = ballot.nominee and ballot.nominee.round_id == recommended.round_id
    return not same_round or ballot.status is BallotStatus.WITHDRAWN


def _refusal_of_own(umkm_id: str, agency: str, vote_id: str) -> VoteRefused:
    return VoteRefused(
        umkm_id=umkm_id,
        agency=agency,
        vote_id=vote_id,
        code=VoteRefusal.OWN_NOMINATION,
        detail="an agency does not vote on its own nomination",
    )


def _receive(
    ballot: Ballot, received: ReceiveVote, policies: Mapping[int, Policy], now: datetime
) -> Sequence[Event] | Refused:
    policy = policies[ballot.policy_version or max(policies)]
    if refused := _why_not(ballot, received, policy):
        return refused
    match received.vote:
        case CastVote() as cast:
            event: Event = VoteCast(
                umkm_id=ballot.umkm_id,
                agency=received.agency,
                vote_id=received.vote_id,
                choice=cast.choice,
                score=cast.score,
                reason=cast.reason,
                reference=cast.reference,
                held=ballot.status is BallotStatus.AWAITED,
            )
        case WithdrawVote():
            event = VoteWithdrawn(
                umkm_id=ballot.umkm_id, agency=received.agency, vote_id=received.vote_id
            )
    if ballot.status is BallotStatus.AWAITED:
        return [event]
    return [event, *outcome(evolve(ballot, event), policy, now)]


def _why_not(ballot: Ballot, received: ReceiveVote, policy: Policy) -> Refused | None:
    agency, vote = received.agency, received.vote
    if not policy.has(agency):
        return Refused(VoteRefusal.UNKNOWN_AGENCY, f"no agency {agency!r} in the policy")
    if ballot.status in DECIDED:
        return Refused(VoteRefusal.ALREADY_DECIDED, f"the ballot is {ballot.status}")
    if ballot.nominee and ballot.nominee.nominated_by == agency:
        return Refused(VoteRefusal.OWN_NOMINATION, "an agency does not vote on its own nomination")
    if isinstance(vote, WithdrawVote):
        return None if agency in ballot.votes else Refused(VoteRefusal.NO_VOTE, "no vote to take")
    if vote.choice is not Choice.ENDORSE and not vote.reason:
        return Refused(VoteRefusal.REASON_MISSING, f"to {vote.choice} needs a reason")
    return None


def _withdraw(ballot: Ballot, withdrawn: UmkmWithdrawn, now: datetime) -> Sequence[Event]:
    open_in = ballot.nominee.round_id if ballot.nominee else None
    if ballot.status is not BallotStatus.OPEN or open_in != withdrawn.round_id:
        return []
    return [BallotWithdrawn(**facts(ballot, now))]


def _lapse(ballot: Ballot, now: datetime) -> Sequence[Event]:
    if not is_overdue(ballot, now):
        return []
    return [BallotLapsed(**facts(ballot, now), due_at=ballot.due_at)]


def is_overdue(ballot: Ballot, now: datetime) -> bool:
    due = ballot.due_at
    return ballot.status is BallotStatus.OPEN and due is not None and now > due


def evolve(ballot: Ballot, event: Event) -> Ballot:
    """Give the ballot after an event of its own."""
    match event:
        case VoteCast():
            vote = Vote(event.vote_id, event.choice, event.score, event.reason, event.reference)
            return ballot.with_votes({**ballot.votes, event.agency: vote})
        case VoteWithdrawn():
            return ballot.with_votes(_without(ballot, event.agency))
        case VoteRefused(code=VoteRefusal.OWN_NOMINATION):
            return ballot.with_votes(_without(ballot, event.agency))
        case BallotOpened():
            return _opened(ballot, event)
        case BallotDecided():
            score = event.score if isinstance(event, UmkmEndorsed) else None
            status = OUTCOMES[type(event)]
            return replace(ballot, status=status, decided_at=event.decided_at, score=score)
    return ballot


def _opened(ballot: Ballot, event: BallotOpened) -> Ballot:
    nominee = Nominee(
        event.round_id, event.business_name, event.district, event.nominated_by, event.hs6
    )
    held = ballot.votes if ballot.status is BallotStatus.AWAITED else {}
    return Ballot(
        umkm_id=ballot.umkm_id,
        status=BallotStatus.OPEN,
        nominee=nominee,
        votes=held,
        policy_version=event.policy_version,
        due_at=event.due_at,
    )


def _without(ballot: Ballot, agency: str) -> dict[str, Vote]:
    return {name: vote for name, vote in ballot.votes.items() if name != agency}
