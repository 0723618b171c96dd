"""Events become views: each event counts once, and topics may overtake each other."""

import pytest

from shared.plumbing.core.aggregate import Input
from shared.plumbing.core.failures import Invalid, LostRace
from shared.plumbing.core.projection import Projection, ViewChange
from tests.support.memory_views import MemoryViews
from tests.support.viewing import VIEWING, Seen, an_event, facts

BALLOT = ("ballot/u1:1:0", "ballot/u1:1:1", "ballot/u1:3:0")
ENTRY = ("priority-entry/1/u1:1:0", "priority-entry/2/u1:1:0")


class BusyViews(MemoryViews):
    """Another writer is first, as often as a test says."""

    races = 0

    def lost_race(self, change: ViewChange) -> bool:
        if self.races:
            self.races -= 1
            return True
        return super().lost_race(change)


def a_projection() -> tuple[BusyViews, Projection]:
    views = BusyViews(VIEWING)
    return views, Projection(VIEWING, views)


def sections(views: MemoryViews, key: str = "u1") -> dict[str, Seen]:
    return {name: each.state for name, each in views.all()[key].sections.items()}


async def test_each_aggregate_has_a_section_of_its_own() -> None:
    views, projection = a_projection()

    await projection.apply(facts(*BALLOT, *ENTRY))

    assert sections(views) == {
        "ballot": Seen(BALLOT),
        "priority-entry/1/u1": Seen(ENTRY[:1]),
        "priority-entry/2/u1": Seen(ENTRY[1:]),
    }


async def test_events_about_several_umkm_make_several_views() -> None:
    views, projection = a_projection()

    await projection.apply([*facts("ballot/u1:1:0"), *facts("ballot/u2:1:0", key="u2")])

    assert sections(views, "u1") == {"ballot": Seen(("ballot/u1:1:0",))}
    assert sections(views, "u2") == {"ballot": Seen(("ballot/u2:1:0",))}


async def test_events_that_come_again_change_nothing() -> None:
    views, projection = a_projection()
    await projection.apply(facts(*BALLOT))
    before = views.all(), await views.counts()

    for again in (BALLOT, BALLOT[:1], BALLOT[1:]):
        await projection.apply(facts(*again))

    assert (views.all(), await views.counts()) == before


async def test_an_event_twice_in_one_batch_is_folded_once() -> None:
    views, projection = a_projection()

    await projection.apply(facts(*BALLOT, *BALLOT))

    assert sections(views) == {"ballot": Seen(BALLOT)}


async def test_a_topic_that_overtakes_another_gives_the_same_view() -> None:
    first, projection = a_projection()
    await projection.apply(facts(*BALLOT))
    await projection.apply(facts(*ENTRY))
    second, projection = a_projection()

    await projection.apply(facts(*ENTRY))
    await projection.apply(facts(*BALLOT))

    assert sections(first) == sections(second)


async def test_an_aggregate_that_the_view_does_not_know_is_ignored() -> None:
    views, projection = a_projection()

    await projection.apply([Input("u1", "journey/u1:1:0", an_event("ballot/u1:1:0"))])

    assert views.all() == {}


async def test_an_event_on_another_topic_of_its_aggregate_is_ignored() -> None:
    views, projection = a_projection()

    await projection.apply([Input("u1", "ballot/u1:1:0", an_event("priority-entry/1/u1:1:0"))])

    assert views.all() == {}


async def test_an_id_that_tells_no_version_spoils_the_batch_before_anything_is_written() -> None:
    views, projection = a_projection()
    foreign = Input("u1", "vote-17", an_event("ballot/u1:1:0"))

    with pytest.raises(Invalid, match="vote-17"):
        await projection.apply([*facts(*BALLOT), foreign])

    assert views.all() == {}


async def test_a_view_moves_between_counters() -> None:
    views, projection = a_projection()
    await projection.apply(facts(*BALLOT[:1]))

    await projection.apply(facts(*BALLOT[1:2]))

    assert await views.counts() == {"ballot.events": 2, "ballot with 2 more": 1}


async def test_a_batch_that_lost_a_race_is_folded_again() -> None:
    views, projection = a_projection()
    views.races = 3

    await projection.apply(facts(*BALLOT))

    assert sections(views) == {"ballot": Seen(BALLOT)}


async def test_a_batch_that_loses_every_race_is_put_off() -> None:
    views, projection = a_projection()
    views.races = 1_000

    with pytest.raises(LostRace, match="viewing"):
        await projection.apply(facts(*BALLOT))
