"""A long life costs no more than a short one: old entries move to the archive."""

from shared.plumbing.core.aggregate import receipts_for
from shared.plumbing.core.runner import Runner
from tests.support.counting import a_message
from tests.support.memory_kafka import Fate
from tests.support.running import Running

MOST = Runner.KEPT + Runner.SLACK


async def test_the_document_never_holds_more_than_its_share() -> None:
    running = Running()

    for n in range(300):
        await running.runner.apply([a_message(f"m{n}")])
        assert len(running.document().history) <= MOST

    assert [entry.version for entry in running.disk.history("u1")] == list(range(1, 301))


async def test_a_large_batch_adds_no_more_than_itself() -> None:
    running = Running()

    for start in range(0, 1000, 100):
        await running.runner.apply([a_message(f"m{n}") for n in range(start, start + 100)])
        assert len(running.document().history) <= MOST + 100


async def test_a_message_from_long_ago_is_not_applied_a_second_time() -> None:
    running = Running()
    first = receipts_for([a_message("m0")], await running.runner.apply([a_message("m0")]))
    await running.apply_all([a_message(f"m{n}") for n in range(1, 200)])
    assert "cause-m0" in running.disk.archived["u1"]

    again = receipts_for([a_message("m0")], await running.runner.apply([a_message("m0")]))

    assert again[0].repeated
    assert again[0].events == first[0].events
    assert running.document().version == 200


async def test_what_is_not_known_to_be_published_stays_in_the_document() -> None:
    running = Running()
    running.broker.fate = lambda: Fate.LOST

    for n in range(MOST + 20):
        await running.runner.save([a_message(f"m{n}")], pending=True)

    assert len(running.document().history) == MOST + 20
    assert running.disk.archived == {}


async def test_an_outage_that_made_a_document_long_is_made_good_by_the_next_message() -> None:
    running = Running()
    for n in range(MOST + 20):
        await running.runner.save([a_message(f"m{n}")], pending=True)
    await running.runner.heal(["u1"])

    await running.runner.apply([a_message("next")])

    assert len(running.document().history) == Runner.KEPT
    assert len(running.published) == MOST + 21
