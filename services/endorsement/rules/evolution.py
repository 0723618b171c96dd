"""How events change a ballot."""

from collections.abc import Mapping
from dataclasses import replace

from services.endorsement.model.ballots import (
    Ballot,
    BallotStatus,
    Move,
    MoveSigned,
    NominatedElsewhere,
    NominatorsLearned,
    Nominee,
    RecommendationReturned,
    RecommendationTakenBack,
    ReminderSet,
    Reopening,
    ReopeningSigned,
    Vote,
    VoteSigned,
)
from shared.contracts.endorsement import (
    BallotDecided,
    BallotLapsed,
    BallotMoved,
    BallotOpened,
    BallotReopened,
    BallotWithdrawn,
    UmkmEndorsed,
    UmkmRejected,
    VoteCast,
    VoteRefusal,
    VoteRefused,
    VoteWithdrawn,
)
from shared.contracts.envelope import Event

HELD = frozenset({BallotStatus.AWAITED, BallotStatus.RETURNED})
"""Votes are held and wait for a recommendation."""
UNDECIDED = frozenset({BallotStatus.OPEN, BallotStatus.RETURNED})
DECIDED = frozenset(BallotStatus) - HELD - {BallotStatus.OPEN}
OUTCOMES: Mapping[type[Event], BallotStatus] = {
    UmkmEndorsed: BallotStatus.ENDORSED,
    UmkmRejected: BallotStatus.REJECTED,
    BallotLapsed: BallotStatus.LAPSED,
    BallotWithdrawn: BallotStatus.WITHDRAWN,
}


def evolve(ballot: Ballot, event: Event) -> Ballot:
    """Return the ballot after one of its events."""
    match event:
        case VoteCast():
            return ballot.with_votes({**ballot.votes, event.agency: _vote(event)})
        case VoteWithdrawn() | VoteRefused(code=VoteRefusal.OWN_NOMINATION):
            return ballot.with_votes(_without(ballot, event.agency))
        case BallotOpened():
            return _opened(ballot, event)
        case RecommendationReturned():
            return replace(ballot, status=BallotStatus.RETURNED)
        case BallotDecided():
            score = event.score if isinstance(event, UmkmEndorsed) else None
            status = OUTCOMES[type(event)]
            return replace(ballot, status=status, decided_at=event.decided_at, score=score)
    return _followed_up(ballot, event)


def _followed_up(ballot: Ballot, event: Event) -> Ballot:  # noqa: PLR0911 - a case for each event
    """Apply the rarer events."""
    match event:
        case VoteSigned():
            vote = replace(ballot.votes[event.agency], officer=event.officer)
            return ballot.with_votes({**ballot.votes, event.agency: vote})
        case RecommendationTakenBack():
            return replace(ballot, taken_back=True)
        case ReminderSet():
            return replace(ballot, remind_at=event.at)
        case BallotMoved():
            return replace(ballot, policy_version=event.policy_version)
        case NominatorsLearned():
            return _with_learned(ballot, event)
        case BallotReopened():
            return replace(
                _with_all_nominators(ballot),
                status=BallotStatus.OPEN,
                due_at=event.due_at,
                decided_at=None,
                score=None,
            )
        case ReopeningSigned():
            reopening = Reopening(event.at, event.by, event.reason)
            return replace(ballot, reopenings=(*ballot.reopenings, reopening))
        case MoveSigned():
            move = Move(**dict(event))
            return replace(ballot, moves=(*ballot.moves, move))
    return ballot


def _vote(cast: VoteCast) -> Vote:
    return Vote(cast.vote_id, cast.choice, cast.score, cast.reason, cast.reference, cast.scores)


def _opened(ballot: Ballot, event: BallotOpened) -> Ballot:
    nominee = Nominee(
        event.round_id,
        event.business_name,
        event.district,
        event.nominated_by,
        event.hs6,
        nominated_before(ballot, event.round_id, event.nominated_by),
    )
    return Ballot(
        umkm_id=ballot.umkm_id,
        status=BallotStatus.OPEN,
        nominee=nominee,
        votes={} if ballot.status in DECIDED else ballot.votes,
        policy_version=event.policy_version,
        due_at=event.due_at,
        earlier_rounds=_earlier_rounds(ballot, event.round_id),
        remind_at=ballot.remind_at if event.due_at == ballot.due_at else None,
        reopenings=ballot.reopenings,
        nominated_elsewhere=ballot.nominated_elsewhere,
        moves=ballot.moves,
    )


def nominated_before(ballot: Ballot, round_id: str, nominated_by: str) -> tuple[str, ...]:
    """Earlier nominators in the same round. They stay without a vote."""
    before = ballot.nominee
    nominators = before.nominators if before and before.round_id == round_id else ()
    for each in ballot.nominated_elsewhere:
        nominators += each.agencies if each.round_id == round_id else ()
    return tuple(each for each in dict.fromkeys(nominators) if each != nominated_by)


def _with_learned(ballot: Ballot, event: NominatorsLearned) -> Ballot:
    """Note nominators. On a decided ballot they count when it is opened again."""
    more = NominatedElsewhere(event.round_id, event.agencies)
    after = replace(ballot, nominated_elsewhere=(*ballot.nominated_elsewhere, more))
    return after if ballot.status in DECIDED else _with_all_nominators(after)


def _with_all_nominators(ballot: Ballot) -> Ballot:
    nominee = ballot.nominee
    if nominee is None:
        return ballot
    before = nominated_before(ballot, nominee.round_id, nominee.nominated_by)
    return replace(ballot, nominee=replace(nominee, nominated_before=before))


def _earlier_rounds(ballot: Ballot, round_id: str) -> tuple[str, ...]:
    before = ballot.nominee
    if before is None or before.round_id == round_id:
        return ballot.earlier_rounds
    return (*ballot.earlier_rounds, before.round_id)


def _without(ballot: Ballot, agency: str) -> dict[str, Vote]:
    return {name: vote for name, vote in ballot.votes.items() if name != agency}
