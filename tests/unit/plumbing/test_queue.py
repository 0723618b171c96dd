"""Requests on one aggregate wait for each other, and each gets its own answer."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.plumbing.core.aggregate import Applied, Input
from shared.plumbing.core.failures import HeldByAnother, Retryable
from shared.plumbing.core.queue import MOST_AT_ONCE, MOST_WAITING, CommandQueue


class Store:
    """Saves nothing before it is told to go on."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.may_go_on = asyncio.Event()
        self.faults: dict[str, Exception] = {}

    async def save(self, messages: Sequence[Input]) -> list[Applied]:
        self.batches.append([message.cause for message in messages])
        await self.may_go_on.wait()
        for message in messages:
            if fault := self.faults.get(message.cause):
                raise fault
        return [Applied(message.key, int(message.cause)) for message in messages]


async def requests_at(
    queue: CommandQueue, count: int, key: str = "u1"
) -> list[asyncio.Task[Applied]]:
    """So many requests that have all come to the queue."""
    tasks = [asyncio.create_task(queue.put(Input(key, str(n), None))) for n in range(count)]
    await asyncio.sleep(0)
    return tasks


async def test_what_comes_during_a_write_is_saved_by_the_next_one() -> None:
    store = Store()
    queue = CommandQueue(store.save)
    tasks = await requests_at(queue, 1)
    await asyncio.sleep(0)

    tasks += await requests_at(queue, 3)
    store.may_go_on.set()
    receipts = await asyncio.gather(*tasks)

    assert store.batches == [["0"], ["0", "1", "2"]]
    assert [receipt.version for receipt in receipts] == [0, 0, 1, 2]


async def test_another_aggregate_does_not_wait() -> None:
    store = Store()
    queue = CommandQueue(store.save)

    await requests_at(queue, 1, "u1")
    await requests_at(queue, 1, "u2")
    await asyncio.sleep(0)

    assert store.batches == [["0"], ["0"]]


@pytest.mark.parametrize("fault", [RuntimeError("a bug"), HeldByAnother("a NIB")])
async def test_a_fault_of_one_request_is_answered_to_that_one_alone(fault: Exception) -> None:
    store = Store()
    store.faults["1"] = fault
    store.may_go_on.set()

    tasks = await requests_at(CommandQueue(store.save), 3)
    answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert [answers[0], answers[2]] == [Applied("u1", 0), Applied("u1", 2)]
    assert answers[1] is fault


async def test_while_the_database_is_away_nobody_is_tried_alone() -> None:
    store = Store()
    store.faults["1"] = Retryable("MongoDB is away")
    store.may_go_on.set()

    tasks = await requests_at(CommandQueue(store.save), 3)
    answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert len(store.batches) == 1
    assert all(isinstance(answer, Retryable) for answer in answers)


async def test_a_client_that_leaves_takes_no_other_answer_with_it() -> None:
    store = Store()
    first, second = await requests_at(CommandQueue(store.save), 2)

    first.cancel()
    store.may_go_on.set()

    assert (await second).version == 1


async def test_more_requests_than_can_wait_are_put_off_and_nothing_stays_behind() -> None:
    store = Store()
    queue = CommandQueue(store.save)
    tasks = await requests_at(queue, 1)
    await asyncio.sleep(0)

    tasks += await requests_at(queue, MOST_WAITING)
    with pytest.raises(Retryable, match="1000 requests wait for u1"):
        await queue.put(Input("u1", "9", None))
    store.may_go_on.set()
    await asyncio.gather(*tasks)
    await requests_at(queue, 1)
    await asyncio.sleep(0)

    assert max(map(len, store.batches)) == MOST_AT_ONCE
    assert store.batches[-1] == ["0"]
