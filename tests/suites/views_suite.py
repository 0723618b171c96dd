"""What a projection relies on, asked of every place that keeps views."""

from collections.abc import Collection
from typing import Protocol

from shared.plumbing.core.projection import Section, View, ViewChange, Views
from tests.support.viewing import Seen

NEW = View(0, {})
BALLOT = {"ballot": Section(3, 1, Seen(("ballot/u1:3:1",)))}


class Kept(Views, Protocol):
    """Views with counters that can be read."""

    async def counts(self) -> dict[str, int]: ...


async def loaded(views: Views, key: str = "u1") -> View:
    return (await views.load([key]))[key]


async def keys_of(views: Views, keys: Collection[str]) -> set[str]:
    return set(await views.load(keys))


class Saving:
    async def test_a_view_is_loaded_with_its_sections(self, views: Kept) -> None:
        written = await views.write([ViewChange("u1", NEW, BALLOT)], {})

        assert written
        assert await loaded(views) == View(1, BALLOT)

    async def test_a_view_that_does_not_exist_is_left_out(self, views: Kept) -> None:
        await views.write([ViewChange("u1", NEW, BALLOT)], {})

        assert await keys_of(views, ["u1", "nobody"]) == {"u1"}

    async def test_a_later_change_adds_a_section_and_replaces_another(self, views: Kept) -> None:
        await views.write([ViewChange("u1", NEW, BALLOT)], {})
        before = await loaded(views)
        entry = Section(1, 0, Seen(("priority-entry/1.a/u1:1:0",)))
        newer = {"ballot": Section(4, 0, Seen()), "priority-entry/1.a/u1": entry}

        await views.write([ViewChange("u1", before, {**before.sections, **newer})], {})

        assert await loaded(views) == View(2, newer)

    async def test_a_batch_writes_many_views(self, views: Kept) -> None:
        keys = [f"u{n}" for n in range(300)]

        await views.write([ViewChange(key, NEW, BALLOT) for key in keys], {})

        assert await keys_of(views, keys) == set(keys)


class Losing:
    async def test_if_two_writers_create_a_view_the_second_changes_nothing(
        self, views: Kept
    ) -> None:
        await views.write([ViewChange("u1", NEW, BALLOT)], {"seen": 1})

        second = [ViewChange("u0", NEW, BALLOT), ViewChange("u1", NEW, {})]

        assert not await views.write(second, {"seen": 2})
        assert await keys_of(views, ["u0", "u1"]) == {"u1"}
        assert await loaded(views) == View(1, BALLOT)
        assert await views.counts() == {"seen": 1}

    async def test_a_stale_writer_changes_nothing(self, views: Kept) -> None:
        await views.write([ViewChange("u1", NEW, BALLOT)], {"seen": 1})
        stale = await loaded(views)
        newer = {"ballot": Section(5, 0, Seen())}
        await views.write([ViewChange("u1", stale, newer)], {"seen": 1})

        late = [ViewChange("u0", NEW, BALLOT), ViewChange("u1", stale, BALLOT)]

        assert not await views.write(late, {"seen": 9})
        assert await keys_of(views, ["u0", "u1"]) == {"u1"}
        assert await loaded(views) == View(2, newer)
        assert await views.counts() == {"seen": 2}

    async def test_a_writer_that_remembers_a_view_that_is_gone_changes_nothing(
        self, views: Kept
    ) -> None:
        ghost = View(3, BALLOT)

        assert not await views.write([ViewChange("u1", ghost, {})], {"seen": 1})
        assert await keys_of(views, ["u1"]) == set()
        assert await views.counts() == {}


class Counting:
    async def test_counters_are_summed_over_all_writes(self, views: Kept) -> None:
        await views.write([ViewChange("u1", NEW, BALLOT)], {"12.01 endorsed": 2, "open": 1})
        before = await loaded(views)

        await views.write([ViewChange("u1", before, {})], {"12.01 endorsed": 1, "open": -1})

        assert await views.counts() == {"12.01 endorsed": 3}
