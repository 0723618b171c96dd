"""The rules of voting: pure; `now` and the policies are arguments."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.endorsement.model.ballots import (
    Ballot,
    BallotStatus,
    Lapse,
    ReceiveVote,
    RecommendationReturned,
)
from services.endorsement.model.policies import Policy
from services.endorsement.rules.evolution import DECIDED, HELD, UNDECIDED, evolve
from services.endorsement.rules.outcomes import facts, outcome
from shared.contracts.endorsement import (
    BallotLapsed,
    BallotOpened,
    BallotWithdrawn,
    CastVote,
    Choice,
    VoteCast,
    VoteRefusal,
    VoteRefused,
    VoteWithdrawn,
    WithdrawVote,
)
from shared.contracts.envelope import Event
from shared.contracts.intake import UmkmRecommended, UmkmReturned, UmkmWithdrawn
from shared.plumbing.failures import Refused

BallotCommand = UmkmRecommended | UmkmReturned | UmkmWithdrawn | ReceiveVote | Lapse


def decide(
    ballot: Ballot, command: BallotCommand, policies: Mapping[int, Policy], now: datetime
) -> Sequence[Event] | Refused:
    """Say what follows from a command; new ballots are opened under the newest policy."""
    match command:
        case UmkmRecommended():
            return _open(ballot, command, policies, now)
        case ReceiveVote():
            return _receive(ballot, command, policies, now)
        case UmkmReturned():
            return _return(ballot, command)
        case UmkmWithdrawn():
            return _withdraw(ballot, command, now)
        case Lapse():
            return _lapse(ballot, now)


def _open(
    ballot: Ballot,
    recommended: UmkmRecommended,
    policies: Mapping[int, Policy],
    now: datetime,
) -> Sequence[Event]:
    if not _may_open(ballot, recommended):
        return []
    if ballot.status in UNDECIDED and not _is_in(ballot, recommended.round_id):
        over = BallotWithdrawn(**facts(ballot, now))
        return [over, *_open(evolve(ballot, over), recommended, policies, now)]
    policy = _policy_for(ballot, policies)
    opened = _opening(ballot, recommended, policy, now)
    after = evolve(ballot, opened)
    if after == ballot:  # told again, and nothing is new
        return []
    events: list[Event] = [opened]
    own = ballot.votes.get(recommended.recommended_by)
    if own and ballot.status not in DECIDED:
        refused = _refusal_of_own(ballot.umkm_id, recommended.recommended_by, own.vote_id)
        events.append(refused)
        after = evolve(after, refused)
    return [*events, *outcome(after, policy, now)]


def _may_open(ballot: Ballot, recommended: UmkmRecommended) -> bool:
    """A UMKM gets one ballot in a round, unless its recommendation was withdrawn meanwhile.

    A newer recommendation of the same round is what an open ballot is on from then on; one of
    a later round ends the ballot of the round before, and agencies are asked anew.
    """
    if recommended.round_id in ballot.earlier_rounds:  # told again, long after
        return False
    match ballot.status:
        case BallotStatus.ENDORSED:
            return False
        case BallotStatus.REJECTED | BallotStatus.LAPSED:
            return not _is_in(ballot, recommended.round_id)
    return True


def _policy_for(ballot: Ballot, policies: Mapping[int, Policy]) -> Policy:
    """A running ballot stays on its policy; a new one gets the newest."""
    own = None if ballot.status in DECIDED else ballot.policy_version
    return policies[own or max(policies)]


def _opening(
    ballot: Ballot, recommended: UmkmRecommended, policy: Policy, now: datetime
) -> BallotOpened:
    """The deadline counts from here, but where agencies were asked already."""
    runs_until = ballot.due_at if ballot.status is BallotStatus.OPEN else None
    return BallotOpened(
        umkm_id=ballot.umkm_id,
        round_id=recommended.round_id,
        business_name=recommended.business_name,
        district=recommended.district,
        hs6=tuple(product.hs6 for product in recommended.products),
        nominated_by=recommended.recommended_by,
        agencies=policy.voters(recommended.recommended_by),
        policy_version=policy.version,
        due_at=runs_until or now + policy.deadline,
    )


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
    policy = _policy_for(ballot, policies)
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
                held=ballot.status in HELD,
            )
        case WithdrawVote():
            event = VoteWithdrawn(
                umkm_id=ballot.umkm_id, agency=received.agency, vote_id=received.vote_id
            )
    if ballot.status in HELD:
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


def _return(ballot: Ballot, returned: UmkmReturned) -> Sequence[Event]:
    """A ballot whose recommendation is mended decides nothing until that is back.

    Votes stay, and those that come meanwhile are held: the mended recommendation may decide at
    once. It gives the agencies their whole time anew; one that never comes back lapses.
    """
    if ballot.status is not BallotStatus.OPEN or not _is_in(ballot, returned.round_id):
        return []
    return [RecommendationReturned()]


def _withdraw(ballot: Ballot, withdrawn: UmkmWithdrawn, now: datetime) -> Sequence[Event]:
    if ballot.status not in UNDECIDED or not _is_in(ballot, withdrawn.round_id):
        return []
    return [BallotWithdrawn(**facts(ballot, now))]


def _is_in(ballot: Ballot, round_id: str) -> bool:
    return ballot.nominee is not None and ballot.nominee.round_id == round_id


def _lapse(ballot: Ballot, now: datetime) -> Sequence[Event]:
    if not is_overdue(ballot, now):
        return []
    return [BallotLapsed(**facts(ballot, now), due_at=ballot.due_at)]


def is_overdue(ballot: Ballot, now: datetime) -> bool:
    due = ballot.due_at
    return ballot.status in UNDECIDED and due is not None and now > due
