"""Dead letters are dealt with one by one, in any order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.plumbing.dead_letters.dealt import Dealt


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60)))
def test_what_was_dealt_with_is_read_back(first: set[int], then: set[int]) -> None:
    dealt = Dealt().with_(first).with_(then)

    read = Dealt.read(dealt.below, dealt.note())

    assert read == dealt
    assert {position for position in range(70) if position in read} == first | then
    assert read.open_before(70) == 70 - len(first | then)


def test_a_gap_that_is_filled_moves_the_offset() -> None:
    dealt = Dealt(3).with_([4, 5, 7])

    assert (dealt.below, dealt.note()) == (3, "4-5 7")
    assert dealt.with_([3]) == Dealt(6, frozenset({7}))


def test_what_the_topic_has_lost_counts_as_dealt_with() -> None:
    assert Dealt(2, frozenset({6})).starting_at(5) == Dealt(5, frozenset({6}))
    assert Dealt(2, frozenset({5, 6})).starting_at(5) == Dealt(7)


def test_nothing_committed_means_everything_is_open() -> None:
    assert Dealt.read(-1, "").open_before(4) == 4


def test_a_note_that_nobody_can_read_hides_no_dead_letter() -> None:
    assert Dealt.read(3, "who wrote this?") == Dealt(3)


def test_too_many_gaps_are_refused_rather_than_forgotten() -> None:
    with pytest.raises(ValueError, match="oldest"):
        Dealt().with_(range(1, 5000, 2)).note()
