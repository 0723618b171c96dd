"""A cursor is the offset of every partition; whatever else it is, it is refused."""

from base64 import urlsafe_b64encode

import orjson
import pytest
from aiokafka import TopicPartition
from hypothesis import given
from hypothesis import strategies as st

from services.subscriptions.model.cursors import Offsets, OutdatedCursor, decode, encode
from services.subscriptions.rules import locate
from shared.plumbing.core.failures import Invalid

ROUND, BALLOT = "intake.round.v1", "endorsement.ballot.v1"
FIRST, SECOND = TopicPartition(BALLOT, 0), TopicPartition(BALLOT, 1)
OTHER = TopicPartition(ROUND, 0)


def coded(content: object) -> str:
    return urlsafe_b64encode(orjson.dumps(content)).decode()


@given(
    st.dictionaries(
        st.sampled_from([ROUND, BALLOT, "mentoring.journey.v1"]),
        st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=40),
    )
)
def test_a_cursor_says_what_it_was_made_of(at: dict[str, list[int]]) -> None:
    offsets: Offsets = {TopicPartition(t, n): o for t, os in at.items() for n, o in enumerate(os)}

    cursor = encode(offsets)

    assert decode(cursor) == offsets
    assert not set(cursor) & set("+/=&?")


@pytest.mark.parametrize(
    "cursor",
    [
        "latest",
        "é",
        "%%%",
        coded([1]),
        coded({"v": 2, "at": {}}),
        coded({"v": 1}),
        coded({"v": 1, "at": {BALLOT: [-1]}}),
        coded({"v": 1, "at": {BALLOT: ["1"]}}),
        coded({"v": 1, "at": {BALLOT: [2**63]}}),
        coded({"v": 1, "at": {}, "group": "endorsement"}),
    ],
)
def test_what_the_feed_never_gave_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid, match="not a cursor"):
        decode(cursor)


@pytest.mark.parametrize(
    "at", [{TopicPartition("intake.contact.v1", 0): 0}, {FIRST: 11}, {TopicPartition(BALLOT, 9): 0}]
)
def test_a_cursor_of_topics_partitions_or_offsets_that_there_are_not_is_refused(
    at: Offsets,
) -> None:
    with pytest.raises(Invalid, match="not a cursor"):
        locate(at, {FIRST: (0, 10)})


def test_partitions_and_topics_that_are_new_start_at_their_beginning() -> None:
    place = locate({FIRST: 7}, {FIRST: (2, 10), SECOND: (3, 5), OTHER: (0, 0)})

    assert place == {FIRST: 7, SECOND: 3, OTHER: 0}


def test_a_cursor_at_what_was_deleted_names_the_earliest_place_to_go_on_from() -> None:
    with pytest.raises(OutdatedCursor) as outdated:
        locate({FIRST: 1, SECOND: 4}, {FIRST: (2, 10), SECOND: (3, 5)})

    assert outdated.value.earliest == {FIRST: 2, SECOND: 4}
