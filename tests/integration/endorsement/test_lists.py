"""Priority lists: one is in force, and everybody has one place on it, whoever gives it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from services.endorsement.handlers import finishing
from tests.integration.endorsement.hall import Hall
from tests.integration.endorsement.listing import Listing
from tests.support.engines import running_engines

pytestmark = [pytest.mark.engines, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
async def hall() -> AsyncIterator[Hall]:
    """On engines of its own."""
    async with running_engines() as engines, Hall.open(engines) as opened:
        yield opened


@pytest.fixture
async def listing(hall: Hall) -> AsyncIterator[Listing]:
    """With a database of its own: what other tests have endorsed would have places, too."""
    async with Hall.open(hall.engines) as own:
        yield Listing(own, await own.replica())


async def test_two_replicas_that_finish_one_list_give_each_rank_once(
    listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finishing, "PORTION", 7)
    umkm = await listing.endorsed(45)
    other = await listing.hall.replica()

    # The same request at two replicas, as after a lost answer; their timers join in, too.
    drafts = await asyncio.gather(
        *(listing.draft(1, capacity=30, at=each) for each in (listing.replica, other))
    )
    heads = await asyncio.gather(
        *(listing.publish(1, at=each) for each in (listing.replica, other))
    )

    assert drafts[0] == drafts[1]
    assert heads[0] == heads[1]
    places, waiting = await listing.entries(1), await listing.entries(1, part="waiting")
    assert [entry["rank"] for entry in places] == list(range(1, 31))
    assert [entry["rank"] for entry in waiting] == list(range(1, 16))
    assert sorted(e["umkm_id"] for e in (*places, *waiting)) == sorted(umkm)
    assert await listing.announced(1, 30) == [entry["umkm_id"] for entry in places]
