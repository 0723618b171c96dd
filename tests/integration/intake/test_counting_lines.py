"""Each line of a letter is counted once, also when two replicas read it."""

from collections.abc import Iterable

import pytest

from services.intake.model.imports import Outcome
from services.intake.model.lines import Line
from services.intake.store.imports import ImportStore
from tests.integration.intake.test_declarations import an_import, claimed

pytestmark = pytest.mark.engines


def accepted(lines: Iterable[int]) -> list[Line]:
    return [Line(line, Outcome.ACCEPTED, f"U{line}") for line in lines]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([range(1, 5)], [range(1, 7), range(7, 9)]),
        ([range(1, 7)], [range(1, 4), range(4, 8), range(8, 9)]),
    ],
    ids=["the slow replica stops earlier", "the slow replica stops later"],
)
async def test_replicas_that_portion_a_letter_differently_count_each_line_once(
    store: ImportStore, first: list[range], second: list[range]
) -> None:
    await store.add(an_import())
    job = await claimed(store)

    for portion in (*first, *second):
        await store.write_lines(job, accepted(portion))

    settled = await store.get("i")
    assert (settled.checkpoint, settled.rows, settled.accepted) == (8, 8, 8)
    assert [line.line async for line in store.read_lines("i")] == list(range(1, 9))
