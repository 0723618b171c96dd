"""The rules of a ballot. Pure: `now` and the policies are arguments."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import reduce

from services.endorsement.model.ballots import (
    Ballot,
    BallotStatus,
    Lapse,
    MoveBallot,
    ReceiveVote,
    RecommendationReturned,
    RecommendationTakenBack,
    RemindAgencies,
    Reopen,
    TurnAway,
)
from services.endorsement.model.policies import Policy
from services.endorsement.rules.evolution import DECIDED, UNDECIDED, evolve, nominated_before
from services.endorsement.rules.mergers import hear_of_merger
from services.endorsement.rules.outcomes import facts, outcome
from services.endorsement.rules.reminders import remind, set_reminder
from services.endorsement.rules.reviews import REOPENABLE, move, reopen
from services.endorsement.rules.votes import receive, refuse_own
from shared.contracts.endorsement import BallotLapsed, BallotOpened, BallotWithdrawn, VoteRefusal
from shared.contracts.envelope import Event
from shared.contracts.intake import UmkmMerged, UmkmRecommended, UmkmReturned, UmkmWithdrawn
from shared.plumbing.core.failures import Refused
from shared.plumbing.core.versioned import get_version

News = UmkmRecommended | UmkmReturned | UmkmWithdrawn | UmkmMerged
BallotCommand = News | ReceiveVote | TurnAway | Lapse | RemindAgencies | Reopen | MoveBallot


def decide(
    ballot: Ballot, command: BallotCommand, policies: Mapping[int, Policy], now: datetime
) -> Sequence[Event] | Refused:
    """Decide a command. New ballots use the newest policy."""
    policy = policy_of(ballot, policies)
    match command:
        case ReceiveVote():
            return receive(ballot, command, policy, now)
        case TurnAway(why=why):
            return Refused(VoteRefusal.MALFORMED, why)
        case Reopen():
            return reopen(ballot, command, policy, now)
        case MoveBallot():
            return move(ballot, command, policies, now)
        case Lapse() | RemindAgencies():
            rule = _lapse if isinstance(command, Lapse) else remind
            return rule(ballot, policy, now)
    return _hear(ballot, command, policies, now)


def _hear(
    ballot: Ballot, news: News, policies: Mapping[int, Policy], now: datetime
) -> Sequence[Event]:
    match news:
        case UmkmRecommended():
            return _open(ballot, news, policies, now)
        case UmkmReturned():
            return _return(ballot, news)
        case UmkmWithdrawn():
            return _withdraw(ballot, news, policy_of(ballot, policies), now)
        case UmkmMerged():
            return hear_of_merger(ballot, news, policy_of(ballot, policies), now)


def policy_of(ballot: Ballot, policies: Mapping[int, Policy]) -> Policy:
    """The policy of a ballot. Raises Retryable if its file is missing."""
    return get_version(policies, ballot.policy_version or max(policies))


def _open(
    ballot: Ballot,
    recommended: UmkmRecommended,
    policies: Mapping[int, Policy],
    now: datetime,
) -> Sequence[Event]:
    if not _may_open(ballot, recommended):
        return []
    if ballot.status in UNDECIDED and not _is_in(ballot, recommended.round_id):
        over = BallotWithdrawn(**facts(ballot, policy_of(ballot, policies), now))
        return [over, *_open(evolve(ballot, over), recommended, policies, now)]
    policy = _policy_of_opening(ballot, policies)
    opened = _opening(ballot, recommended, policy, now)
    after = evolve(ballot, opened)
    if after == ballot:  # repeated, nothing is new
        return []
    refused = refuse_own(after)
    decided = outcome(reduce(evolve, refused, after), policy, now)
    return [opened, *set_reminder(after, policy, now), *refused, *decided]


def _may_open(ballot: Ballot, recommended: UmkmRecommended) -> bool:
    """A UMKM gets one ballot in a round, and another after a withdrawal.

    An open ballot takes a newer recommendation of the same round. A recommendation of a later
    round ends the old ballot and opens a new one.
    """
    if recommended.round_id in ballot.earlier_rounds:  # repeated, long after
        return False
    match ballot.status:
        case BallotStatus.ENDORSED:
            return ballot.taken_back
        case BallotStatus.REJECTED | BallotStatus.LAPSED:
            return not _is_in(ballot, recommended.round_id)
    return True


def _policy_of_opening(ballot: Ballot, policies: Mapping[int, Policy]) -> Policy:
    """A running ballot keeps its policy. A new one gets the newest."""
    own = None if ballot.status in DECIDED else ballot.policy_version
    return get_version(policies, own or max(policies))


def _opening(
    ballot: Ballot, recommended: UmkmRecommended, policy: Policy, now: datetime
) -> BallotOpened:
    """Open a ballot. An open ballot keeps its deadline."""
    runs_until = ballot.due_at if ballot.status is BallotStatus.OPEN else None
    by = recommended.recommended_by
    return BallotOpened(
        umkm_id=ballot.umkm_id,
        round_id=recommended.round_id,
        business_name=recommended.business_name,
        district=recommended.district,
        hs6=tuple(product.hs6 for product in recommended.products),
        nominated_by=by,
        agencies=policy.voters(by, *nominated_before(ballot, recommended.round_id, by)),
        policy_version=policy.version,
        due_at=runs_until or now + policy.deadline,
    )


def _return(ballot: Ballot, returned: UmkmReturned) -> Sequence[Event]:
    """Hold the ballot until its recommendation is mended.

    Votes stay, and new votes are held, so the mended recommendation may decide at once. It starts
    the deadline again. If it never comes back, the ballot lapses.
    """
    if ballot.status is not BallotStatus.OPEN or not _is_in(ballot, returned.round_id):
        return []
    return [RecommendationReturned()]


def _withdraw(
    ballot: Ballot, withdrawn: UmkmWithdrawn, policy: Policy, now: datetime
) -> Sequence[Event]:
    if not _is_in(ballot, withdrawn.round_id):
        return []
    if ballot.status in UNDECIDED:
        return [BallotWithdrawn(**facts(ballot, policy, now))]
    late = ballot.status in REOPENABLE and not ballot.taken_back
    return [RecommendationTakenBack()] if late else []


def _is_in(ballot: Ballot, round_id: str) -> bool:
    return ballot.nominee is not None and ballot.nominee.round_id == round_id


def _lapse(ballot: Ballot, policy: Policy, now: datetime) -> Sequence[Event]:
    if not is_overdue(ballot, now):
        return []
    return [BallotLapsed(**facts(ballot, policy, now), due_at=ballot.due_at)]


def is_overdue(ballot: Ballot, now: datetime) -> bool:
    due = ballot.due_at
    return ballot.status in UNDECIDED and due is not None and now > due
