"""A step of something larger is out before the next one is asked for."""

from shared.plumbing.core.aggregate import receipts_for
from shared.plumbing.core.desk import Desk
from shared.plumbing.core.relay import Relay
from shared.plumbing.core.requests import KeyedRequest, remember_request
from tests.support.counting import a_message
from tests.support.running import Running


async def test_a_step_is_published_when_it_returns_and_nothing_waits_for_the_relay() -> None:
    running = Running()
    desk = Desk(running.runner, Relay(running.runner, 10.0**8))

    [receipt] = await desk.carry_out([a_message("a")])

    assert (receipt.key, receipt.version, receipt.refused) == ("u1", 1, None)
    assert len(running.published) == 1
    assert running.document().pending is None


async def test_a_step_that_is_repeated_changes_nothing_and_says_the_same() -> None:
    running = Running()
    desk = Desk(running.runner, Relay(running.runner, 10.0**8))

    await desk.carry_out([a_message("a")])
    await desk.carry_out([a_message("a")])

    assert running.document().version == 1
    assert set(running.published) == {running.published[0]}


async def test_a_person_comes_between_the_portions_of_a_large_step() -> None:
    running = Running()
    desk = Desk(running.runner, Relay(running.runner, 10.0**8))
    messages = [a_message("a", f"u{number}") for number in range(2 * running.runner.PORTION)]
    saved: list[tuple[int, int]] = []

    async def note() -> None:
        saved.append((len(running.disk.documents), len(running.published)))

    receipts = await desk.carry_out(messages, between=note)

    assert saved == [(250, 0), (500, 0), (500, 500)]
    assert [receipt.key for receipt in receipts] == [message.key for message in messages]


async def test_an_aggregate_that_is_presumed_new_in_error_is_looked_for_again() -> None:
    running = Running()
    desk = Desk(running.runner, Relay(running.runner, 10.0**8))
    await desk.carry_out([a_message("a")])

    [again] = await desk.carry_out([a_message("a")], presumed_new=frozenset({"u1"}))

    assert (again.version, again.repeated) == (1, True)
    assert running.document().version == 1


async def test_what_is_foretold_leaves_no_trace_and_repeats_the_receipts_that_there_are() -> None:
    running = Running()
    desk = Desk(running.runner, Relay(running.runner, 10.0**8))
    [before] = await desk.carry_out([a_message("a")])
    messages = [a_message("a"), a_message("b")]

    again, new = receipts_for(messages, await desk.foretell(messages))

    assert (again.version, again.repeated, new.version) == (before.version, True, 2)
    assert running.document().version == 1


async def test_a_step_without_messages_makes_no_request_a_replay() -> None:
    running = Running()
    desk = Desk(running.runner, Relay(running.runner, 10.0**8))
    request = KeyedRequest("k-1", "hash")
    remember_request(request)

    await desk.carry_out([])

    assert request.replayed is None
