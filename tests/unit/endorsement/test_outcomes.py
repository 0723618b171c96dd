"""What a policy makes of the same votes."""

from collections.abc import Mapping

import pytest

from services.endorsement.model.ballots import Ballot
from services.endorsement.model.policies import Agency, Policy
from services.endorsement.rules.outcomes import outcome
from shared.contracts.endorsement import Choice, Scores, UmkmEndorsed, UmkmRejected, VoteCast
from tests.unit.endorsement.builders import AGENCIES, NOW, a_ballot, a_policy, given

E, R, A, N = Choice.ENDORSE, Choice.REJECT, Choice.ABSTAIN, Choice.NEED_INFO
QUARANTINED = [{"agency": "karantina", "hs": ["09"], "because": "UU 21/2019"}]


def result(policy: Policy, ballot: Ballot) -> str:
    events = outcome(ballot, policy, NOW)
    match events:
        case []:
            return "waits"
        case [UmkmEndorsed()]:
            return "endorsed"
        case [UmkmRejected()]:
            return "rejected"
    raise AssertionError(events)


def weighing(weights: Mapping[str, int], *, vetoing: str = "") -> tuple[Agency, ...]:
    return tuple(
        Agency(id=name, name=name, weight=weights.get(name, 1), veto=name == vetoing)
        for name in AGENCIES
    )


def a_scored_ballot(**scores: Scores) -> Ballot:
    votes = [
        VoteCast(umkm_id="U1", agency=agency, vote_id="v", choice=E, scores=score)
        for agency, score in scores.items()
    ]
    return given(a_ballot(), *votes).state


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ({"disperindag": E, "bi": E}, "waits"),
        ({"disperindag": E, "bi": E, "karantina": E}, "endorsed"),
        ({"bi": E, "karantina": E}, "endorsed"),
        ({"disperindag": E, "bi": E, "karantina": N}, "waits"),
        ({"karantina": R}, "rejected"),
        ({"disperindag": E, "bi": E, "karantina": A}, "rejected"),
    ],
)
def test_without_a_required_agency_nothing_is_endorsed(
    votes: dict[str, Choice], expected: str
) -> None:
    assert result(a_policy(requirements=QUARANTINED), a_ballot(votes)) == expected


def test_a_required_agency_that_nominated_is_not_waited_for() -> None:
    ballot = a_ballot({"disperindag": E, "bi": E}, by="karantina")

    assert result(a_policy(requirements=QUARANTINED), ballot) == "endorsed"


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ({"bi": E}, "endorsed"),
        ({"disperindag": E, "karantina": E}, "waits"),
        ({"bi": R}, "rejected"),
    ],
)
def test_an_agency_may_weigh_more_than_others(votes: dict[str, Choice], expected: str) -> None:
    policy = a_policy(quorum=3, agencies=weighing({"bi": 3}))

    assert result(policy, a_ballot(votes)) == expected


def test_a_veto_rejects_whatever_the_others_say() -> None:
    policy = a_policy(agencies=weighing({}, vetoing="disperindag"))

    assert result(policy, a_ballot({"bi": E})) == "waits"
    assert result(policy, a_ballot({"bi": E, "disperindag": R})) == "rejected"


@pytest.mark.parametrize(
    ("abstaining", "expected"), [("counts-against", "rejected"), ("leaves", "waits")]
)
def test_the_policy_says_what_abstaining_does_to_the_quorum(abstaining: str, expected: str) -> None:
    ballot = a_ballot({"disperindag": A, "bi": A})

    assert result(a_policy(abstaining=abstaining), ballot) == expected


def test_who_remains_decides_where_those_who_abstain_leave() -> None:
    ballot = a_ballot({"disperindag": A, "bi": A, "karantina": E})

    assert result(a_policy(abstaining="leaves"), ballot) == "endorsed"


def test_nothing_is_endorsed_when_everybody_abstains() -> None:
    ballot = a_ballot(dict.fromkeys(AGENCIES, A))

    assert result(a_policy(abstaining="leaves"), ballot) == "rejected"


def test_scores_below_the_minimum_wait_for_the_last_vote_and_are_rejected_then() -> None:
    policy = a_policy(minimum_score=70)

    assert result(policy, a_ballot({"disperindag": E, "bi": E})) == "waits"
    assert result(policy, a_ballot({"disperindag": E, "bi": E, "karantina": A})) == "rejected"
    assert result(a_policy(minimum_score=60), a_ballot({"disperindag": E, "bi": E})) == "endorsed"


def test_the_score_is_the_mean_of_the_criteria_by_their_weights() -> None:
    policy = a_policy(quorum=1, criteria={"kualitas": 2, "kuantitas": 1, "kontinuitas": 1})
    ballot = a_scored_ballot(bi=Scores(kualitas=90, kuantitas=60, kontinuitas=40))

    (endorsed,) = outcome(ballot, policy, NOW)

    assert isinstance(endorsed, UmkmEndorsed)
    assert endorsed.score == 70.0


def test_a_criterion_that_was_not_judged_does_not_lower_the_score() -> None:
    (endorsed,) = outcome(a_scored_ballot(bi=Scores(kualitas=90)), a_policy(quorum=1), NOW)

    assert isinstance(endorsed, UmkmEndorsed)
    assert endorsed.score == 90.0


def test_an_outcome_names_the_policy_and_each_vote_that_it_counted() -> None:
    (endorsed,) = outcome(a_ballot({"bi": E, "disperindag": E}), a_policy(version=1), NOW)

    assert endorsed.policy_version == 1
    assert [(v.agency, v.vote_id, v.choice, v.score) for v in endorsed.votes] == [
        ("disperindag", "v", E, 60.0),
        ("bi", "v", E, 60.0),
    ]
