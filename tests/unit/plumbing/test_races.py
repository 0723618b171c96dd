"""Two writers at once: the loser decides again, and an edit of an older version is refused."""

import pytest

from shared.plumbing.core.aggregate import receipts_for
from shared.plumbing.core.failures import STALE, LostRace
from tests.support.counting import Counted, Wish, a_message
from tests.support.engine import Document, MemoryHistories
from tests.support.running import Running


class Contested(MemoryHistories[Counted]):
    """Others are always faster."""

    def _lost_race(self, _change: object, _held: Document | None) -> bool:
        return True


async def test_who_loses_against_another_replica_decides_again_on_the_newer_state() -> None:
    mine = Running()
    theirs = Running(beside=mine)
    await mine.runner.apply([a_message("a")])
    await theirs.runner.apply([a_message("b")])  # my cached state is stale from here on

    changes = await mine.runner.apply([a_message("c")])

    assert changes[0].state == Counted(("a", "b", "c"))
    assert mine.document().version == 3


@pytest.mark.parametrize("cached", [0, 100])
async def test_who_takes_an_aggregate_for_new_by_mistake_looks_and_goes_on_from_what_it_is(
    cached: int,
) -> None:
    theirs = Running()
    mine = Running(beside=theirs, cached=cached)
    await theirs.runner.apply([a_message("a")])
    batch = [a_message("b"), a_message("a"), a_message("n", "new")]

    changes = await mine.runner.save(batch, pending=False, presumed_new={"u1", "new"})

    assert {change.key: change.state for change in changes} == {
        "u1": Counted(("a", "b")),
        "new": Counted(("n",)),
    }
    assert [receipt.repeated for receipt in receipts_for(batch, changes)] == [False, True, False]


async def test_nobody_is_told_that_an_aggregate_is_missing_that_was_only_presumed_to_be() -> None:
    running = Running()
    await running.runner.apply([a_message("a")])
    wrong = a_message("wrong", wish=Wish.REFUSE_FOR_WANT_OF_AN_AGGREGATE)

    changes = await running.runner.save([wrong], pending=True, presumed_new={"u1"})

    refused = receipts_for([wrong], changes)[0]
    assert refused.version == 2


async def test_who_lost_once_remembers_what_it_reloaded() -> None:
    mine = Running()
    await mine.runner.apply([a_message("a")])
    await Running(beside=mine).runner.apply([a_message("b")])
    await mine.runner.apply([a_message("c")])

    await mine.runner.apply([a_message("d")])

    assert mine.histories.loads == 2  # for the first message, and after the lost race
    assert mine.document().version == 4


async def test_who_forgets_reads_again() -> None:
    running = Running()
    await running.runner.apply([a_message("a")])

    running.runner.forget()
    await running.runner.apply([a_message("b")])

    assert running.histories.loads == 2


async def test_losing_for_ever_puts_the_batch_off() -> None:
    running = Running(histories=Contested)

    with pytest.raises(LostRace, match="1 aggregates of kind ballot kept changing"):
        await running.runner.apply([a_message("a")])


async def test_a_command_that_is_meant_for_another_version_changes_nothing_and_may_come_again() -> (
    None
):
    running = Running()
    await running.runner.apply([a_message("a")])
    early, right = a_message("b")._replace(expected=0), a_message("b")._replace(expected=1)

    [stale] = receipts_for([early], await running.runner.apply([early]))
    [receipt] = receipts_for([right], await running.runner.apply([right]))
    [again] = receipts_for([early], await running.runner.apply([early]))

    assert stale.refused
    assert stale.refused.code == STALE
    assert (receipt.refused, receipt.version) == (None, 2)
    assert (again.repeated, again.version) == (True, 2)


@pytest.mark.parametrize("cached", [0, 100])
async def test_who_was_refused_meanwhile_makes_no_edit_stale(cached: int) -> None:
    running = Running(cached=cached)
    [first] = await running.runner.apply([a_message("a")])
    await running.runner.apply([a_message("no", wish=Wish.REFUSE)])
    meant = [a_message(label)._replace(expected=first.version) for label in ("b", "c")]

    [receipt] = receipts_for(meant[:1], await running.runner.apply(meant[:1]))
    [too_late] = receipts_for(meant[1:], await running.runner.apply(meant[1:]))

    assert (receipt.refused, receipt.version) == (None, 3)
    assert too_late.refused is not None
    assert too_late.refused.code == STALE
