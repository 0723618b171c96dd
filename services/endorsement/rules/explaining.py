"""Explains in words how a ballot stands."""

from datetime import datetime

from services.endorsement.model.ballots import Ballot, BallotStatus, Move
from services.endorsement.model.electorates import BallotStanding
from services.endorsement.model.explanations import Explanation, Sentence
from services.endorsement.model.policies import Policy
from services.endorsement.rules.evolution import UNDECIDED
from services.endorsement.rules.standing import standing
from services.endorsement.rules.wording import (
    ABOUT,
    AGAINST,
    CHOICES,
    OUTCOMES,
    day,
    figure,
    listed,
)
from shared.contracts.endorsement import Choice
from shared.indonesia.zones import Zone


def explain(ballot: Ballot, policy: Policy, zone: Zone) -> Explanation:
    """Explain the counted votes, the policy, and what is missing."""
    stands = standing(ballot, policy) if ballot.nominee else None
    return Explanation(
        umkm_id=ballot.umkm_id,
        status=ballot.status,
        policy_version=policy.version,
        due_at=ballot.due_at,
        decided_at=ballot.decided_at,
        score=stands.score if stands else None,
        waiting_for=stands.waiting_for if stands and ballot.status in UNDECIDED else (),
        sentences=tuple(_sentences(ballot, policy, stands, zone)),
    )


def what_tips(ballot: Ballot, policy: Policy, zone: Zone) -> Sentence:
    """The most important sentence: the first obstacle, else the quorum."""
    stands = standing(ballot, policy)
    return [*_in_the_way(policy, stands, ballot, zone), _quorum(policy, stands)][0]


def _sentences(
    ballot: Ballot, policy: Policy, stands: BallotStanding | None, zone: Zone
) -> list[Sentence]:
    if stands is None:
        return [_held(ballot)]
    due = day(ballot.due_at, zone) if ballot.due_at else ""
    sentences = [OUTCOMES[ballot.status].filled(policy=policy.version, due=due)]
    if ballot.taken_back:
        sentences.append(ABOUT["taken-back"])
    sentences += _who_is_in(ballot, policy, stands, zone)
    sentences += _nominated(ballot, policy, zone)
    sentences += [
        _vote(ballot, policy, agency, zone) for agency in policy.by_id if agency in ballot.votes
    ]
    sentences += [
        ABOUT["not-asked"].filled(agency=agency)
        for agency in ballot.votes
        if not policy.has(agency)
    ]
    sentences.append(_quorum(policy, stands))
    sentences += _in_the_way(policy, stands, ballot, zone)
    if Choice.ABSTAIN in {vote.choice for vote in ballot.votes.values()}:
        sentences.append(ABOUT[policy.abstaining])
    sentences += [_reopened(each.at, each.reason, zone) for each in ballot.reopenings]
    sentences += [_moved(each, zone) for each in ballot.moves]
    return sentences


def _held(ballot: Ballot) -> Sentence:
    return ABOUT["held"].filled(votes=len(ballot.votes))


def _who_is_in(
    ballot: Ballot, policy: Policy, stands: BallotStanding, zone: Zone
) -> list[Sentence]:
    """Name the agencies that are awaited, or that stayed silent until the deadline."""
    silent = tuple(each for each in stands.waiting_for if each not in ballot.votes)
    if ballot.status is BallotStatus.LAPSED and silent:
        return [ABOUT["silent"].filled(waiting=_names(policy, silent))]
    if ballot.status not in UNDECIDED:
        return []
    progress = _progress(policy, ballot, stands, zone)
    is_over = stands.is_endorsed or stands.is_rejected  # the ballot was opened again
    if ballot.status is BallotStatus.OPEN and is_over:
        return [progress, ABOUT["next-decides"]]
    return [progress]


def _progress(policy: Policy, ballot: Ballot, stands: BallotStanding, zone: Zone) -> Sentence:
    """As in: 2 of 3 in, waiting for Karantina, due 4 December."""
    assert ballot.nominee  # noqa: S101 - it stands somewhere
    assert ballot.due_at  # noqa: S101 - it is open
    voters = policy.voters(*ballot.nominee.nominators)
    words = ABOUT["progress"] if stands.waiting_for else ABOUT["all-in"]
    return words.filled(
        here=len(voters) - len(stands.waiting_for),
        all=len(voters),
        waiting=_names(policy, stands.waiting_for),
        due=day(ballot.due_at, zone),
    )


def _nominated(ballot: Ballot, policy: Policy, zone: Zone) -> list[Sentence]:
    """Explain why nominators do not vote."""
    nominators = ballot.nominee.nominators if ballot.nominee else ()
    return [
        ABOUT["nominated"].filled(agency=_name(policy, agency, ballot, zone))
        for agency in policy.by_id
        if agency in nominators
    ]


def _vote(ballot: Ballot, policy: Policy, agency: str, zone: Zone) -> Sentence:
    vote = ballot.votes[agency]
    words = ABOUT["vote-with-reason"] if vote.reason else ABOUT["vote"]
    named = _weighed(policy, agency, _name(policy, agency, ballot, zone))
    return words.filled(agency=named, choice=CHOICES[vote.choice], reason=vote.reason or "")


def _quorum(policy: Policy, stands: BallotStanding) -> Sentence:
    weighs = any(agency.weight > 1 for agency in policy.agencies)
    words = ABOUT["quorum-by-weight" if weighs else "quorum"]
    return words.filled(endorsing=stands.endorsing, quorum=stands.quorum)


def _in_the_way(
    policy: Policy, stands: BallotStanding, ballot: Ballot, zone: Zone
) -> list[Sentence]:
    """Name the obstacles to an endorsement, except the quorum."""
    missing = "missing" if ballot.status in UNDECIDED else "absent"
    sentences = [
        AGAINST[kind].filled(
            agency=_name(policy, agency, ballot, zone), because=_because(policy, agency, ballot)
        )
        for kind, agencies in (
            (missing, stands.missing),
            ("lost", stands.lost),
            ("veto", stands.vetoes),
        )
        for agency in agencies
    ]
    return [*sentences, _too_low(policy, stands)] if stands.below_minimum else sentences


def _too_low(policy: Policy, stands: BallotStanding) -> Sentence:
    least = figure(policy.minimum_score or 0)
    if stands.score is None:
        return AGAINST["no-score"].filled(least=least)
    return AGAINST["score"].filled(score=figure(stands.score), least=least)


def _because(policy: Policy, agency: str, ballot: Ballot) -> str:
    """The reasons why an agency is required for these goods."""
    goods = ballot.nominee.hs6 if ballot.nominee else ()
    return "; ".join(
        each.because
        for each in policy.requirements
        if each.agency == agency and any(map(each.covers, goods))
    )


def _reopened(at: datetime, reason: str, zone: Zone) -> Sentence:
    return ABOUT["reopened"].filled(on=day(at, zone), reason=reason)


def _moved(move: Move, zone: Zone) -> Sentence:
    return ABOUT["moved"].filled(
        before=move.from_version,
        after=move.policy_version,
        on=day(move.at, zone),
        reason=move.reason,
    )


def _name(policy: Policy, agency: str, ballot: Ballot, zone: Zone) -> str:
    """Its name on the day of the decision, or its present name."""
    known = policy.by_id[agency]
    if ballot.decided_at is None:
        return known.name
    return known.name_on(zone.day_of(ballot.decided_at))


def _names(policy: Policy, agencies: tuple[str, ...]) -> Sentence:
    """Short names, because full names may contain commas."""
    known = [policy.by_id[agency] for agency in agencies]
    return listed([_weighed(policy, each.id, each.short or each.name) for each in known])


def _weighed(policy: Policy, agency: str, name: str) -> Sentence:
    """The name, with the weight unless it is 1."""
    weight = policy.by_id[agency].weight
    return ABOUT["named" if weight == 1 else "weighed"].filled(agency=name, weight=weight)
