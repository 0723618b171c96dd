"""Whose a key is, is looked up again where somebody else was quicker; and by nobody else."""

from collections.abc import Sequence
from typing import Any

import pytest
import stamina

from services.intake.handlers.desks import Desks
from services.intake.model.identities import Holders
from services.intake.rules.identities import Recognised
from shared.plumbing.core.aggregate import Applied, Change
from shared.plumbing.core.desk import Desk
from shared.plumbing.core.failures import HeldByAnother
from shared.plumbing.core.relay import Relay
from tests.support.counting import Counted, a_message
from tests.support.engine import MemoryHistories
from tests.support.running import Running


class Claimed(MemoryHistories[Counted]):
    """What anybody claims is another one's."""

    writes = 0

    async def write(self, changes: Sequence[Change[Counted]]) -> set[str]:
        self.writes += 1
        raise HeldByAnother(f"another aggregate has the keys of {changes[0].key}")


class Store:
    """Knows nobody."""

    def __init__(self) -> None:
        self.looks = 0

    async def find_holders(self, _keys: set[str]) -> Holders:
        self.looks += 1
        return Holders({})


async def test_keys_that_stay_another_ones_are_looked_up_four_times_and_written_as_often() -> None:
    running = Running(histories=Claimed)
    desk = Desk(running.runner, Relay(running.runner, 10.0**8))
    nobody: Any = None
    store: Any = Store()
    desks = Desks(nobody, nobody, nobody, store, nobody)

    async def act(_known: list[Recognised]) -> list[Applied]:
        return await desk.submit([a_message("a")])

    with stamina.set_testing(True, attempts=100, cap=True), pytest.raises(HeldByAnother):
        await desks.recognised([("nik/one",)], act)

    assert isinstance(running.histories, Claimed)
    assert (store.looks, running.histories.writes) == (4, 4)
