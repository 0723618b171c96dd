"""What was answered over HTTP is published at last, by any replica."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager, suppress

import pytest
from structlog.testing import capture_logs

from shared.plumbing.core.aggregate import Change, HistoryEntry
from shared.plumbing.core.failures import Retryable
from shared.plumbing.core.relay import PORTION, WAITING_AT_MOST, Relay
from tests.support.counting import Counted, a_message
from tests.support.engine import MemoryHistories
from tests.support.memory_kafka import Fate
from tests.support.running import Running

NEVER = 10.0**8


class PartlyBroken(MemoryHistories[Counted]):
    """Nobody can read what some aggregates have said."""

    error: Exception = RuntimeError("a bug")

    async def recall(self, wanted: Mapping[str, Collection[int]]) -> dict[str, list[HistoryEntry]]:
        if any(key.startswith("broken") for key in wanted):
            raise self.error
        return await super().recall(wanted)


class PartlyAway(PartlyBroken):
    error = Retryable("Kafka did not acknowledge")


async def a_saved_command(running: Running, label: str = "a") -> list[Change[Counted]]:
    return await running.runner.save([a_message(label)], pending=True)


@asynccontextmanager
async def at_work(relay: Relay) -> AsyncIterator[None]:
    work = asyncio.create_task(relay.run())
    yield
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work


async def test_a_command_waits_from_the_write_until_it_is_published() -> None:
    running = Running()
    changes = await a_saved_command(running)
    before = running.document().pending

    await running.runner.publish(changes)

    assert before is not None
    assert running.document().pending is None
    assert running.document().acknowledged == 1


async def test_what_is_handed_over_is_published_in_the_background() -> None:
    running = Running()
    relay = Relay(running.runner, NEVER)
    changes = await a_saved_command(running)

    async with at_work(relay), asyncio.timeout(5):
        relay.hand_over(changes)
        while running.document().pending is not None:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0)

    assert running.published == [changes[0].entries[0].events[0].raw]


async def test_what_a_dead_process_left_is_found_by_the_second_look() -> None:
    died = Running()
    await a_saved_command(died)
    relay = Relay(Running(beside=died).runner, NEVER)

    looks = [await relay.sweep(), len(died.published), await relay.sweep(), len(died.published)]

    assert looks == [1, 0, 1, 1]
    assert died.document().pending is None


async def test_commands_on_one_umkm_are_settled_in_whatever_order_they_are_handed_over() -> None:
    running = Running()
    first, second = await a_saved_command(running), await a_saved_command(running, "b")

    await running.runner.publish([*second, *first])

    assert running.document().pending is None
    assert running.document().acknowledged == 2


async def test_a_message_from_kafka_publishes_and_settles_what_waited() -> None:
    running = Running()
    await a_saved_command(running)

    await running.runner.apply([a_message("b")])

    assert len(running.published) == 2
    assert running.document().pending is None


async def test_what_cannot_be_published_goes_on_waiting() -> None:
    running = Running()
    relay = Relay(running.runner, NEVER)
    relay.hand_over(await a_saved_command(running))
    running.broker.fate = lambda: Fate.LOST

    with capture_logs() as logs:
        await relay.flush()

    assert [line["event"] for line in logs] == ["relay.put-off"]
    assert running.document().pending is not None


async def test_what_does_not_fit_into_memory_is_left_to_the_sweep() -> None:
    running = Running()
    relay = Relay(running.runner, NEVER)
    messages = [a_message(f"m{n}", f"u{n}") for n in range(WAITING_AT_MOST + 1)]

    relay.hand_over(await running.runner.save(messages, pending=True))
    await relay.flush()
    left = await running.histories.list_pending(10)
    await relay.sweep()
    await relay.sweep()

    assert len(left) == 1
    assert len(running.published) == len(messages)
    assert await running.histories.list_pending(10) == {}


async def test_those_that_fail_each_time_do_not_keep_the_others_from_being_published() -> None:
    running = Running(histories=PartlyBroken)
    relay = Relay(running.runner, NEVER)
    names = [*(f"broken{n}" for n in range(PORTION)), "u1"]
    await running.runner.save([a_message(name, name) for name in names], pending=True)

    with capture_logs():
        for _ in range(4):
            await relay.sweep()

    assert running.document("u1").pending is None
    assert len(await running.histories.list_pending(2 * PORTION)) == PORTION


async def test_one_that_is_never_acknowledged_does_not_keep_the_others_from_being_published() -> (
    None
):
    running = Running(histories=PartlyAway)
    relay = Relay(running.runner, NEVER)
    names = ["broken", "u1", "u2"]
    await running.runner.save([a_message(name, name) for name in names], pending=True)

    await relay.sweep()
    for _ in range(2):
        with pytest.raises(Retryable):
            await relay.sweep()

    assert await running.histories.list_pending(10) == {"broken": 1}


async def test_what_another_replica_wrote_first_it_publishes_first_and_nothing_leaves_twice() -> (
    None
):
    running = Running()
    other = Running(beside=running)
    first = await running.runner.save([a_message("a")], pending=True)
    second = await other.runner.save([a_message("b")], pending=True)
    third = await running.runner.save([a_message("c")], pending=True)
    relays = Relay(running.runner, NEVER), Relay(other.runner, NEVER)

    async with at_work(relays[0]), at_work(relays[1]), asyncio.timeout(5):
        relays[1].hand_over(second)
        relays[0].hand_over([*first, *third])
        while running.document().pending is not None:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0)

    events = [change.entries[0].events[0].raw for change in (*first, *second, *third)]
    assert running.published == events


async def test_a_replica_that_died_before_it_published_is_not_waited_for_long() -> None:
    died = Running()
    await a_saved_command(died)
    running = Running(beside=died)
    relay = Relay(running.runner, NEVER)

    async with at_work(relay), asyncio.timeout(10):
        relay.hand_over(await running.runner.save([a_message("b")], pending=True))
        while running.document().pending is not None:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0)

    assert len(running.published) == 2


async def test_a_graceful_end_publishes_what_waits_for_another_replica() -> None:
    other = Running()
    await a_saved_command(other)
    running = Running(beside=other)
    relay = Relay(running.runner, NEVER)
    relay.hand_over(await running.runner.save([a_message("b")], pending=True))

    await relay.flush()

    assert running.document().pending is None
