"""What is broken in one line loses no other line, and costs little."""

import time

from hypothesis import given
from hypothesis import strategies as st

from shared.tables.records import LONGEST_CELL, HugeCell, record_of, records_of


@given(st.integers(LONGEST_CELL - 2, LONGEST_CELL + 200_000), st.sampled_from("x 1;"))
def test_a_row_with_a_cell_above_the_longest_one_is_broken_at_any_size(
    size: int, filler: str
) -> None:
    cells = ["UD Maju", f"a{filler * (size - 2)}b", "x"]

    row = record_of("".join(cells), cells)

    assert isinstance(row, HugeCell) == (size > LONGEST_CELL)
    assert tuple(row) == tuple(cells)


def test_lines_that_all_open_a_quote_cost_as_much_each_however_many_they_are() -> None:
    costs = []
    for lines in (2_000, 8_000):
        began = time.process_time()
        assert sum(1 for _ in records_of(['x";"y\n'] * lines, ";")) == lines
        costs.append(time.process_time() - began)

    assert costs[1] < 10 * costs[0]  # a quadratic reader would need 16 times as long
