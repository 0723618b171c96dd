"""A consumer that has silently stopped is noticed and started again."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from aiokafka import ConsumerRecord

from shared.plumbing.core import metrics
from shared.plumbing.kafka.bus import Member
from shared.plumbing.kafka.consumer import Inbox
from tests.integration.endorsement.hall import Hall, Replica
from tests.integration.endorsement.messages import a_vote
from tests.support.engines import Engines
from tests.support.waiting import until, until_true

ROOT = Path(__file__).parents[3]
STALLED_AFTER_SECONDS = 2.0
pytestmark = [pytest.mark.engines, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
async def hall(engines: Engines) -> AsyncIterator[Hall]:
    async with Hall.open(engines, stalled_after_seconds=STALLED_AFTER_SECONDS) as opened:
        yield opened


@pytest.fixture(scope="module")
def given_up() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture(scope="module")
async def replica(hall: Hall, given_up: asyncio.Event) -> Replica:
    replica = await hall.replica()
    watch, member, restarting = replica.service.watch, replica.service.member, set()
    assert watch
    assert member

    def start_again() -> None:
        """Do what the supervisor does with the whole process."""
        given_up.set()
        task = asyncio.ensure_future(member.restart())
        restarting.add(task)
        task.add_done_callback(restarting.discard)

    watch.give_up = start_again

    async def nothing_waits() -> bool:
        return bool((await replica.door.get("/status")).json()["lag"] == 0)

    await until("what other tests have sent is dealt with", nothing_waits)
    return replica


async def loop_is_gone(member: Member) -> None:
    for task in member._subscriber.tasks:
        task.cancel()


async def fetch_hangs(member: Member) -> None:
    hanging = asyncio.Event()

    async def hang(*_: Any, **__: Any) -> None:
        hanging.set()
        await asyncio.Event().wait()

    member.consumer.getmany = hang
    await hanging.wait()


class HangingInbox(Inbox):
    """Never ends with its first batches."""

    def __init__(self, member: Member, times: int) -> None:
        self._member, self._real, self._times = member, member.inbox, times
        self.subscription = self._real.subscription

    async def take(self, _records: Sequence[ConsumerRecord]) -> None:
        self._times -= 1
        if not self._times:
            self._member.inbox = self._real
        await asyncio.Event().wait()


async def batch_hangs(member: Member) -> None:
    member.inbox = HangingInbox(member, times=1)


async def consumer_is_gone(member: Member) -> None:
    await member._subscriber.stop()


def restarts() -> float:
    [sample] = [s for m in metrics.RESTARTED.collect() for s in m.samples if "total" in s.name]
    return sample.value


@pytest.mark.parametrize("stop", [loop_is_gone, fetch_hangs, batch_hangs, consumer_is_gone])
async def test_a_consumer_that_stands_still_although_votes_wait_is_started_again(
    hall: Hall, replica: Replica, stop: Callable[[Member], Awaitable[None]]
) -> None:
    member, umkm = replica.service.member, hall.umkm("watched", 5)
    assert member
    await hall.send(a_vote(umkm[0]))
    await hall.answered(umkm, f"bi/{umkm[0]}")
    before = restarts()

    await stop(member)
    await hall.send(*(a_vote(each) for each in umkm[1:]))

    await hall.answered(umkm, *(f"bi/{each}" for each in umkm))
    assert restarts() > before


@pytest.mark.usefixtures("replica")
async def test_a_consumer_for_which_nothing_waits_is_left_alone(hall: Hall) -> None:
    [umkm] = hall.umkm("idle")
    await hall.send(a_vote(umkm))
    await hall.answered([umkm], f"bi/{umkm}")
    before, since = restarts(), time.monotonic()

    await until_true(
        "it was looked at for long enough",
        lambda: time.monotonic() > since + 2 * STALLED_AFTER_SECONDS,
    )

    assert restarts() == before


async def test_where_a_new_start_does_not_help_the_process_asks_for_its_end(
    hall: Hall, replica: Replica, given_up: asyncio.Event
) -> None:
    member, [umkm] = replica.service.member, hall.umkm("hopeless")
    assert member
    given_up.clear()

    member.inbox = HangingInbox(member, times=2)
    await hall.send(a_vote(umkm))
    await until_true("it asks", given_up.is_set)

    await hall.answered([umkm], f"bi/{umkm}")


def test_a_process_that_gives_up_ends_as_by_a_supervisor() -> None:
    script = "import shared.plumbing.kafka.watch as w; w.end_process(); import time; time.sleep(60)"

    done = subprocess.run([sys.executable, "-c", script], timeout=60, check=False, cwd=ROOT)

    assert done.returncode == -signal.SIGTERM
