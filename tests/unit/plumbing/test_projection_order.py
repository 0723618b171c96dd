"""Any interleaving of topics, any repetition and any batches give the same views."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.plumbing.core.aggregate import Input
from shared.plumbing.core.projection import Projection
from tests.support.memory_views import MemoryViews
from tests.support.viewing import VIEWING, counted, facts, folded

AGGREGATES = {
    "ballots": [("u1", "ballot/u1"), ("u2", "ballot/u2")],
    "entries": [("u1", "priority-entry/1/u1"), ("u1", "priority-entry/2/u1")],
}


@st.composite
def topics(draw: st.DrawFn, name: str) -> list[Input]:
    """A topic of one partition: events in order for each aggregate, and repeats after them."""
    log: list[Input] = []
    latest: dict[str, tuple[int, int]] = {}
    for _ in range(draw(st.integers(0, 6))):
        key, aggregate = draw(st.sampled_from(AGGREGATES[name]))
        version, n = latest.get(aggregate, (1, -1))
        step = draw(st.integers(0, 2))
        version, n = (version + step, 0) if step else (version, n + 1)
        latest[aggregate] = version, n
        log += facts(f"{aggregate}:{version}:{n}", key=key)
        if draw(st.booleans()):
            begin = draw(st.integers(0, len(log) - 1))
            log += log[begin : draw(st.integers(begin, len(log)))]
    return log


@st.composite
def deliveries(draw: st.DrawFn) -> list[list[Input]]:
    """Both topics in any interleaving, cut into batches; each batch may come again."""
    waiting = [draw(topics(name)) for name in AGGREGATES]
    batches: list[list[Input]] = []
    while any(waiting):
        log = draw(st.sampled_from([log for log in waiting if log]))
        size = draw(st.integers(1, len(log)))
        batch = log[:size]
        del log[:size]
        joins_the_last, comes_again = draw(st.booleans()), draw(st.booleans())
        if batches and joins_the_last:
            batches[-1] = batches[-1] + batch  # of both topics
        else:
            batches.append(batch)
        if comes_again:
            batches.append(batches[-1])
    return batches


async def play(batches: list[list[Input]]) -> MemoryViews:
    views = MemoryViews(VIEWING)
    projection = Projection(VIEWING, views)
    for batch in batches:
        await projection.apply(batch)
    return views


@settings(deadline=None)
@given(deliveries())
def test_views_and_counters_depend_on_the_events_alone(batches: list[list[Input]]) -> None:
    expected = folded(message for batch in batches for message in batch)

    views = asyncio.run(play(batches))

    kept = {key: view.sections for key, view in views.all().items()}
    states = {k: {name: s.state for name, s in each.items()} for k, each in kept.items()}
    assert states == expected
    assert asyncio.run(views.counts()) == counted(list(kept.values()))
