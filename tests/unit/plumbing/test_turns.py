"""What is underway leaves once, and nothing waits in vain."""

import asyncio

from shared.plumbing.core.relay import Relay
from tests.support.counting import a_message
from tests.support.running import Running

NEVER = 10.0**8


async def test_a_batch_lets_the_relay_of_another_replica_publish_first() -> None:
    other = Running()
    running = Running(beside=other)
    relay = Relay(other.runner, NEVER)
    relay.hand_over(await other.runner.save([a_message("a")], pending=True))

    batch = asyncio.create_task(running.runner.apply([a_message("b")]))
    while running.document().version == 1:  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0)
    await relay.flush()
    await batch

    assert len(running.published) == 2


async def test_a_batch_publishes_what_a_dead_process_left() -> None:
    died = Running()
    await died.runner.save([a_message("a")], pending=True)
    running = Running(beside=died)

    await running.runner.apply([a_message("b")])

    assert len(running.published) == 2
    assert running.document().pending is None


async def test_a_command_waits_for_the_batch_of_its_own_process() -> None:
    running = Running()
    batch = await running.runner.save([a_message("a")], pending=False)
    command = await running.runner.save([a_message("b")], pending=True)

    assert running.runner.published.part(command) == ([], command)
    assert running.runner.published.part([*command, *batch]) == ([*batch, *command], [])


async def test_a_command_does_not_wait_for_a_batch_of_another_process() -> None:
    other = Running()
    await other.runner.apply([a_message("a")])
    running = Running(beside=other)

    command = await running.runner.save([a_message("b")], pending=True)

    assert running.runner.published.part(command) == (command, [])
