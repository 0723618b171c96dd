"""A step of something larger is out before the next one is asked for."""

from shared.plumbing.desk import Desk
from shared.plumbing.relay import Relay
from tests.support.counting import a_message
from tests.support.running import Running


async def test_a_step_is_published_when_it_returns_and_nothing_waits_for_the_relay() -> None:
    running = Running()
    desk = Desk(running.runner, Relay(running.runner, 10.0**8))

    await desk.carry_out([a_message("a")])

    assert len(running.published) == 1
    assert running.document().pending is None


async def test_a_step_that_is_repeated_changes_nothing_and_says_the_same() -> None:
    running = Running()
    desk = Desk(running.runner, Relay(running.runner, 10.0**8))

    await desk.carry_out([a_message("a")])
    await desk.carry_out([a_message("a")])

    assert running.document().version == 1
    assert set(running.published) == {running.published[0]}
