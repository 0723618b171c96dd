"""The standing of a ballot under a policy."""

from collections.abc import Mapping

from services.endorsement.model.ballots import Ballot, Vote
from services.endorsement.model.electorates import BallotStanding, Electorate
from services.endorsement.model.policies import Abstaining, CriterionWeights, Policy
from shared.contracts.endorsement import Choice, Scores


def electorate(ballot: Ballot, policy: Policy) -> Electorate:
    assert ballot.nominee  # noqa: S101 - a ballot that stands somewhere has one
    return policy.electorate(ballot.nominee.nominators, ballot.nominee.hs6)


def standing(ballot: Ballot, policy: Policy) -> BallotStanding:
    """Count the votes. An agency may have left the policy after its vote."""
    who = electorate(ballot, policy)
    choices: dict[str, Choice | None] = {}
    waiting_for: list[str] = []
    endorsing = waiting = scored = 0
    points = 0.0
    for agency, weight in who.weights.items():  # for each vote on every ballot: one pass
        vote = ballot.votes.get(agency)
        choices[agency] = choice = vote.choice if vote else None
        if vote and choice is Choice.ENDORSE:
            endorsing += weight
            if (score := score_of(vote, policy.criteria)) is not None:
                scored, points = scored + weight, points + weight * score
        elif choice is None or choice is Choice.NEED_INFO:
            waiting += weight
            waiting_for.append(agency)
    quorum = _quorum(policy, who, choices)
    mean = round(points / scored, 2) if scored else None
    return BallotStanding(
        quorum=quorum,
        endorsing=endorsing,
        waiting=waiting,
        waiting_for=tuple(waiting_for),
        score=mean,
        missing=tuple([each for each in who.required if each in waiting_for]),
        lost=tuple([each for each in who.required if _is_against(choices[each])]),
        vetoes=tuple([each for each in who.vetoing if choices[each] is Choice.REJECT]),
        below_minimum=endorsing >= quorum and _is_too_low(mean, policy),
    )


def _is_against(choice: Choice | None) -> bool:
    return choice is Choice.REJECT or choice is Choice.ABSTAIN


def _quorum(policy: Policy, who: Electorate, choices: Mapping[str, Choice | None]) -> int:
    """The weight that must endorse, at most the weight of all that count."""
    counted = who.weight
    if policy.abstaining is Abstaining.LEAVES:
        counted -= sum(who.weights[a] for a, choice in choices.items() if choice is Choice.ABSTAIN)
    return min(policy.quorum, counted)


def _is_too_low(score: float | None, policy: Policy) -> bool:
    return policy.minimum_score is not None and (score or 0.0) < policy.minimum_score


def score_of(vote: Vote, criteria: CriterionWeights) -> float | None:
    return score_given(vote.score, vote.scores, criteria)


def score_given(
    score: int | None, scores: Scores | None, criteria: CriterionWeights
) -> float | None:
    """The score from the judged criteria, if any, else the score of the vote."""
    if scores is None:
        return score
    judged = [
        (weight, points)
        for weight, points in (
            (criteria.kualitas, scores.kualitas),
            (criteria.kuantitas, scores.kuantitas),
            (criteria.kontinuitas, scores.kontinuitas),
        )
        if points is not None and weight
    ]
    if not judged:
        return score
    mean = sum(weight * points for weight, points in judged) / sum(weight for weight, _ in judged)
    return round(mean, 2)
