"""The harness of decider tests accepts what came and shows it where something else was expected."""

from datetime import UTC, datetime

import pytest

from shared.contracts.endorsement import UmkmPrioritised, VoteWithdrawn
from tests.support.counting import COUNTING, Count, Counted, Wish
from tests.support.deciders import Deciders

given = Deciders(COUNTING, now=datetime(2026, 1, 5, tzinfo=UTC)).given
ONE, REFUSED = Count("u1", "one"), Count("u1", "no", Wish.REFUSE)
COUNTED = VoteWithdrawn(umkm_id="u1", agency="bi", vote_id="one")


def test_a_command_is_decided_on_the_state_that_the_one_before_left() -> None:
    outcome = given(Counted(), COUNTED).when(ONE, ONE)

    assert outcome.then(COUNTED).then_published(VoteWithdrawn).state.labels == ("one",) * 3
    assert outcome.the(VoteWithdrawn) == COUNTED


def test_a_refusal_leaves_the_state_as_it_was() -> None:
    outcome = given(Counted(("one",))).when(REFUSED)

    assert outcome.then_refused("unwanted").state == Counted(("one",))


@pytest.mark.parametrize("expected", [(), (UmkmPrioritised,), (VoteWithdrawn, VoteWithdrawn)])
def test_where_another_event_was_expected_the_test_fails_and_shows_what_came(
    expected: tuple[type[VoteWithdrawn | UmkmPrioritised], ...],
) -> None:
    outcome = given(Counted()).when(ONE)

    with pytest.raises(AssertionError, match=r"but came\n  VoteWithdrawn.*vote_id='one'"):
        outcome.then(*expected)


def test_where_another_content_was_expected_the_test_fails() -> None:
    with pytest.raises(AssertionError, match="but came"):
        given(Counted()).when(ONE).then(COUNTED.model_copy(update={"vote_id": "two"}))


def test_an_event_is_no_refusal_and_a_refusal_no_event() -> None:
    with pytest.raises(AssertionError, match="not refused, but came\n  VoteWithdrawn"):
        given(Counted()).when(ONE).then_refused("unwanted")
    with pytest.raises(AssertionError, match="unwanted"):
        given(Counted()).when(REFUSED).then_nothing()


def test_nothing_follows_a_refusal() -> None:
    with pytest.raises(AssertionError, match="unwanted"):
        given(Counted()).when(REFUSED, ONE)
