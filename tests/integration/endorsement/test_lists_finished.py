"""Whatever happens while a priority list is written, it is finished once and whole."""

import asyncio

import pytest
from aiokafka.errors import KafkaConnectionError
from structlog.testing import capture_logs

from bench.lists.endorsed import an_endorsed
from services.endorsement.handlers import finishing
from tests.integration.endorsement.gate import put_a_gate
from tests.integration.endorsement.hall import Replica
from tests.integration.endorsement.listing import Listing, digest
from tests.integration.endorsement.losing_power import Countdown, plug_in

pytestmark = [pytest.mark.engines, pytest.mark.timeout(240)]
NEVER = 3_600.0
NOT_FOUND = 404


async def test_two_replicas_that_finish_one_list_give_each_rank_once(
    listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finishing, "PORTION", 7)
    umkm = await listing.endorsed(*(an_endorsed(minute=n) for n in range(45)))
    other = await listing.hall.replica()

    # The same request at two replicas, as after a lost answer; their timers join in, too.
    both = listing.replica, other
    drafts = await asyncio.gather(*(listing.draft(1, capacity=30, at=each) for each in both))
    heads = await asyncio.gather(*(listing.publish(1, at=each) for each in both))

    assert drafts[0] == drafts[1]
    assert heads[0] == heads[1]
    places, waiting = await listing.entries(1), await listing.entries(1, part="waiting")
    assert [entry["umkm_id"] for entry in (*places, *waiting)] == umkm
    assert [entry["rank"] for entry in places] == list(range(1, 31))
    assert [entry["rank"] for entry in waiting] == list(range(1, 16))
    assert await listing.announced(1) == umkm[:30]
    assert heads[0]["content_sha256"] == digest(umkm[:30])


@pytest.mark.parametrize("after_the_write", [False, True])
async def test_wherever_a_replica_is_killed_another_finishes_the_list(
    listing: Listing, monkeypatch: pytest.MonkeyPatch, after_the_write: bool
) -> None:
    """At each write in turn, each time on a list over the one before."""
    monkeypatch.setattr(finishing, "PORTION", 2)
    umkm = await listing.endorsed(*(an_endorsed(minute=n) for n in range(4)))
    countdown = Countdown()
    mortal = await listing.hall.replica(
        lambda service: plug_in(service, countdown), jobs_every_seconds=NEVER
    )

    with capture_logs():  # to print each of these failures would take longer than all else
        for number in range(1, 100):
            countdown.begin(number - 1, after_the_write=after_the_write)
            lived = await order_twice(listing, mortal, number)
            assert [entry["umkm_id"] for entry in await listing.entries(number)] == umkm
            if lived:
                break

    assert number > 12
    assert await listing.announced(number) == umkm
    assert await listing.numbers_in("priority-list-published") == list(range(1, number + 1))
    assert await listing.numbers_in("priority-list-superseded") == list(range(1, number))


async def test_who_is_decided_anew_while_a_list_is_ranked_stands_on_it_once(
    listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a replica whose clock is behind: the decision is older than the list."""
    monkeypatch.setattr(finishing, "PORTION", 2)
    umkm = await listing.endorsed(*(an_endorsed(minute=n) for n in range(4)))
    countdown = Countdown()
    mortal = await listing.hall.replica(lambda service: plug_in(service, countdown))
    countdown.begin(3, after_the_write=False)  # begun, two settled, and their entries written
    with capture_logs():
        assert (await listing.ask("/priority-lists", mortal, {"number": 1})).is_server_error

    ballots = listing.replica.service.database.ballots
    await ballots.update_one({"_id": umkm[0]}, {"$set": {"state.score": 1.0}})

    await listing.until_it_is(1, "draft")
    assert [entry["umkm_id"] for entry in await listing.entries(1)] == umkm


async def order_twice(listing: Listing, mortal: Replica, number: int) -> bool:
    """Draft and publish at one that may die; whether it lived.

    What it began the timers of another finish; what it had not begun is asked for again there.
    """
    answer = await listing.ask("/priority-lists", mortal, {"number": number})
    lived = answer.is_success
    if not lived and (await listing.head(number))["status"] == NOT_FOUND:
        await listing.draft(number)
    await listing.until_it_is(number, "draft")
    answer = await listing.ask(f"/priority-lists/{number}/publish", mortal)
    lived = lived and answer.is_success
    if not answer.is_success and (await listing.head(number))["status"] == "draft":
        await listing.publish(number)
    await listing.until_it_is(number, "published")
    if number > 1:
        await listing.until_it_is(number - 1, "superseded")
    return lived


async def test_a_list_is_not_called_published_before_all_its_places_are_out(
    listing: Listing,
) -> None:
    umkm = await listing.endorsed(*(an_endorsed(minute=n) for n in range(3)))
    away = True

    def meet(_topic: str) -> None:
        if away:
            raise KafkaConnectionError

    cut_off = await listing.hall.replica(
        lambda service: put_a_gate(service, meet), jobs_every_seconds=NEVER
    )
    await listing.replica.leave()
    await listing.draft(1, at=cut_off)

    answer = await listing.ask("/priority-lists/1/publish", cut_off)

    assert (answer.status_code, answer.json()["title"]) == (503, "try-again")
    path = "/priority-lists/1"
    assert (await cut_off.door.get(path)).json()["status"] == "publishing"
    away = False
    assert (await listing.publish(1, at=cut_off))["status"] == "published"
    assert await listing.announced(1) == umkm
