"""What another policy would have made of the same votes."""

from dataclasses import replace

import pytest

from services.endorsement.model.ballots import Ballot, BallotStatus, Vote
from services.endorsement.model.policies import Policy
from services.endorsement.rules.simulating import change_under, status_under
from shared.contracts.endorsement import Choice
from shared.indonesia.zones import Zone
from tests.unit.endorsement.builders import a_ballot, a_policy

E, R = Choice.ENDORSE, Choice.REJECT


def ended(status: BallotStatus, votes: dict[str, Choice]) -> Ballot:
    return replace(a_ballot(votes), status=status)


@pytest.mark.parametrize(
    ("ballot", "policy", "status"),
    [
        (ended(BallotStatus.ENDORSED, {"bi": E, "disperindag": E}), a_policy(), "endorsed"),
        (ended(BallotStatus.ENDORSED, {"bi": E, "disperindag": E}), a_policy(quorum=3), "open"),
        (ended(BallotStatus.LAPSED, {"bi": E}), a_policy(quorum=1), "endorsed"),
        (ended(BallotStatus.LAPSED, {"bi": E}), a_policy(), "lapsed"),
        (ended(BallotStatus.REJECTED, {"bi": R, "disperindag": R}), a_policy(quorum=1), "open"),
    ],
)
def test_votes_are_counted_anew_and_none_is_guessed(
    ballot: Ballot, policy: Policy, status: str
) -> None:
    assert status_under(ballot, policy) == status


def test_a_change_says_why() -> None:
    requiring = a_policy(requirements=[{"agency": "karantina", "hs": ["09"], "because": "UU 21"}])
    votes = {"bi": E, "disperindag": E, "karantina": R}

    change = change_under(ended(BallotStatus.ENDORSED, votes), requiring, a_policy(), Zone.WIB)

    assert change
    assert (change.was, change.would_be) == ("endorsed", "rejected")
    assert "karantina is required for these goods (UU 21) and was not given" in change.because


def test_a_ballot_that_would_end_the_same_is_no_change() -> None:
    endorsed = ended(BallotStatus.ENDORSED, {"bi": E, "disperindag": E})

    assert change_under(endorsed, a_policy(), a_policy(), Zone.WIB) is None


def test_a_ballot_that_was_opened_again_changes_only_where_another_policy_counts_otherwise() -> (
    None
):
    reopened = ended(BallotStatus.OPEN, {"bi": E, "disperindag": E})

    assert change_under(reopened, a_policy(), a_policy(), Zone.WIB) is None
    assert change_under(
        ended(BallotStatus.OPEN, {"bi": E}), a_policy(quorum=1), a_policy(), Zone.WIB
    )


def test_a_ballot_that_was_opened_again_and_lapsed_ends_no_other_way_under_its_own_policy() -> None:
    lapsed = ended(BallotStatus.LAPSED, {"bi": E, "disperindag": E})

    assert change_under(lapsed, a_policy(), a_policy(), Zone.WIB) is None
    assert change_under(
        ended(BallotStatus.LAPSED, {"bi": E}), a_policy(quorum=1), a_policy(), Zone.WIB
    )


def test_where_no_score_was_given_a_change_says_so_and_speaks_of_no_mean() -> None:
    votes = {each: Vote("v", E) for each in ("bi", "disperindag")}
    endorsed = replace(ended(BallotStatus.ENDORSED, {}), votes=votes)

    change = change_under(endorsed, a_policy(minimum_score=60), a_policy(), Zone.WIB)

    assert change
    assert change.because == "Those who endorse gave no score; the mean must reach 60."
