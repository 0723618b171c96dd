"""The id of an event names its aggregate, version and place: readers rely on this form."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.ids import EventId
from tests.support.counting import Wish, a_message
from tests.support.running import Running

KINDS = st.from_regex(r"\A[a-z][a-z-]{0,20}\Z")
COUNTS = st.integers(0, 10**9)


@given(KINDS, st.text(min_size=1, max_size=50), COUNTS, COUNTS)
def test_an_id_reads_as_it_was_written(kind: str, key: str, version: int, n: int) -> None:
    event_id = EventId(kind, key, version, n)

    assert EventId.parse(str(event_id)) == event_id


def test_an_id_is_written_as_readers_were_promised() -> None:
    assert str(EventId("ballot", "U1", 3, 0)) == "ballot/U1:3:0"


@pytest.mark.parametrize(
    "text",
    [
        *("", "ballot", "ballot/U1", "ballot/U1:3", "ballot:3:0", "/U1:3:0", "ballot/:3:0"),
        *("ballot/U1:3:x", "ballot/U1:-3:0", "ballot/U1:03:0", "ballot/U1:\u0663:0", "vote-17"),
    ],
)
def test_any_other_text_is_not_the_id_of_an_event(text: str) -> None:
    with pytest.raises(ValueError, match="<kind>/<key>:<version>:<n>"):
        EventId.parse(text)


async def test_every_event_of_the_runner_has_such_an_id() -> None:
    running = Running()
    wishes = (Wish.COUNT, Wish.REFUSE_IN_SILENCE, Wish.COUNT_ON_TWO_TOPICS)

    await running.apply_all([a_message(wish.name, wish=wish) for wish in wishes])

    ids = [
        EventId.parse(orjson.loads(record.value or b"")["id"])
        for log in running.broker.logs.values()
        for record in log
    ]
    assert sorted(ids) == [
        EventId("ballot", "u1", 1, 0),
        EventId("ballot", "u1", 3, 0),
        EventId("ballot", "u1", 3, 1),
    ]
