"""One message, one effect, one answer: what the runner promises its service."""

import orjson
import pytest

from shared.plumbing.core.aggregate import receipts_for
from shared.plumbing.core.failures import Invalid, Refused, Retryable
from tests.support.counting import Counted, Wish, a_message
from tests.support.memory_kafka import Fate
from tests.support.running import Running


async def test_a_message_twice_in_one_batch_has_one_effect_and_one_answer() -> None:
    running = Running()
    batch = [a_message("a"), a_message("b"), a_message("a")]

    changes = await running.runner.apply(batch)

    assert running.document().version == 2
    assert len(running.published) == 2
    assert [receipt.version for receipt in receipts_for(batch, changes)] == [1, 2, 1]


@pytest.mark.parametrize("cached", [0, 100])
async def test_a_message_that_comes_again_is_answered_from_memory_and_its_bytes_go_out_again(
    cached: int,
) -> None:
    running = Running(cached=cached)
    first = receipts_for([a_message("a")], await running.runner.apply([a_message("a")]))

    again = receipts_for([a_message("a")], await running.runner.apply([a_message("a")]))

    assert again[0].repeated
    assert again[0].events == first[0].events
    assert running.document().version == 1
    assert running.published == [first[0].events[0].raw] * 2


async def test_a_batch_tells_several_aggregates_apart() -> None:
    running = Running()
    batch = [a_message(f"{key}{n}", key) for n in range(3) for key in ("u1", "u2")]

    changes = await running.runner.apply(batch)

    assert {change.key: change.state for change in changes} == {
        "u1": Counted(("u10", "u11", "u12")),
        "u2": Counted(("u20", "u21", "u22")),
    }
    assert [receipt.key for receipt in receipts_for(batch, changes)] == ["u1", "u2"] * 3


@pytest.mark.parametrize("cached", [0, 100])
async def test_a_refusal_has_the_same_words_whenever_it_is_asked_for(cached: int) -> None:
    running = Running(cached=cached)
    refused = a_message("no", wish=Wish.REFUSE)
    await running.runner.apply([a_message("a")])
    first = receipts_for([refused], await running.runner.apply([refused]))[0]
    await running.runner.apply([a_message("b")])  # decided now, it would speak of two

    again = receipts_for([refused], await running.runner.apply([refused]))[0]

    assert first.refused == again.refused == Refused("unwanted", "no after 1")
    assert running.document().state == b'{"labels":["a","b"]}'


async def test_a_refusal_for_want_of_an_aggregate_leaves_nothing_behind() -> None:
    running = Running()
    early = a_message("early", wish=Wish.REFUSE_FOR_WANT_OF_AN_AGGREGATE)

    receipts = receipts_for([early], await running.runner.save([early], pending=True))

    assert receipts[0].refused is not None
    assert receipts[0].refused.missing
    assert running.disk.documents == {}


async def test_the_same_refusal_by_an_aggregate_that_exists_is_remembered() -> None:
    running = Running()
    await running.runner.apply([a_message("a")])
    wrong = a_message("wrong", wish=Wish.REFUSE_FOR_WANT_OF_AN_AGGREGATE)
    first = receipts_for([wrong], await running.runner.apply([wrong]))[0]

    again = receipts_for([wrong], await running.runner.apply([wrong]))[0]

    assert again.repeated
    assert again.refused == first.refused
    assert running.document().version == 2


async def test_an_event_too_large_for_the_topic_is_invalid_and_nothing_is_written() -> None:
    running = Running()

    with pytest.raises(Invalid, match="over the limit"):
        await running.runner.apply(
            [a_message("a"), a_message("b", wish=Wish.COUNT_AT_TOO_GREAT_LENGTH)]
        )

    assert running.disk.documents == {}
    assert running.published == []


async def test_a_batch_that_was_saved_but_not_published_is_published_when_it_comes_again() -> None:
    running = Running()
    running.broker.fate = lambda: Fate.LOST
    with pytest.raises(Retryable):
        await running.runner.apply([a_message("a"), a_message("b")])
    running.broker.fate = lambda: Fate.ACKNOWLEDGED

    await running.runner.apply([a_message("a"), a_message("b")])

    assert running.document().version == 2
    assert len(running.published) == 2


async def test_what_another_process_may_not_have_published_goes_out_before_the_new() -> None:
    died = Running()
    await died.runner.save([a_message("a")], pending=False)

    await Running(beside=died).runner.apply([a_message("b")])

    entries = died.disk.history("u1")
    assert died.published == [event.raw for entry in entries for event in entry.events]


async def test_what_this_process_published_itself_does_not_go_out_twice() -> None:
    running = Running()

    await running.apply_all([a_message("a"), a_message("b"), a_message("c")])

    assert len(running.published) == 3
    assert running.document().acknowledged == 2


@pytest.mark.parametrize("cached", [0, 100])
async def test_who_uses_a_cause_for_something_else_is_refused_once_and_the_first_stands(
    cached: int,
) -> None:
    running = Running(cached=cached)
    first, other = (a_message("a")._replace(request_hash=hashed) for hashed in ("this", "that"))
    await running.runner.apply([first])

    receipts = [
        receipts_for([each], await running.runner.apply([each])) for each in (other, other, first)
    ]

    assert [each.refused and each.refused.code for [each] in receipts] == [
        "key-reused",
        "key-reused",
        None,
    ]
    assert running.document().state == b'{"labels":["a"]}'
    assert running.document().version == 2
    types = [orjson.loads(raw or b"")["type"] for raw in dict.fromkeys(running.published)]
    assert types == ["endorsement.vote-withdrawn.v1", "endorsement.vote-refused.v1"]


async def test_in_one_batch_too_a_cause_stands_for_one_thing() -> None:
    running = Running()
    batch = [a_message("a")._replace(request_hash=hashed) for hashed in ("this", "that", "this")]

    receipts = receipts_for(batch, await running.runner.apply(batch))

    assert [each.refused is None for each in receipts] == [True, False, True]
    assert len(set(running.published)) == 2


async def test_of_a_flood_of_refusals_no_more_is_kept_than_of_all_else() -> None:
    running = Running(cached=100)
    floods = [[a_message(f"no{n}", wish=Wish.REFUSE)] for n in range(300)]

    kept = [(await running.runner.apply(flood))[0].after() for flood in floods][-1]

    assert kept.refused == set(kept.causes.values())
    assert len(kept.refused) < len(floods)
