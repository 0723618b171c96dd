"""What the runner relies on, asked of every place that keeps histories."""

from shared.plumbing.core.aggregate import HistoryEntry, Snapshot
from shared.plumbing.core.failures import Refused
from shared.plumbing.core.ports import Histories
from tests.support.builders import AT, a_change, an_entry
from tests.support.counting import Counted


async def loaded(histories: Histories[Counted], key: str = "u1") -> Snapshot[Counted]:
    return (await histories.load([key]))[key]


async def archived_by_now(histories: Histories[Counted]) -> None:
    """Save five entries. Three of them have left the document."""
    await histories.write([a_change(entries=4)])
    await histories.archive({"u1": 3})
    await histories.write([a_change(await loaded(histories), archive_to=3)])


class Saving:
    async def test_a_saved_change_is_loaded_with_its_state_and_causes(
        self, histories: Histories[Counted]
    ) -> None:
        change = a_change(entries=2)

        lost = await histories.write([change])

        snapshots = await loaded(histories)
        assert not lost
        assert snapshots == Snapshot(2, 0, Counted(("c1", "c2")), {"c1": 1, "c2": 2})
        assert snapshots.state is not change.state

    async def test_a_loaded_aggregate_knows_by_which_versions_somebody_was_refused(
        self, histories: Histories[Counted]
    ) -> None:
        change = a_change(entries=1)
        change.entries.append(an_entry(2, refused=Refused("unwanted", "no after 1")))

        await histories.write([change])

        assert (await loaded(histories)).refused == {2}

    async def test_what_does_not_exist_is_left_out(self, histories: Histories[Counted]) -> None:
        await histories.write([a_change()])

        assert (await histories.load(["u1", "nobody"])).keys() == {"u1"}

    async def test_a_later_change_adds_to_the_history(self, histories: Histories[Counted]) -> None:
        await histories.write([a_change()])

        await histories.write([a_change(await loaded(histories), entries=2)])

        snapshots = await loaded(histories)
        assert snapshots == Snapshot(3, 1, Counted(("c1", "c2", "c3")), {"c1": 1, "c2": 2, "c3": 3})

    async def test_of_two_who_create_the_same_aggregate_one_loses(
        self, histories: Histories[Counted]
    ) -> None:
        await histories.write([a_change()])

        lost = await histories.write([a_change(entries=2), a_change(key="u2")])

        assert lost == {"u1"}
        assert (await loaded(histories)).version == 1
        assert (await loaded(histories, "u2")).version == 1

    async def test_who_read_an_older_version_loses_and_changes_nothing(
        self, histories: Histories[Counted]
    ) -> None:
        await histories.write([a_change()])
        stale = await loaded(histories)
        await histories.write([a_change(stale)])

        for entries in (1, 2):  # also one that would end at another version
            lost = await histories.write([a_change(stale, entries), a_change(key=f"n{entries}")])
            assert lost == {"u1"}

        assert (await loaded(histories)).state == Counted(("c1", "c2"))
        assert (await histories.load(["n1", "n2"])).keys() == {"n1", "n2"}

    async def test_who_remembers_a_version_that_never_was_loses(
        self, histories: Histories[Counted]
    ) -> None:
        ghost = Snapshot(3, 3, Counted(), {"c1": 1, "c2": 2, "c3": 3})

        assert await histories.write([a_change(ghost)]) == {"u1"}
        assert await histories.load(["u1"]) == {}


class Recalling:
    async def test_entries_come_back_as_they_were_saved_oldest_first(
        self, histories: Histories[Counted]
    ) -> None:
        change = a_change(entries=3)
        await histories.write([change, a_change(key="u2")])

        entries = await histories.recall({"u1": {3, 1}, "u2": [1]})

        assert entries == {"u1": [change.entries[0], change.entries[2]], "u2": [an_entry(1, "u2")]}

    async def test_a_refusal_is_remembered_word_for_word_with_who_was_refused(
        self, histories: Histories[Counted]
    ) -> None:
        change = a_change(entries=0)
        change.entries = [
            HistoryEntry(1, AT, "c1", Refused("late", "the ballot is closed"), actor="agency-bi"),
            HistoryEntry(2, AT, "c2", Refused("unknown", "there is no such vote", missing=True)),
        ]
        await histories.write([change])

        assert (await histories.recall({"u1": [1, 2]}))["u1"] == change.entries

    async def test_archived_entries_are_recalled_like_the_others(
        self, histories: Histories[Counted]
    ) -> None:
        await archived_by_now(histories)

        entries = await histories.recall({"u1": range(1, 6)})

        assert entries["u1"] == [an_entry(version) for version in range(1, 6)]


class Archiving:
    async def test_archived_causes_leave_the_document_and_are_found_on_request(
        self, histories: Histories[Counted]
    ) -> None:
        await archived_by_now(histories)

        snapshots = await loaded(histories)
        assert snapshots.causes == {"c4": 4, "c5": 5}
        assert snapshots.archived == 3
        assert await histories.find_archived({"u1": ["c1", "c3", "c4", "new"]}) == {
            "u1": {"c1": 1, "c3": 3}
        }

    async def test_a_cause_is_known_only_to_the_aggregate_that_heard_it(
        self, histories: Histories[Counted]
    ) -> None:
        await archived_by_now(histories)

        assert await histories.find_archived({"u2": ["c1"]}) == {}

    async def test_archiving_twice_does_no_harm(self, histories: Histories[Counted]) -> None:
        await histories.write([a_change(entries=3)])
        await histories.archive({"u1": 1})

        await histories.archive({"u1": 2, "nobody": 4})
        await histories.write([a_change(await loaded(histories), archive_to=2)])

        entries = await histories.recall({"u1": [1, 2, 3, 4]})
        assert entries["u1"] == [an_entry(version) for version in (1, 2, 3, 4)]

    async def test_what_was_copied_but_not_trimmed_appears_once(
        self, histories: Histories[Counted]
    ) -> None:
        await histories.write([a_change(entries=3)])
        await histories.archive({"u1": 2})

        portions = [events async for events in histories.replay()]

        assert [event.raw for events in portions for event in events] == [
            an_entry(version).events[0].raw for version in (1, 2, 3)
        ]

    async def test_a_replay_tells_everything_in_order(self, histories: Histories[Counted]) -> None:
        await archived_by_now(histories)
        await histories.write([a_change(entries=2, key="u2")])

        portions = [events async for events in histories.replay()]

        for key, versions in {"u1": range(1, 6), "u2": range(1, 3)}.items():
            bodies = [event.raw for events in portions for event in events if event.subject == key]
            assert bodies == [an_entry(version, key).events[0].raw for version in versions]


class Waiting:
    async def test_the_longest_waiting_comes_first(self, histories: Histories[Counted]) -> None:
        for key in ("u3", "u1", "u2"):
            await histories.write([a_change(key=key, pending=True)])
        await histories.write([a_change(key="u4")])
        await histories.write([a_change(await loaded(histories, "u3"), key="u3", pending=True)])

        assert await histories.list_pending(2) == {"u3": 2, "u1": 1}
        assert list(await histories.list_pending(10)) == ["u3", "u1", "u2"]
        assert (await loaded(histories, "u3")).pending

    async def test_who_is_put_last_waits_behind_the_others(
        self, histories: Histories[Counted]
    ) -> None:
        for key in ("u1", "u2"):
            await histories.write([a_change(key=key, pending=True)])

        await histories.put_last("u1")

        assert list(await histories.list_pending(10)) == ["u2", "u1"]
        assert (await loaded(histories)).version == 1

    async def test_who_does_not_wait_is_not_put_last(self, histories: Histories[Counted]) -> None:
        await histories.write([a_change()])

        for key in ("u1", "nobody"):
            await histories.put_last(key)

        assert await histories.list_pending(10) == {}

    async def test_a_message_from_kafka_does_not_end_the_waiting(
        self, histories: Histories[Counted]
    ) -> None:
        await histories.write([a_change(pending=True)])

        await histories.write([a_change(await loaded(histories))])

        assert await histories.list_pending(10) == {"u1": 2}

    async def test_what_is_published_waits_no_more(self, histories: Histories[Counted]) -> None:
        await histories.write([a_change(entries=2, pending=True)])

        await histories.clear_pending({"u1": 2, "nobody": 1})

        snapshots = await loaded(histories)
        assert await histories.list_pending(10) == {}
        assert (snapshots.pending, snapshots.acknowledged) == (False, 2)

    async def test_what_changed_meanwhile_goes_on_waiting(
        self, histories: Histories[Counted]
    ) -> None:
        await histories.write([a_change(pending=True)])
        await histories.write([a_change(await loaded(histories), pending=True)])

        await histories.clear_pending({"u1": 1})

        snapshots = await loaded(histories)
        assert (snapshots.pending, snapshots.acknowledged) == (True, 1)

    async def test_a_new_command_waits_although_the_mark_it_read_was_cleared(
        self, histories: Histories[Counted]
    ) -> None:
        await histories.write([a_change(pending=True)])
        before = await loaded(histories)
        await histories.clear_pending({"u1": 1})

        await histories.write([a_change(before, pending=True)])

        assert await histories.list_pending(10) == {"u1": 2}
