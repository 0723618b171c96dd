"""The rules of a vote: each agency has one vote until the decision."""

from collections.abc import Sequence
from datetime import datetime

from services.endorsement.model.ballots import Ballot, ReceiveVote, TurnAway, VoteSigned
from services.endorsement.model.policies import Policy
from services.endorsement.rules.evolution import DECIDED, HELD, evolve
from services.endorsement.rules.outcomes import outcome
from services.endorsement.rules.standing import score_given
from shared.contracts.endorsement import (
    CLOCKS_DIFFER_WITHIN,
    CastVote,
    Choice,
    VoteCast,
    VoteRefusal,
    VoteRefused,
    VoteWithdrawn,
    WithdrawVote,
)
from shared.contracts.envelope import Event
from shared.indonesia.personal import SENTENCE, holds_personal_data
from shared.plumbing.core.failures import Refused

OWN_NOMINATION = "an agency does not vote on its own nomination"
BAD_ID = "the id of a vote can be printed and read: no control characters, nor blanks alone"


def refuse_own(ballot: Ballot) -> list[VoteRefused]:
    """Refuse the votes of agencies that are now known as nominators."""
    nominators = ballot.nominee.nominators if ballot.nominee else ()
    return [
        VoteRefused(
            umkm_id=ballot.umkm_id,
            agency=agency,
            vote_id=ballot.votes[agency].vote_id,
            code=VoteRefusal.OWN_NOMINATION,
            detail=OWN_NOMINATION,
        )
        for agency in nominators
        if agency in ballot.votes
    ]


def refuse_vote(command: object, refused: Refused) -> VoteRefused | None:
    """An agency gets an answer to each vote, on the topic that it reads."""
    if not isinstance(command, ReceiveVote | TurnAway):
        return None
    about = command.vote if isinstance(command, ReceiveVote) else command
    cast = about if isinstance(about, CastVote) else None
    reason = cast.reason if cast else None
    return VoteRefused(
        umkm_id=about.umkm_id,
        agency=command.agency,
        vote_id=command.vote_id,
        code=refused.code,
        detail=refused.detail,
        choice=cast.choice if cast else None,
        reason=None if reason and holds_personal_data(reason) else reason,
    )


def receive(
    ballot: Ballot, received: ReceiveVote, policy: Policy, now: datetime
) -> Sequence[Event] | Refused:
    """Take a vote or its withdrawal. A held vote counts when the recommendation arrives."""
    if refused := _why_not(ballot, received, policy, now):
        return refused
    match received.vote:
        case CastVote() as cast:
            events = _cast(received, cast, held=ballot.status in HELD)
        case WithdrawVote():
            events = [_withdrawn(ballot.umkm_id, received)]
    if ballot.status in HELD or _only_asks(received.vote):
        return events
    for event in events:
        ballot = evolve(ballot, event)
    return [*events, *outcome(ballot, policy, now)]


def _only_asks(vote: CastVote | WithdrawVote) -> bool:
    """`need-info` never decides, even if the other votes suffice."""
    return isinstance(vote, CastVote) and vote.choice is Choice.NEED_INFO


def _cast(received: ReceiveVote, cast: CastVote, *, held: bool) -> list[Event]:
    event = VoteCast(
        umkm_id=cast.umkm_id,
        agency=received.agency,
        vote_id=received.vote_id,
        choice=cast.choice,
        score=cast.score,
        reason=cast.reason,
        reference=cast.reference,
        held=held,
        scores=cast.scores,
    )
    if cast.officer is None:
        return [event]
    return [event, VoteSigned(agency=received.agency, officer=cast.officer)]


def _withdrawn(umkm_id: str, received: ReceiveVote) -> VoteWithdrawn:
    return VoteWithdrawn(umkm_id=umkm_id, agency=received.agency, vote_id=received.vote_id)


def _why_not(
    ballot: Ballot, received: ReceiveVote, policy: Policy, now: datetime
) -> Refused | None:
    agency, vote = received.agency, received.vote
    if unfit := _why_unfit(received, policy):
        return unfit
    if ballot.status in DECIDED:
        return Refused(VoteRefusal.ALREADY_DECIDED, f"the ballot is {ballot.status}")
    if received.dated is not None and received.dated > now + CLOCKS_DIFFER_WITHIN:
        return Refused(VoteRefusal.DATED_AHEAD, f"dated {received.dated:%Y-%m-%d %H:%M} UTC")
    if ballot.nominee and agency in ballot.nominee.nominators:
        return Refused(VoteRefusal.OWN_NOMINATION, OWN_NOMINATION)
    if isinstance(vote, WithdrawVote):
        none = Refused(VoteRefusal.NO_VOTE, "there is no vote to take back")
        return None if agency in ballot.votes else none
    return _what_is_missing(vote, policy)


def _texts_of(vote: CastVote | WithdrawVote) -> list[str]:
    """What the agency wrote by hand, and everybody may read."""
    texts = [vote.reason, vote.reference] if isinstance(vote, CastVote) else [vote.reason]
    return [text for text in texts if text]


def _why_unfit(received: ReceiveVote, policy: Policy) -> Refused | None:
    """Everybody reads the answer: the agency, the id of its vote, and what it wrote."""
    if not policy.has(received.agency):
        return Refused(VoteRefusal.UNKNOWN_AGENCY, f"no agency {received.agency!r} in the policy")
    if not received.vote_id.isprintable() or received.vote_id.isspace():
        return Refused(VoteRefusal.MALFORMED, BAD_ID)
    if any(map(holds_personal_data, _texts_of(received.vote))):
        return Refused(VoteRefusal.PERSONAL_DATA, SENTENCE)
    return None


def _what_is_missing(cast: CastVote, policy: Policy) -> Refused | None:
    if cast.choice is not Choice.ENDORSE:
        if cast.reason and cast.reason.strip():
            return None
        return Refused(VoteRefusal.REASON_MISSING, f"a vote of {cast.choice} needs a reason")
    score = score_given(cast.score, cast.scores, policy.criteria)
    if policy.minimum_score is None or score is not None:
        return None
    least = f"to endorse needs a score: the mean must reach {policy.minimum_score:g}"
    return Refused(VoteRefusal.SCORE_MISSING, least)
