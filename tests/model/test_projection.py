"""The projection's promises, explored at random: every await on the store may be the last.

SENTRA_MODEL_RUNS sets how many worlds are played.
"""

import asyncio
import os
from collections.abc import Iterator
from random import Random

import pytest

from tests.support.memory_views import MemoryViews
from tests.support.view_world import ViewDesign, ViewWorld
from tests.support.viewing import VIEWING, counted, folded
from tests.support.weakened_views import WEAKENED_VIEWS

RUNS = int(os.environ.get("SENTRA_MODEL_RUNS", "1500"))
RUNS_TO_FIND_A_WEAKNESS = 2_000


def find_problems(world: ViewWorld) -> list[str]:
    """Say what is wrong with a world at rest; empty if all promises were kept."""
    views = MemoryViews(VIEWING, world.live.disk)
    sections = {key: view.sections for key, view in views.all().items()}
    states = {k: {name: s.state for name, s in each.items()} for k, each in sections.items()}
    counters = {name: n for name, n in world.live.disk.counters.items() if n}
    problems = []
    if states != folded(fact for log in world.topics.values() for fact in log):
        problems.append(f"the views are not what the events say: {states}")
    if counters != counted(list(sections.values())):
        problems.append(f"the counters are not those of the views: {counters}")
    if world.next:
        problems.append("the rebuild did not end")
    return problems


async def play(seed: int, design: ViewDesign) -> list[str]:
    world = ViewWorld(Random(seed), design)
    at_rest = await world.play()
    return find_problems(world) if at_rest else ["never came to rest"]


def explore(runs: int, design: ViewDesign) -> Iterator[tuple[int, list[str]]]:
    """Play worlds one after another; yield those that broke a promise."""
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as loop:
        for seed in range(runs):
            if problems := loop.run(play(seed, design)):
                yield seed, problems


@pytest.mark.slow
def test_no_crash_zombie_or_rebuild_changes_a_view() -> None:
    broken = next(explore(RUNS, ViewDesign()), None)

    assert broken is None


@pytest.mark.parametrize("weakness", WEAKENED_VIEWS)
def test_each_part_of_the_projection_is_needed(weakness: str) -> None:
    broken = next(explore(RUNS_TO_FIND_A_WEAKNESS, WEAKENED_VIEWS[weakness]), None)

    assert broken is not None, f"nobody noticed that {weakness}"
