"""What the timer does with lists that somebody has left half-way."""

from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from services.endorsement.handlers.finishing import Finishing
from services.endorsement.handlers.lists import Lists
from services.endorsement.store.lists import ListStore
from shared.plumbing.core.failures import Retryable


class ThreeLeft(ListStore):
    """Three lists at the same version whenever one looks."""

    def __init__(self) -> None:
        pass

    async def list_under_way(self) -> dict[int, int]:
        return {1: 1, 2: 1, 3: 1}


class Stumbling(Finishing):
    """Has a bug that one of the lists meets; or the world is away for it."""

    failure: Exception = KeyError("a bug")

    async def finish(self, number: int) -> None:
        if number == 2:
            raise self.failure
        finished.append(number)


class Waiting(Stumbling):
    """No bug: the world is away."""

    failure = Retryable("MongoDB is away")


finished: list[int] = []


def lists(finishing: type[Finishing]) -> Lists:
    finished.clear()
    nobody = cast("Any", None)
    return Lists.of(finishing(nobody, nobody, nobody, ThreeLeft(), nobody))


async def test_a_list_that_our_code_cannot_finish_stops_no_other_and_is_named_in_the_log() -> None:
    listing = lists(Stumbling)
    await listing.finish_lists()

    with capture_logs() as logs:
        count = await listing.finish_lists()

    assert (count, finished) == (2, [1, 3])
    assert [(line["event"], line["number"]) for line in logs] == [("list.bug", 2)]


async def test_while_the_world_is_away_all_lists_wait() -> None:
    listing = lists(Waiting)
    await listing.finish_lists()

    with pytest.raises(Retryable):
        await listing.finish_lists()
