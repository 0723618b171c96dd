"""The runner's promises, explored at random: every await on an engine may be the last.

SENTRA_MODEL_RUNS sets how many worlds are played.
"""

import asyncio
import os
from collections.abc import Iterator
from random import Random

import pytest
from structlog.testing import capture_logs

from tests.support.design import Design
from tests.support.verdict import find_problems
from tests.support.weakened import WEAKENED
from tests.support.world import World

RUNS = int(os.environ.get("SENTRA_MODEL_RUNS", "1500"))
RUNS_TO_FIND_A_WEAKNESS = 2_000


async def play(seed: int, design: Design) -> list[str]:
    world = World(Random(seed), design)
    with capture_logs():
        try:
            at_rest = await world.play()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            return [f"a process failed: {error!r}"]
    return find_problems(world) if at_rest else ["never came to rest"]


def explore(runs: int, design: Design) -> Iterator[tuple[int, list[str]]]:
    """Play worlds one after another; tell of those that broke a promise."""
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as loop:
        for seed in range(runs):
            if problems := loop.run(play(seed, design)):
                yield seed, problems


@pytest.mark.slow
def test_no_crash_zombie_or_failed_send_breaks_a_promise() -> None:
    broken = next(explore(RUNS, Design()), None)

    assert broken is None


@pytest.mark.parametrize("weakness", WEAKENED)
def test_each_part_of_the_protocol_is_needed(weakness: str) -> None:
    counterexample = next(explore(RUNS_TO_FIND_A_WEAKNESS, WEAKENED[weakness]), None)

    assert counterexample is not None, f"nobody noticed that {weakness}"
